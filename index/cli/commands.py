"""What the commands that ask an index do: each takes its options and the settings, prints, returns the exit status.

`operating` has those that build and look after it, `measuring` those that measure it; each command loads only what it
needs.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from index.cli.answers import (
    format_answer,
    format_article,
    format_quotes,
    format_source,
    format_sources,
    format_timeline,
    format_verification,
    with_left_out,
)
from index.cli.json_output import (
    answer_to_dict,
    article_to_dict,
    dump,
    quote_to_dict,
    source_to_dict,
    timeline_to_dict,
    verification_to_dict,
)
from index.errors import QueryError, SourceNotFoundError
from index.evaluation.feedback import FILE_NAME, FeedbackStore
from index.library import Library
from index.models import Answer, Source
from index.reading.decoding import without_broken_characters
from index.settings import IndexSettings

DONE, REFUSED = 0, 3
# Enough to see what else to say.
_NAMED = 5


def ask(options: Namespace, settings: IndexSettings) -> int:
    if (options.question is None) == (options.batch is None):
        raise QueryError('Give either a question, as in `ask "who denied it?"`, or --batch FILE.')
    limit = settings.max_quotes if options.limit is None else options.limit
    questions = [options.question] if options.batch is None else _questions_of(options.batch)
    library = Library.open(settings.index_dir, settings)
    library.warm_up()
    done = True
    for question in questions:
        try:
            answer = library.ask(question, limit)
            obstacle = library.obstacle(question) if answer.kind == "refusal" and not options.json else None
        except QueryError as error:
            if options.batch is None:
                raise
            # The other lines of a batch are answered all the same.
            answer, obstacle = Answer(question, "refusal", 0.0, library.generation, 0.0), None
            print(error, file=sys.stderr)
        shown = dump(answer_to_dict(answer)) if options.json else format_answer(answer, obstacle)
        if options.batch is not None and not options.json:
            shown = f"{question}\n\n{shown}\n"
        print(shown, flush=True)
        done = answer.kind in ("answer", "smalltalk")
    return DONE if done or options.batch is not None else REFUSED


def search(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    quotes = library.search(options.words, options.limit, options.offset)
    if options.json:
        print(dump([quote_to_dict(quote) for quote in quotes]))
    else:
        found = format_quotes(quotes, library.obstacle(options.words))
        print(with_left_out(found, library.left_out(options.words)))
    return DONE


def timeline(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    words = " ".join(options.words)
    found = library.timeline(words)
    if options.json:
        print(dump(timeline_to_dict(found)))
    else:
        print(with_left_out(format_timeline(found, library.obstacle(words)), library.left_out(words)))
    return DONE if found else REFUSED


def verify(options: Namespace, settings: IndexSettings) -> int:
    finding = Library.open(settings.index_dir, settings).verify(options.text)
    if options.json:
        print(dump(verification_to_dict(finding)))
    else:
        print(format_verification(finding))
    return REFUSED if finding.verdict == "not_found" else DONE


def show(options: Namespace, settings: IndexSettings) -> int:
    name = " ".join(options.article)
    if bool(name) == options.all:
        raise QueryError(
            "Give either an article, by its number in `python -m index sources`, its file, words of its title or its "
            "id, or --all."
        )
    library = Library.open(settings.index_dir, settings)
    wanted = [source.source_id for source in (library.sources() if options.all else [_the_one(name, library)])]
    for number, source_id in enumerate(wanted):
        article = library.article(source_id)
        if options.json:
            print(dump(article_to_dict(article)))
        else:
            print("\n" * (number > 0) + format_article(article, furniture=options.furniture))
    return DONE


def _the_one(name: str, library: Library) -> Source:
    """The article that a name means; raises an error where that is none, or several."""
    found = library.find(name)
    if not found:
        raise SourceNotFoundError(f'No article fits "{name}": `python -m index sources` lists them all.')
    if len(found) > 1:
        named = "; ".join(f"{source.source_id} {format_source(source)}" for source in found[:_NAMED])
        more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise QueryError(f'"{name}" fits {len(found)} articles, give the id of one: {named}{more}')
    return found[0]


def sources(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    words = " ".join(options.words)
    found = library.sources(words)
    if options.json:
        print(dump([source_to_dict(source) for source in found]))
    elif found:
        # Numbers are those that `show` takes, which count all articles.
        ids = {source.source_id for source in found}
        numbered = [one for one in enumerate(library.sources(), start=1) if one[1].source_id in ids]
        print(f"Articles: {len(found)}\n{format_sources(numbered, library.copies())}")
    else:
        print(f"No article fits {words}.")
    return DONE


def feedback(options: Namespace, settings: IndexSettings) -> int:
    library = Library.open(settings.index_dir, settings)
    questions = FeedbackStore(settings.index_dir / FILE_NAME).export(options.folder, library)
    print(f"{questions} questions written to {options.folder}.")
    return DONE


def _questions_of(path: Path) -> Iterator[str]:
    """The questions of a file, which is opened at once and read as they are asked: one a line, or the "text" of each
    line of a BEIR queries.jsonl; blank lines are none."""
    try:
        file = path.open(encoding="utf-8-sig")
    except OSError as error:
        raise QueryError(
            f"{path} can't be read ({error.strerror}): give a file with one question a line as --batch."
        ) from None
    return _read_batch(file, path)


def _read_batch(file: IO[str], path: Path) -> Iterator[str]:
    try:
        with file:
            for line in file:
                if line.strip():
                    yield _question_in(line.strip())
    except UnicodeDecodeError:
        raise QueryError(f"{path} is not UTF-8 text: save it as such.") from None


def _question_in(line: str) -> str:
    if line.startswith("{"):
        try:
            return without_broken_characters(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError):
            return line
    return line
