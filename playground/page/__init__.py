"""The chat page in the browser, and what it asks of the stand-in."""
