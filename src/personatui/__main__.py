"""`personatui` and `python -m personatui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from personatui.cli.shortcut import open_directly

        code = open_directly(sys.argv[1:])
        if code is None:
            from personatui.cli.main import run

            code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # before the command line itself could answer
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
