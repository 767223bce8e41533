"""What a follow-up may refer to, and for how long."""

from __future__ import annotations

from bot.services.albums import Albums
from bot.services.conversations import AnsweredTurn, Conversations
from index import Turn

FIRST, SECOND = (AnsweredTurn(Turn(question), 3) for question in ("Who came?", "Who left?"))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_latest_is_in_mind_for_ten_minutes_and_a_reply_for_an_hour() -> None:
    clock = Clock()
    conversations = Conversations(clock)
    conversations.remember((1, None), 10, FIRST)
    conversations.remember((1, None), 11, SECOND)
    assert conversations.latest((1, None)) == SECOND
    assert conversations.answered_by(1, 10) == FIRST
    clock.now = 601
    assert conversations.latest((1, None)) is None
    assert conversations.answered_by(1, 10) == FIRST
    clock.now = 3601
    assert conversations.answered_by(1, 10) is None


def test_places_do_not_share_and_are_forgotten_one_by_one() -> None:
    conversations = Conversations()
    conversations.remember((1, 5), 10, FIRST)
    conversations.remember((1, 6), 11, SECOND)
    assert conversations.latest((1, None)) is None
    assert conversations.forget((1, 5)) == [10]
    assert conversations.answered_by(1, 10) is None
    assert conversations.latest((1, 5)) is None
    assert conversations.latest((1, 6)) == SECOND


def test_only_so_many_are_kept() -> None:
    conversations = Conversations()
    for number in range(3000):
        conversations.remember((number, None), number, FIRST)
    assert sum(conversations.answered_by(number, number) is not None for number in range(3000)) == 1000


async def test_one_message_of_an_album_is_answered() -> None:
    albums = Albums(gathered_after=0)
    assert await albums.claim("a", has_words=True)
    assert not await albums.claim("a", has_words=True)
    assert not await albums.claim("a", has_words=False)
    assert await albums.claim("b", has_words=False)
    assert not await albums.claim("b", has_words=False)
    assert await albums.claim(None, has_words=False)
    assert await albums.claim(None, has_words=True)
