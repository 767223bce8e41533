"""What goes wrong in the bot itself.

QuotedeskError
├── StartError           the bot can't start; one sentence for who started it
├── BusyError            more questions wait than are taken on
├── BuildCancelledError  an admin has cancelled the build
└── SharedStoreError     what replicas share can't be reached
"""

from __future__ import annotations

from index.errors import QuotedeskError


class StartError(QuotedeskError):
    """The bot can't start: the token, the network, a port or the index stands in the way."""


class BusyError(QuotedeskError):
    """More questions wait for an answer than are taken on."""


class BuildCancelledError(QuotedeskError):
    """An admin has cancelled the build."""


class SharedStoreError(QuotedeskError):
    """The store that replicas share can't be reached, or fails."""
