"""The sentences there are: a language that lacks one can't be constructed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """The bot's sentences in one language; there is one instance of each."""

    # how dates are written, as a Unicode locale
    locale: str

    # greetings and help
    description: str
    short_description: str
    welcome: str
    just_ask: str
    try_these: str
    help: str
    help_admin: str
    smalltalk: str

    # answers
    no_answer: str
    maybe: str
    leads_heading: str
    by: str
    whole_passage: str
    also_in: str
    read_as: str
    accounts_differ: str
    more_quotes: str
    nothing_more: str
    unanswered: str
    only_filters: str
    reads_english: str
    other_writing: str
    newest_fitting: str
    left_out: str
    undated: str
    without_publisher: str

    # what can't be done
    forgotten: str
    ask_how: str
    question_unusable: str
    filter_without_date: str
    only_text: str
    unknown_command: str
    busy: str
    slow_down: str
    group_slow_down: str
    failed: str
    index_unavailable: str
    not_kept: str

    # articles
    sources_heading: str
    sources_fitting: str
    sources_none: str

    # administration
    admins_only: str
    reindex_started: str
    reindex_progress: str
    reindex_progress_open: str
    reindex_running: str
    reindex_failed: str
    reindex_nothing: str
    reindex_done: str
    stages: dict[str, str]
    changed: dict[str, str]
    not_read: str
    little_kept: str
    and_more: str

    # the command menu
    command_ask: str
    command_sources: str
    command_forget: str
    command_help: str
    command_reindex: str

    # what stands around a quote
    lead: str
    carriers_heading: str
    paragraphs: str
    quote_is_earlier: str
    quote_is_later: str

    # buttons
    button_context: str
    button_carriers: str
    button_otherwise: str
    otherwise_none: str
    button_sources: str
    button_more: str
    button_as_typed: str
    button_passage: str
    button_leads: str
    button_newest: str
    button_copy: str
    button_citation: str
    button_share: str
    button_back: str
    button_quote: str
    button_earlier: str
    button_later: str
    button_passages: str
    button_open: str
    button_page: str

    # what a press can meet
    passage_gone: str
    article_gone: str
    question_gone: str
    message_gone: str
    button_unknown: str
    not_your_answer: str
    thanks_for_verdict: str
    vote_taken_back: str
    vote_not_kept: str
    link_unusable: str

    # an article's card and lists of articles
    card_publisher: str
    card_authors: str
    card_published: str
    card_file: str
    card_passages: str
    sources_no_match: str
    source_several: str
    source_how: str

    # timelines
    timeline_how: str
    timeline_heading: str
    timeline_order: str
    timeline_published: str
    timeline_undated: str
    timeline_none: str
    button_markdown: str
    button_csv: str
    command_timeline: str

    # verification
    verify_how: str
    verified_exact: str
    verified_alike: str
    verified_not_found: str
    verified_altered: str
    form_differences: dict[str, str]
    remarks: dict[str, str]
    given_words: str
    nearest_words: str
    nearest_passage: str

    # inline mode
    inline_usage: str
    inline_usage_text: str
    inline_example: str
    inline_nothing: str
    inline_slow_down: str
    insert_link: str
    insert_quote: str

    # groups and feedback
    introduction: str
    gaps_heading: str
    gaps_none: str
    gaps_off: str

    # more of the command menu
    command_verify: str
    command_source: str
    command_gaps: str

    # what admins do, and what comes of it
    reindex_passages: str
    reindex_waits: str
    reindex_taken_up: str
    reindex_given_up: str
    reindex_elsewhere: str
    reindex_cancelled: str
    golden: str
    rollback_done: str
    rollback_failed: str
    status_figures: str
    status_rolled_back: str
    status_builder: str
    status_schedule: str
    doctor_good: str
    doctor_bad: str
    add_how: str
    add_refused: str
    add_nowhere: str
    add_type: str
    add_size: str
    add_empty: str
    add_preview: str
    add_several: str
    add_replaces: str
    add_done: str
    add_same: str
    add_taken: str
    remove_which: str
    remove_ask: str
    remove_where: str
    remove_record: str
    remove_missing: str
    remove_done: str
    file_failed: str
    order_dropped: str
    order_stale: str
    cancel_nothing: str
    cancel_elsewhere: str
    cancelled_orders: str
    cancelled_build: str
    button_add: str
    button_replace: str
    button_remove: str
    button_drop: str
    command_status: str
    command_add: str
    command_remove: str
    command_rollback: str
    command_cancel: str
    command_doctor: str

    # clippings, and what is kept of a person
    clippings_heading: str
    clippings_none: str
    clippings_file: str
    clippings_full: str
    clippings_deleted: str
    clipping_saved: str
    clipping_saved_before: str
    clipping_deleted: str
    clipping_gone: str
    clipping_foot: str
    delete_how: str
    note_kept: str
    note_too_long: str
    only_private: str
    my_data_none: str
    my_data_heading: str
    my_data_clippings: str
    my_data_votes: str
    my_data_foot: str
    forget_me: str
    my_data_deleted: str
    button_save: str
    button_delete: str
    button_file: str
    button_private: str
    command_clippings: str
    command_delete: str
    command_mydata: str
    command_deletemydata: str

    # watches and what comes of them
    watch_how: str
    watch_too_long: str
    watch_admins_only: str
    watch_begun: str
    watches_full: str
    watches_none: str
    watches_heading: str
    watch_ended: str
    watch_stopped: str
    watch_unknown: str
    digest_at: str
    digest_off: str
    digest_how: str
    digest_heading: str
    alert_heading: str
    alert_summary: str
    alert_in_doubt: str
    alert_gone: str
    why_answers: str
    why_words: str
    why_filters: str
    my_data_watches: str
    button_alert: str
    button_unwatch: str
    command_watch: str
    command_watches: str
    command_unwatch: str
    command_digest: str
