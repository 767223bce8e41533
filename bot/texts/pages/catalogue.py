"""The sentences that only the pages on the web need; what they share with the bot stands in `Texts`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageTexts:
    """The pages' sentences in one language; there is one instance of each."""

    # around every page
    language: str
    skip: str
    languages: str
    ask_label: str
    ask_button: str
    ask_heading: str
    ask_hint: str
    footer: str

    # the article
    article_whole: str
    article_excerpt: str
    excerpt_note: str
    left_out: str
    to_quote: str
    original: str
    stored_article: str

    # what else carries it
    agreeing: str
    contradicting: str
    alone: str
    company_unknown: str

    # how to check it
    check_heading: str
    check_offsets: str
    check_sentence: str
    hash_quote: str
    hash_sentence: str
    hash_file: str
    file_other: str
    file_extracted: str
    run_page: str
    run_file: str
    run_in_file: str
    generation: str

    # what has gone
    gone_heading: str
    gone_since: str
    nearest_heading: str
    nearest_note: str
    missing_heading: str
    missing_text: str
    sorry_heading: str
