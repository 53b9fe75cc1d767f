"""Starts Fairquote from a bare checkout; only refuses an old Python, so old ones must parse it."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Fairquote needs Python 3.11 or newer; %s is Python %d.%d."
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )

from community.bootstrap.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
