"""The Bot API over HTTP: requests of the bot go in, and answers come out of the world."""
