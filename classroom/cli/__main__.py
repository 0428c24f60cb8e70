"""`python -m classroom.cli`: the command `ecritoire`, where its script is not on the path."""

import sys

from classroom.cli import main

if __name__ == "__main__":
    sys.exit(main())
