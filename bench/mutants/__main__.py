"""Apart from the round itself, since its processes cannot import what is called `__main__`."""

import sys

from bench.mutants.round import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
