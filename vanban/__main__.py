"""Entry of `python -m vanban`: arguments in, exit code out."""

import sys

from vanban.cli import main

sys.exit(main())
