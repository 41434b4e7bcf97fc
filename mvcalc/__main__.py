"""``python -m mvcalc check [--json] [--mutate] PATH…``: see `mvcalc.claims.command`."""

import sys

from mvcalc.claims.command import main

if __name__ == "__main__":
    sys.exit(main())
