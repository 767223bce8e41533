"""What handlers work with: the desk, the settings, the quotas, and the language of the person they serve."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar, cast

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ExtBot

from bot.services.albums import Albums
from bot.services.clippings import Clippings
from bot.services.conversations import Conversations
from bot.services.desk import Desk
from bot.services.example_questions import ExampleQuestions
from bot.services.examples import Examples
from bot.services.exchanges import Exchanges
from bot.services.journal import Unfinished
from bot.services.lists import LastLists
from bot.services.pending import Orders
from bot.services.people_file import PeopleFile
from bot.services.question_links import QuestionLinks
from bot.services.quotas import Quota
from bot.services.rebuilder import Rebuilder
from bot.services.verified import Verified
from bot.services.watches import Watches
from bot.settings import BotSettings
from bot.texts import LANGUAGES, Texts, texts_for
from bot.views.composer import clip
from bot.views.keyboards import Buttons
from index import FEEDBACK_FILE, FeedbackStore, sure_language
from index.errors import KeptDataError

_LOG = logging.getLogger(__name__)
_KEY = "services"
# A headline and no more.
_EXAMPLE_UNITS = 80
Data = dict[Any, Any]
Kept = TypeVar("Kept")


@dataclass(slots=True)
class Services:
    """What lives as long as the bot does."""

    settings: BotSettings
    desk: Desk
    questions: Quota[int]
    presses: Quota[int]
    group_answers: Quota[int]
    rebuilder: Rebuilder
    votes: FeedbackStore
    people: PeopleFile
    clippings: Clippings
    watches: Watches
    examples: Examples
    example_questions: ExampleQuestions
    unfinished: Unfinished
    exchanges: Exchanges = field(default_factory=Exchanges)
    conversations: Conversations = field(default_factory=Conversations)
    albums: Albums = field(default_factory=Albums)
    question_links: QuestionLinks = field(default_factory=QuestionLinks)
    last_lists: LastLists = field(default_factory=LastLists)
    verified: Verified = field(default_factory=Verified)
    lookups: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    chosen_results: int = 0
    orders: Orders = field(default_factory=Orders)
    menus: set[tuple[int, int]] = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def of(cls, settings: BotSettings, desk: Desk, unfinished: Unfinished | None = None, *, bot_id: int = 0) -> Self:
        # Votes first: they may still stand in a file of an earlier version, which is taken over.
        votes = FeedbackStore(settings.index_dir / FEEDBACK_FILE)
        people = PeopleFile(settings.index_dir / FEEDBACK_FILE, bot_id)
        return cls(
            settings,
            desk,
            questions=Quota(settings.bot_questions_per_minute),
            presses=Quota(settings.bot_presses_per_minute),
            group_answers=Quota(settings.bot_group_answers_per_minute),
            rebuilder=Rebuilder(settings, desk.metrics),
            votes=votes,
            people=people,
            clippings=Clippings(people),
            watches=Watches(people),
            examples=Examples(desk),
            example_questions=ExampleQuestions(desk, settings.corpus_dir, settings.max_quotes),
            unfinished=unfinished or Unfinished(),
        )

    @property
    def feedback(self) -> FeedbackStore | None:
        """Where questions without an answer and votes are kept; None where the admin wants none kept."""
        return self.votes if self.settings.bot_keep_feedback else None

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something that outlasts the update that asked for it, until it is done or the bot stops."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("Something that the bot does beside its answers has failed.", exc_info=error)

    async def close(self) -> None:
        """Stop what `start` has started."""
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.people.close()


class Context(CallbackContext[ExtBot[int], Data, Data, Data]):
    """The context of one update; `language` is the code of the language to reply in: that of the person behind it, or
    of what they ask."""

    served: Update | None = None
    language: str | None = None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        context = super().from_update(update, application)
        context.served = update if isinstance(update, Update) else None
        if context.served and context.served.effective_user:
            context.language = context.served.effective_user.language_code
        return context

    @property
    def services(self) -> Services:
        return cast("Services", self.bot_data[_KEY])

    @property
    def desk(self) -> Desk:
        return self.services.desk

    @property
    def settings(self) -> BotSettings:
        return self.services.settings

    @property
    def texts(self) -> Texts:
        """The bot's sentences in the language to reply in."""
        return texts_for(self.language)

    def reply_in_language_of(self, question: str) -> None:
        """Speak the language of a question from now on, if that is sure and one of the bot's."""
        if (language := sure_language(question)) in LANGUAGES:
            self.language = language

    @property
    def buttons(self) -> Buttons:
        return Buttons(
            self.texts,
            verdicts=self.settings.bot_keep_feedback,
            public_url=self.settings.public_url or "",
            mini_apps=self._takes_mini_apps,
        )

    @property
    def _takes_mini_apps(self) -> bool:
        """Whether what is shown stands in somebody's private chat with the bot, the only place for such buttons."""
        update = self.served
        chat = update.effective_chat if update and not update.guest_message else None
        return chat is not None and chat.type == ChatType.PRIVATE

    async def example(self) -> str:
        """Something to ask about: a question that the archive answers or, until there is one, its newest headline."""
        if questions := self.services.example_questions.current:
            return questions[0]
        newest = next(iter(await self.desk.sources()), None)
        return clip(newest.title, _EXAMPLE_UNITS) if newest else "…"

    async def keep(self, feedback: Callable[[FeedbackStore], Kept]) -> Kept | None:
        """Do something with the feedback kept; None where the admin wants none, or it fails, which is only logged."""
        if not (store := self.services.feedback):
            return None
        try:
            return await asyncio.to_thread(feedback, store)
        except KeptDataError as error:
            _LOG.error("%s", error)
            return None

    @property
    def person_id(self) -> int | None:
        """The numeric id of the person behind the update; None for a channel or an anonymous admin of a group."""
        update = self.served
        if update is None or update.effective_user is None:
            return None
        written = None if update.callback_query else update.effective_message
        return None if written and written.sender_chat else update.effective_user.id

    @property
    def is_admin(self) -> bool:
        return self.person_id in self.settings.admin_user_ids


def provide(application: Application[Any, Any, Any, Any, Any, Any], services: Services) -> None:
    """Make the services what the application's contexts give."""
    application.bot_data[_KEY] = services


def services_of(application: Application[Any, Any, Any, Any, Any, Any]) -> Services:
    return cast("Services", application.bot_data[_KEY])
