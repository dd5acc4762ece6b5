"""Entry of `python -m vanban`: arguments in, exit code out."""

import sys

from vanban.cli import main

# A process that is started for a list reads this file, too, and has its own to do.
if __name__ == "__main__":
    sys.exit(main())
