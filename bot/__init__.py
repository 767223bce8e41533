"""The Telegram bot: every surface on which the library is asked."""
