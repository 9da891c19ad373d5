"""`edi-engine checks`: list, show and test the rules that documents are held to."""

from typing import Any

import click

from edi_engine.checks.judging import Checks
from edi_engine.checks.rule import Rule
from edi_engine.checks.samples import Sample, judged, read_samples
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import names_given, plain, show, show_json
from edi_engine.conditions.expression import near
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Severity
from edi_engine.workspace import Workspace

FIELDS = ("id", "title", "severity", "document", "scope", "when", "must", "at", "message", "why", "fix", "file", "line")
# How the file of a rule has it, where that is another word.
WRITTEN = {"scope": "for"}


@click.group("checks")
def command() -> None:
    """Look at the rules of schemas/checks that documents are held to, and test those of your own.

    \b
    Examples:
      edi-engine checks list
      edi-engine checks show CHK-101
      edi-engine checks test
    """


@command.command("list")
@click.argument("text", required=False, default="")
@common_options
@click.pass_obj
def list_rules(settings: Settings, text: str, as_json: bool) -> int:
    """List the rules: id, level, and what holds where one is kept; or those that have TEXT in it, status 1 if none has.

    The level is the one of the workspace, where its checks.yaml says another or switches a rule off.

    \b
    Examples:
      edi-engine checks list
      edi-engine checks list container
    """
    checks = _checks(settings)
    wanted = text.casefold()
    rules = [rule for rule in checks.rules.values() if wanted in f"{rule.id} {rule.title} {rule.why}".casefold()]
    if as_json:
        show_json([{**_fields(rule), "level": _level(checks, rule)} for rule in rules])
        return ACCEPTED if rules else REJECTED
    for rule in rules:
        show(plain(f"{rule.id}  {_level(checks, rule):<7}  {rule.title}"))
    if not rules:
        click.echo("nothing found", err=True)
    return ACCEPTED if rules else REJECTED


@command.command("show")
@click.argument("name", metavar="ID")
@common_options
@click.pass_obj
def show_rule(settings: Settings, name: str, as_json: bool) -> int:
    """Show one rule: its condition, what it rests on, and a document that keeps it with the change that breaks it.

    \b
    Examples:
      edi-engine checks show CHK-101
    """
    checks = _checks(settings)
    with names_given():
        rule = _named(checks, name)
    sample = _samples(settings, checks).get(name)
    if as_json:
        shown = {"passes": sample.passes, "fails": sample.change} if sample else {}
        show_json({**_fields(rule), "level": _level(checks, rule), **shown})
        return ACCEPTED
    show(plain(f"{rule.id} ({_level(checks, rule)}): {rule.title}"))
    for key, value in _fields(rule).items():
        if value and key not in ("id", "title", "severity", "file", "line"):
            show(plain(f"  {key:<9}{value}"))
    show(plain(f"  {'in':<9}{rule.file}, line {rule.line}"))
    if sample:
        show(plain(f"  {'passes':<9}{_flow(sample.passes)}"))
        show(plain(f"  {'fails':<9}with {_flow(sample.change)}"))
    return ACCEPTED


@command.command("test")
@click.argument("names", nargs=-1, metavar="[ID]...")
@common_options
@click.pass_obj
def test(settings: Settings, names: tuple[str, ...], as_json: bool) -> int:
    """Hold the rules to their samples: NAME.samples.yaml beside NAME.yaml, below each id `passes` and `fails`.

    `passes` is a document, in the names of the model; `fails` says which fields of it are set otherwise to break the
    rule, and no other. Exit status 1 if a rule does not do what its sample says.

    \b
    Examples:
      edi-engine checks test
      edi-engine checks test CHK-101
    """
    checks = _checks(settings)
    with names_given():
        rules = [_named(checks, name) for name in names] or list(checks.rules.values())
    samples = _samples(settings, checks)
    wrong = [fault for rule in rules if rule.id in samples for fault in judged(samples[rule.id], checks)]
    without = [rule.id for rule in rules if rule.id not in samples]
    if as_json:
        show_json({"rules": len(rules), "faults": wrong, "without_sample": without})
    else:
        for fault in wrong:
            show(plain(fault))
        for name in without:
            show(plain(f"{name}: no sample"))
        show(f"rules {len(rules)}, faults {len(wrong)}, without a sample {len(without)}")
    return REJECTED if wrong else ACCEPTED


def _checks(settings: Settings) -> Checks:
    checks = Checks(Workspace(settings.workspace))
    checks.prepare()
    return checks


def _named(checks: Checks, name: str) -> Rule:
    if found := checks.rules.get(name) or checks.rules.get(name.upper()):
        return found
    what, why = f"there is no rule {name[:50]}", "the files schemas/checks/*.yaml"
    fix = near(name, checks.rules, "see `edi-engine checks list`")
    raise ConfigurationError(Finding(code="CHK-006", severity=Severity.ERROR, what=what, why=why, fix=fix))


def _samples(settings: Settings, checks: Checks) -> dict[str, Sample]:
    found: dict[str, Sample] = {}
    for name, text in Workspace(settings.workspace).check_sample_texts():
        found |= read_samples(text, name, checks.rules)
    return found


def _level(checks: Checks, rule: Rule) -> str:
    return checks.settings.weight(rule.id, rule.severity, "validate") or "off"


def _fields(rule: Rule) -> dict[str, Any]:
    return {WRITTEN.get(name, name): getattr(rule, name) for name in FIELDS}


def _flow(value: Any) -> str:
    """A nested table on one line, as YAML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "nothing" if value is None else str(value)
