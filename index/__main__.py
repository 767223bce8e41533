"""`python -m index`."""

import signal
import sys

from index.cli.main import main

# Whoever ends a command, a supervisor or the bot, gets the same clean end as with Ctrl-C.
signal.signal(signal.SIGTERM, signal.default_int_handler)
sys.exit(main())
