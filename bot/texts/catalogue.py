"""The sentences there are: a language that lacks one can't be constructed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The bot's sentences in one language."""

    # greetings and help
    welcome: str
    help: str
    help_admin: str
    smalltalk: str

    # answers
    no_answer: str
    leads_heading: str
    also_in: str
    more_quotes: str

    # what can't be done
    ask_how: str
    question_unusable: str
    only_text: str
    unknown_command: str
    busy: str
    slow_down: str
    group_slow_down: str
    failed: str
    index_unavailable: str

    # articles
    sources_heading: str
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
    and_more: str

    # the command menu
    command_ask: str
    command_sources: str
    command_help: str
    command_reindex: str
