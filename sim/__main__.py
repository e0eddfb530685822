"""``python -m sim``: the command ``fugai`` without the console script."""

from __future__ import annotations

from sim.cli import main

if __name__ == "__main__":
    main()
