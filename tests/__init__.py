"""Tests of the program; this is read before any of them and before the program itself.

Where the environment forbids to keep what was compiled, as in many containers, every server, worker
and check that a test starts compiled the program anew: two fifths of what it took to begin.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
