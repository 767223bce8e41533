"""What exists in the stand-in: users, chats, messages and files, what people do with them, and the bot's updates."""

from playground.world.state import Chat, Json, User, World

__all__ = ["Chat", "Json", "User", "World"]
