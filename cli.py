"""Launcher of a checkout: `python cli.py …` equals the installed command `edi-engine …`."""

from edi_engine.cli import main

if __name__ == "__main__":
    main()
