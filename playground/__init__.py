"""A local stand-in for Telegram, and a chat page in the browser to try the bot in without a token."""
