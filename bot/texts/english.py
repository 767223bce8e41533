"""The bot in English."""

from bot.texts.catalogue import Texts

ENGLISH = Texts(
    locale="en",
    description=(
        "Ask me about the news in my archive: I answer with quotes, word for word and with their sources. Where the "
        "archive has no answer, I say so, and I never make one up.\n\n"
        "I can also check whether a quotation is genuine, put what happened in the order of its days, show where "
        "accounts differ, and tell you what new articles say. Type my @name in any chat to drop in a quote."
    ),
    short_description="Answers questions about a news archive with word-for-word quotes and their sources.",
    welcome=(
        "Hello! I answer questions by quoting a news archive of {articles} articles, word for word and with the "
        "source. When the archive has no answer, I say so."
    ),
    just_ask="Just ask your question.",
    try_these="Just ask, or try one of these:",
    help=(
        "Write me a question and I answer with passages of the archive, each with its source.\n\n"
        "/ask QUESTION – the same, also in groups\n"
        "/verify QUOTATION – is it in the archive word for word?\n"
        "/timeline WORDS – dated quotes about them in order\n"
        "/sources – the articles, newest first; /sources by NAME, /sources PUBLISHER – some of them\n"
        "/source NUMBER, FILE or HEADLINE – one of them\n"
        "/clippings – quotes that you have saved, and your notes on them\n"
        "/watch WORDS – be told what new articles say; /watches lists, /unwatch ends, /digest once a day\n"
        "/mydata – what is kept of you; /deletemydata deletes it\n"
        "/forget – forget what was asked here, so that “when?” no longer refers to it\n"
        "/help – this message\n"
        "In any chat: my @name and a few words, to drop in a quote\n\n"
        "Filters, anywhere in a question, after /sources and in inline queries:\n"
        'from:bbc or from:"Sky News" – part of the publisher\'s name, in any case\n'
        "after:2024-10-12, before:2025 – published later or earlier than a day, a month (2024-10) or a year begins\n"
        "in:troops – words of the headline"
    ),
    help_admin=(
        "For admins:\n"
        "/add – add an article: send me a file, or reply to one with /add\n"
        "/remove – take an article out\n"
        "/reindex – read the articles again (/reindex full: from scratch)\n"
        "/rollback – back to the archive as it was before\n"
        "/cancel – stop a re-index, drop what is not confirmed yet\n"
        "/status – the archive in figures\n"
        "/doctor – check that everything is in order\n"
        "/gaps – what could not be answered"
    ),
    smalltalk="Happy to help! Ask me about the articles, and I will quote what they say.",
    no_answer="The archive has no answer to this.",
    maybe="Not sure that this answers it:",
    leads_heading="The nearest passages, not an answer:",
    by="by {authors}",
    whole_passage="The whole passage:",
    also_in="Also in: ",
    read_as="Read as: {question}",
    accounts_differ="Accounts differ: {accounts}, and {last}.",
    more_quotes="More on “{question}”",
    nothing_more="Nothing more is found on this.",
    unanswered="Not answered: {question}",
    only_filters="“{filters}” says which articles to ask, but not what: please add a question.",
    reads_english="This bot's model reads English: please ask in English.",
    other_writing="This bot's model was not made for this writing: please ask in another language.",
    newest_fitting="The newest articles that fit:",
    left_out="Articles left out that may fit: {unstated}.",
    undated="{count} without a date",
    without_publisher="{count} without a publisher",
    forgotten="Forgotten: what you ask next stands alone.",
    ask_how="Put your question after the command, for example:\n/ask {example}",
    question_unusable="I can't use this question: {reason}",
    filter_without_date="There is no date in “{filter}”: write 2024, 2024-10 or 2024-10-12 after the colon.",
    only_text="I can only read text: please write your question.",
    unknown_command="I don't know this command. /help lists those that I know.",
    busy="Too many questions at once: please ask again in a moment.",
    slow_down="That is a lot in one minute: I answer again in {seconds} s.",
    group_slow_down="This group has had all its answers for this minute: I answer again in {seconds} s.",
    failed="Something went wrong on my side, and I couldn't answer. Please try again.",
    index_unavailable="The archive can't be read at the moment. Please try again later.",
    not_kept="Nothing can be saved at the moment, nor what was saved be looked up. Please try again later.",
    sources_heading="Articles: {count}, newest first",
    sources_fitting="Articles that fit “{words}”: {count}, newest first",
    sources_none="The archive has no articles yet.",
    admins_only="Only this bot's admins can do that.",
    reindex_started="Looking for changes in the articles…",
    reindex_progress="{stage}: {done} of {total}",
    reindex_progress_open="{stage}…",
    reindex_running="A re-index is already under way, since {since} UTC.",
    reindex_failed="The re-index failed, and the archive stays as it was: {reason}",
    reindex_nothing="Nothing has changed: {articles} articles, {passages} passages (generation {generation}).",
    reindex_done="Done in {seconds} s: {articles} articles, {passages} passages (generation {generation}).",
    stages={
        "listing": "Looking for changes",
        "comparing": "Comparing changed files",
        "reading": "Reading new and changed articles",
        "encoding": "Encoding passages",
        "writing": "Writing the index",
        "verifying": "Checking the index",
        "publishing": "Publishing the index",
    },
    changed={"added": "Added", "changed": "Changed", "removed": "Removed"},
    not_read="Not read",
    little_kept="Look at these (words kept / left out)",
    and_more="and {count} more",
    command_ask="Ask the archive a question",
    command_sources="The articles of the archive",
    command_forget="Forget what was asked here",
    command_help="What I can do",
    command_reindex="Read the articles again",
    lead="A nearby passage, not an answer:",
    carriers_heading="Articles that say this: {count}",
    paragraphs="Paragraphs {first}–{last} of {total}",
    quote_is_earlier="The quote stands further up.",
    quote_is_later="The quote stands further down.",
    button_context="In context",
    button_carriers="Sources ({count})",
    button_otherwise="Who says otherwise?",
    otherwise_none="I find no article here that surely says otherwise.",
    button_sources="Sources",
    button_more="More",
    button_as_typed="Ask as typed",
    button_passage="Whole passage",
    button_leads="Nearest passages",
    button_newest="Newest articles",
    button_copy="Copy citation",
    button_citation="Full citation",
    button_share="Share",
    button_back="Back",
    button_quote="To the quote",
    button_earlier="▲ Earlier",
    button_later="▼ Later",
    button_passages="Passages ({count})",
    button_open="Open in the archive",
    button_page="Check it",
    passage_gone="This passage is no longer in the archive: its article was changed or removed.",
    article_gone="This article is no longer in the archive.",
    question_gone="The question can't be seen any more: please ask it again.",
    message_gone="This message can't be changed any more.",
    button_unknown="This button is from another version of the bot: please ask again.",
    not_your_answer="Only {name} can turn the pages of this answer: ask your own with /ask.",
    thanks_for_verdict="Thank you!",
    vote_taken_back="Your vote is taken back.",
    vote_not_kept="Votes are not being kept just now.",
    link_unusable="This link leads nowhere in this archive.",
    card_publisher="Publisher",
    card_authors="By",
    card_published="Published",
    card_file="File",
    card_passages="Passages: {count}",
    sources_no_match="No article fits “{words}”.",
    source_several="“{words}” fits several articles: {count}. Which one?",
    source_how=(
        "Put a number from the last list, a file name or words of the headline after the command, as in:\n/source 2"
    ),
    timeline_how="Put the words after the command, for example:\n/timeline {example}",
    timeline_heading="Timeline of “{words}”. Dated: {dated}, undated: {undated}",
    timeline_order="By the day that a sentence names, or else by its article’s day, marked “published”.",
    timeline_published="published {date}",
    timeline_undated="Without a date",
    timeline_none="Nothing in the archive is about that.",
    button_markdown="Markdown file",
    button_csv="CSV file",
    command_timeline="Quotes in the order of their dates",
    verify_how="Put the quotation after the command, or reply with /verify to the message that holds it.",
    verified_exact="In the archive word for word. Articles: {count}",
    verified_alike="In the archive, other only in form ({what}). Articles: {count}",
    verified_not_found="Not in the archive word for word.",
    verified_altered="It seems to be altered.",
    form_differences={
        "case": "upper or lower case",
        "letter forms": "how letters are coded",
        "invisible characters": "invisible characters",
        "spacing": "spacing",
        "quotation marks": "quotation marks",
        "dashes": "dashes",
        "brackets": "brackets",
        "punctuation": "punctuation",
        "speech tag": "“she said” in the middle left out",
        "markup": "markup, links, numbers of notes",
    },
    remarks={
        "negation": "Beware, what is left out or put in says no: “{text}”",
        "brackets": "In brackets, not the archive's words: “{text}”",
        "apart": "No article has what stands around the ellipsis in this order.",
    },
    given_words="As given (what stands otherwise in this article is struck out):",
    nearest_words="What the nearest passage says (what differs is underlined):",
    nearest_passage="The nearest passage, which says something else:",
    inline_usage="Type two to four words of what you want to quote",
    inline_usage_text=(
        "Type @{bot} and a few words in any chat to drop in a quote from the archive. Put +a few words+ "
        "into a sentence of your own, and their source goes there."
    ),
    inline_example="For example: {words}",
    inline_nothing="Nothing found: ask me in private",
    inline_slow_down="Too fast: again in {seconds} s",
    insert_link="Link: {source}",
    insert_quote="Quote: {source}",
    introduction=(
        "Hello! I quote a news archive, with sources. Ask with /ask QUESTION, by mentioning @{bot}, or by "
        "replying to one of my messages."
    ),
    gaps_heading="What the archive could not answer:",
    gaps_none="Nothing is on record yet.",
    gaps_off="Feedback is not kept: set BOT_KEEP_FEEDBACK=true.",
    command_verify="Is this quotation in the archive?",
    command_source="An article by number, file or headline",
    command_gaps="What could not be answered",
    reindex_passages="Articles unchanged: {unchanged}. Passages re-used: {reused}, encoded anew: {encoded}.",
    reindex_waits="A re-index is under way; the next one follows it.",
    reindex_taken_up="The bot was stopped during this re-index and begins it again…",
    reindex_given_up="The bot was stopped during this re-index. /reindex starts it again.",
    reindex_elsewhere="The index is being built already, outside this bot: {builder}.",
    reindex_cancelled="The re-index was cancelled; the archive stays as it was. /reindex starts it again.",
    golden="Golden questions: {asked} asked, {failed} failed, {changed} with another first quote.",
    rollback_done=(
        "Generation {generation} is served again: {articles} articles. The files were not touched: the "
        "next /reindex reads them as they are then, so correct them first. Until then no scheduled "
        "re-index starts."
    ),
    rollback_failed="Nothing was rolled back: {reason}",
    status_figures=(
        "Generation {generation}, built {built_at}\n"
        "Articles: {articles}, duplicates left out: {duplicates}\n"
        "Passages: {passages}\n"
        "Model: {model}\n"
        "Size: {megabytes} MB"
    ),
    status_rolled_back="Generation {generation} was rolled back: the next /reindex reads the files as they are then.",
    status_builder="Building now: {builder}",
    status_schedule="Next scheduled re-index: {at}",
    doctor_good="Everything is in order.",
    doctor_bad="This needs attention:",
    add_how="Send me a file, or reply to one with /add. I read {types}, up to {megabytes} MB.",
    add_refused="{name} can't be added: {reason}",
    add_nowhere="CORPUS_DIR ({corpus}) is not a folder",
    add_type="the name must end in one of {types}",
    add_size="the file is larger than {megabytes} MB",
    add_empty="it contains no article",
    add_preview="{name}, as I read it:",
    add_several="Articles: {count}. The first of them:",
    add_replaces="There is a file with this name already: it would be replaced, and kept in {trash}.",
    add_done="{name} is in the archive's folder.",
    add_same="The same text is in the archive already, as {path}: it would not be indexed twice.",
    add_taken="Another file {name} has appeared in the meantime: nothing was changed. Send yours again.",
    remove_which="Which of these {count} articles should I take out?",
    remove_ask="Take this article out of the archive?",
    remove_where="Its file {path} is moved to {trash}, and not deleted.",
    remove_record=(
        "This article is one line of the archive {archive} ({path}) and can't be moved: take the line out "
        "of that file, then send /reindex."
    ),
    remove_missing="There is no file {path} in {corpus}. If it was removed already, send /reindex.",
    remove_done="The file is now {trash} (it was {path}).",
    file_failed="{path} could not be written or moved ({reason}): nothing was changed.",
    order_dropped="Dropped: nothing was changed.",
    order_stale="This button no longer does anything: nothing was changed.",
    cancel_nothing="There is nothing to cancel.",
    cancel_elsewhere="The build outside this bot can't be cancelled from here: {builder}.",
    cancelled_orders="Dropped without confirmation: {count}.",
    cancelled_build="The re-index is being cancelled…",
    button_add="Add",
    button_replace="Replace",
    button_remove="Remove",
    button_drop="Leave it",
    command_status="The archive in figures",
    command_add="Add an article from a file",
    command_remove="Take an article out",
    command_rollback="Back to the archive as it was before",
    command_cancel="Stop a re-index, drop what is not confirmed yet",
    command_doctor="Check that everything is in order",
    clippings_heading="Your clippings: {count}",
    clippings_none="You have no clippings yet: press Save under a quote.",
    clippings_file="Press a number to open one. All of them as a file:",
    clippings_full="Your clippings are full: delete some under /clippings first.",
    clippings_deleted="Clippings deleted: {count}.",
    clipping_saved="Saved. /clippings shows all that you have.",
    clipping_saved_before="You have saved this before: see /clippings.",
    clipping_deleted="The clipping is deleted.",
    clipping_gone="This clipping is no longer there.",
    clipping_foot="Saved on {day}. Reply to this message to write a note on it.",
    delete_how="/delete all deletes all your clippings; in reply to a clipping, /delete deletes that one.",
    note_kept="The note is kept. Another reply replaces it.",
    note_too_long="A note may have {most} characters: please write it shorter.",
    only_private="This is for you alone: please send it to me in private.",
    my_data_none="Nothing is kept of you.",
    my_data_heading="What is kept of you (id {person}):",
    my_data_clippings="Clippings: {count}, with a note: {notes}",
    my_data_votes="Votes on answers: {count}",
    my_data_foot="It stands in one file beside the index. The button sends you all of it; /deletemydata deletes it.",
    forget_me="Delete all that is kept of you? This can't be undone. /mydata shows it.",
    my_data_deleted="All that was kept of you is deleted.",
    button_save="Save",
    button_delete="Delete",
    button_file="As a file",
    button_private="Open in private",
    command_clippings="Quotes that you have saved",
    command_delete="Delete your clippings",
    command_mydata="What is kept of you",
    command_deletemydata="Delete what is kept of you",
    watch_how=(
        "Put a question or words after the command; I tell you what new articles have for them. For "
        "example:\n/watch {example}"
    ),
    watch_too_long="A watch may have {most} characters: please use fewer words.",
    watch_admins_only="Only admins of this group can change what is watched for here.",
    watch_begun=(
        "Watching for “{words}”: what new articles say about it comes here. /watches lists all, /unwatch ends one."
    ),
    watches_full="This chat has {most} watches, which is all there can be: /unwatch one first.",
    watches_none="Nothing is watched for here: /watch begins that.",
    watches_heading="Watched for here: {count} of {most}. A button ends its watch.",
    watch_ended="No longer watched for: {words}.",
    watch_stopped="This is no longer watched for.",
    watch_unknown="This is not watched for here: see /watches.",
    digest_at="It is told in a digest, every day at {time}.",
    digest_off="It is told as soon as the articles are read.",
    digest_how=(
        "/digest 08:00 asks for one message a day, /digest off for one at once. My clock says {now}; another "
        "one: /digest 08:00 Europe/Kyiv."
    ),
    digest_heading="Digest of {day}: {count} new for your watches",
    alert_heading="New for “{words}”:",
    alert_summary="New for “{words}”: {count} quotes.",
    alert_in_doubt="You may have had this already: I was stopped while sending it.",
    alert_gone="This alert is no longer kept.",
    why_answers="it answers this:",
    why_words="it has all the words:",
    why_filters="its article fits:",
    my_data_watches="Watches in private: {count}, alerts of 30 days: {alerts}",
    button_alert="“{words}” ({count})",
    button_unwatch="Stop this watch",
    command_watch="Be told what new articles say",
    command_watches="What is watched for here",
    command_unwatch="End a watch",
    command_digest="Alerts once a day, at a time",
)
