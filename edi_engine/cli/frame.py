"""What all commands stand in: the list of commands, the options of each, exit codes, and no traceback for a user."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

from edi_engine.alike import alike
from edi_engine.findings import Finding, Strictness

PROGRAM = "edi-engine"
ACCEPTED, REJECTED, USAGE, PARTLY, FAILED = range(5)

# Command: module (with a click command called `command`) and the line shown in --help, so that help loads none of them.
COMMANDS = {
    "translate": ("edi_engine.cli.translate", "Any known format into any other."),
    "detect": ("edi_engine.cli.detect", "What a file is, and which mapping would read it."),
    "validate": ("edi_engine.cli.validate", "Every fault of a file, with position, reason and fix."),
    "diff": ("edi_engine.cli.diff", "What two documents of any formats say differently, field by field."),
    "amend": ("edi_engine.cli.amend", "The next version of a declaration, from its amendments."),
    "pointer": ("edi_engine.cli.pointer", "Where the pointers of a response lead, down to the line that was sent."),
    "explain": ("edi_engine.cli.explain", "Where each value written comes from, down to the bytes received."),
    "route": ("edi_engine.cli.route", "Take files in, send each agency what its routes say, keep the record."),
    "deliver": ("edi_engine.cli.deliver", "Make the deliveries that are due again."),
    "resume": ("edi_engine.cli.resume", "Take up what a crash cut off."),
    "routes": ("edi_engine.cli.routes", "Look at the route table, and test it."),
    "replay": ("edi_engine.cli.replay", "Go through history again, with other mappings, codes or routes."),
    "map": ("edi_engine.cli.mappings", "Work on mappings."),
    "checks": ("edi_engine.cli.checks", "Look at the rules that documents are held to."),
    "directory": ("edi_engine.cli.directory", "Look into the UN/EDIFACT directories."),
    "codes": ("edi_engine.cli.codes", "Look codes up: countries, currencies, units, UN/EDIFACT lists."),
    "audit": ("edi_engine.cli.audit", "Find, show and prove what was received, decided and sent."),
    "verify-proof": ("edi_engine.cli.proofs", "Check a proof of an exchange or of the log, without the store."),
}

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(slots=True)
class Settings:
    """What the options before and behind the command say."""

    workspace: Path | None = None
    debug: bool = False
    strictness: Strictness = Strictness.NORMAL


class Commands(click.Group):
    """Commands that are imported when called; a name not known is answered with the near ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands whose module is there, in the order of the table."""
        return [name for name, (module, _) in COMMANDS.items() if find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            near = alike(args[0], known)
            hint = f" Did you mean {' or '.join(near)}?" if near else f" Commands: {', '.join(known)}."
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"{PROGRAM} {engine_version()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), help="As behind a command.")
@click.option("--debug", is_flag=True, help="Show a traceback where the engine fails.")
@click.pass_context
def command(ctx: click.Context, workspace: Path | None, debug: bool) -> None:
    """Translate and route trade documents: UN/EDIFACT, WCO XML, JSON, CSV.

    \b
    Examples:
      edi-engine route import.edi --dry-run
      edi-engine audit search MSCU1234566

    Exit status: 0 accepted, 1 rejected, 2 usage, 3 partly accepted, 4 something else failed.
    """
    ctx.obj = Settings(workspace, debug)
    if debug:
        import logging

        logging.basicConfig(stream=sys.stderr)
        logging.getLogger("edi_engine").setLevel(logging.DEBUG)  # not of libraries, which say much of themselves


def common_options(function: Function) -> Function:
    """`--workspace` (into the settings) and `--json` (as `as_json`), which every command takes."""

    def keep(ctx: click.Context, _: click.Parameter, folder: Path | None) -> None:
        if folder is not None:
            ctx.ensure_object(Settings).workspace = folder

    folder = click.Path(path_type=Path, file_okay=False)
    text = "Folder of the audit store, outboxes and own mappings.  [else $EDI_ENGINE_WORKSPACE, else ./edi-workspace]"
    function = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")(function)
    return click.option("--workspace", type=folder, expose_value=False, callback=keep, help=text)(function)


def strictness_options(function: Function) -> Function:
    """`--strict` and `--lenient` (into the settings), for commands that read what partners send."""

    def keep(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
        settings = ctx.ensure_object(Settings)
        if wanted and settings.strictness is not Strictness.NORMAL:
            raise click.UsageError("--strict and --lenient exclude each other.", ctx)
        if wanted:
            settings.strictness = Strictness(str(option.name))

    lenient = "Let pass what leaves the meaning sure: counts, references, envelopes, characters, codes, lengths."
    strict = "The letter of the standard: what is only noted otherwise rejects."
    function = click.option("--lenient", is_flag=True, expose_value=False, callback=keep, help=lenient)(function)
    return click.option("--strict", is_flag=True, expose_value=False, callback=keep, help=strict)(function)


def engine_version() -> str:
    """The version of the installed package, empty if it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("edi-engine")
    except PackageNotFoundError:
        return ""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status. What goes wrong is said in words, with a traceback on `--debug` only."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = command.main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else ACCEPTED
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted: what was recorded is kept", err=True)
        return FAILED
    except BrokenPipeError:
        _leave_stdout()  # the reader went away (`| head`)
        return FAILED
    except Exception as error:
        findings = _failed(error, debug="--debug" in arguments)
        try:
            if "--json" in arguments:
                _as_json(findings)
            sys.stdout.flush()
        except OSError:  # as on a full disk
            _leave_stdout()
        return FAILED


def _leave_stdout() -> None:
    """Drop what could not be written; Python would try and complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_json(findings: Sequence[Finding]) -> None:
    """What went wrong on stdout too, for whoever reads it there."""
    from edi_engine.cli.output import finding_object, show_json

    show_json({"state": "failed", "findings": list(map(finding_object, findings))})


def _failed(error: Exception, *, debug: bool) -> Sequence[Finding]:
    from edi_engine.cli.output import show_findings
    from edi_engine.errors import EdiError
    from edi_engine.findings import Severity

    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, EdiError):
        findings: Sequence[Finding] = list(error.findings)
    else:
        system = isinstance(error, OSError)
        what = str(error) if system else f"unexpected {type(error).__name__}: {error}"
        why = "the system refused" if system else "a fault of the engine, not of your data"
        fix = "see to it and run again" if system else "run again with --debug and report what it shows"
        code = "CLI-001" if system else "CLI-002"
        findings = [Finding(code=code, severity=Severity.ERROR, what=what, why=why, fix=fix)]
    show_findings(findings)
    return findings
