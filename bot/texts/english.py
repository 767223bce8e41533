"""The bot in English."""

from bot.texts.catalogue import Texts

ENGLISH = Texts(
    welcome=(
        "Hello! I answer questions by quoting a news archive of {articles} articles, word for word and with the "
        "source. When the archive has no answer, I say so.\n\nJust ask, for example: {example}"
    ),
    help=(
        "Write me a question and I answer with passages of the archive, each with its source.\n\n"
        "/ask QUESTION – the same, also in groups\n"
        "/sources – the articles of the archive\n"
        "/help – this message"
    ),
    help_admin="For admins:\n/reindex – read the articles again (/reindex full: from scratch)",
    smalltalk="Happy to help! Ask me about the articles, and I will quote what they say.",
    no_answer="The archive has no answer to this.",
    leads_heading="The nearest passages, not an answer:",
    also_in="Also in: ",
    more_quotes="More on “{question}”",
    ask_how="Put your question after the command, for example:\n/ask {example}",
    question_unusable="I can't use this question: {reason}",
    only_text="I can only read text: please write your question.",
    unknown_command="I don't know this command. /help lists those that I know.",
    busy="Too many questions at once: please ask again in a moment.",
    slow_down="That is a lot in one minute: I answer again in {seconds} s.",
    group_slow_down="This group has had all its answers for this minute: I answer again in {seconds} s.",
    failed="Something went wrong on my side, and I couldn't answer. Please try again.",
    index_unavailable="The archive can't be read at the moment. Please try again later.",
    sources_heading="The archive holds these {count} articles:",
    sources_none="The archive has no articles yet.",
    admins_only="Only this bot's admins can do that.",
    reindex_started="Reading the articles again…",
    reindex_progress="{stage}: {done} of {total}",
    reindex_progress_open="{stage}: {done}",
    reindex_running="A re-index is already under way, since {since} UTC.",
    reindex_failed="The re-index failed, and the archive stays as it was: {reason}",
    reindex_nothing="Nothing has changed: {articles} articles, {passages} passages (generation {generation}).",
    reindex_done="Done in {seconds} s: {articles} articles, {passages} passages (generation {generation}).",
    stages={
        "comparing": "Comparing with the index",
        "reading": "Reading the articles",
        "encoding": "Encoding passages",
        "writing": "Writing the index",
        "verifying": "Checking the index",
    },
    changed={"added": "Added", "changed": "Changed", "removed": "Removed"},
    not_read="Not read",
    and_more="and {count} more",
    command_ask="Ask the archive a question",
    command_sources="The articles of the archive",
    command_help="What I can do",
    command_reindex="Read the articles again",
)
