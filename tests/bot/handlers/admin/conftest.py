"""What the tests of admins' commands share."""

from __future__ import annotations

import pytest

from playground.world import Chat, User
from tests.bot.helpers import Served


@pytest.fixture
def chat(standin: Served, admin: User) -> Chat:
    """The admin's private chat with the bot."""
    return standin.private_chat(admin)
