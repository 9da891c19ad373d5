"""The command line: text and exit codes only; each group of commands is a module that is loaded when it is called."""

import sys


def main() -> None:
    """The installed command `edi-engine`, and `python cli.py` in a checkout."""
    from edi_engine.cli.frame import run

    sys.exit(run(sys.argv[1:]))
