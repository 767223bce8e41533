"""Pages on the web: each quote in its article with what proves it, and the question to the archive.

Everything quoted is a slice of a stored article, escaped. Pages work without JavaScript, set no cookies, and load
nothing that is not the bot's own.
"""
