"""A local stand-in for Telegram, and a chat page in the browser to try a bot in without a token.

It knows nothing of the bot that it serves: whatever speaks the Bot API over HTTP can be tried in it. `StandIn` is for
tests, `serve_playground` for a person with a browser. Needs the extra `quotedesk[playground]`.
"""

from playground.errors import PlaygroundError
from playground.page.application import Playground, serve_playground
from playground.standin import StandIn

__all__ = ["Playground", "PlaygroundError", "StandIn", "serve_playground"]
