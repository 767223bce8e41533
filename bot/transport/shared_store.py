"""What replicas of the bot share: which of them has claimed something, for how long, and what is settled.

A claim ends by itself, so that what a killed replica has claimed is taken over by another one.
"""

from __future__ import annotations

from typing import Literal, Protocol

Claim = Literal["ours", "theirs", "settled"]
# Telegram keeps an update for a day, and brings it again no later than that.
SECONDS_SETTLED = 2 * 24 * 3600
# A replica that takes longer to be reached than this is as good as gone.
SECONDS_TO_ANSWER = 3


class SharedStore(Protocol):
    """Each method raises SharedStoreError where the store can't be reached."""

    async def claim(self, key: str, owner: str, seconds: float) -> Claim:
        """Claim something for so long, or for longer; it is theirs while another owner's claim lasts."""

    async def settle(self, key: str) -> None:
        """Nobody is to claim this any more."""

    async def release(self, key: str, owner: str) -> None:
        """Give up a claim, if it is this owner's."""

    async def close(self) -> None:
        """Let go of the connection."""
