"""An XML Schema: whether an element obeys it, and everything that does not.

libxml2 decides at C speed. It stops at the first misplaced element of a parent and looks for the place of each fault
among all siblings anew; so what it refuses is explained by xmlschema, which also decides where libxml2 cannot compile
the schema. Neither is given a file or a network: both ask for names that `gather` has read before.
"""

import threading
import warnings
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from edi_engine.errors import ConfigurationError
from edi_engine.formats.schema_faults import refusal
from edi_engine.formats.xml.guards import SETTINGS
from edi_engine.formats.xml.schema_files import Load, gather
from edi_engine.formats.xml.schema_words import Fault, from_libxml2, from_xmlschema, unwalked

MOST_FAULTS = 100
SMALL = 2_000  # elements up to which libxml2 may look for places: each costs a look at all siblings
EXPLAINED = 20_000  # elements up to which xmlschema is asked: some 10,000 take a second
_FLOOD = 100  # as many faults as libxml2 keeps of a parse
_BASE = "schema://folder/"
_COUNT = etree.XPath("count(descendant-or-self::*)")
_COMPILING = threading.Lock()  # filters of warnings belong to the process


class Schema:
    """A schema, compiled when it is first asked."""

    def __init__(self, name: str, load: Load, where: str = "") -> None:
        """Name a schema.

        Args:
            name: its first file, a relative path.
            load: gives texts of files by relative path, FileNotFoundError where there is none.
            where: what stands before names in findings: the folder they lie in.
        """
        self.name, self._load, self._where = name, load, where
        self._lock = threading.Lock()  # one log of faults for all who ask

    def compile(self) -> None:
        """Make it ready.

        Raises:
            ConfigurationError: `SCH-001`, `SCH-002`, `SCH-003`; see `gather`.
        """
        if self._quick is None and self._thorough is None:
            raise self._refusal

    def faults(self, root: etree._Element) -> list[Fault]:
        """What does not obey the schema in an element and below, in the order of lines; at most `MOST_FAULTS`.

        Raises:
            ConfigurationError: as `compile`.
        """
        with self._lock:
            self.compile()
            size = float(str(_COUNT(root)))
            said = [] if self._quick is None else self._refused(self._quick, root, size)
            if said is None:
                return []
            explained = self._quick is None or size <= EXPLAINED
            told = list(islice(self._explained(root), MOST_FAULTS)) if explained else []
        return sorted(told or said, key=lambda fault: fault.line or 0)

    # Two libraries ------------------------------------------------------------------------------------------------

    def _refused(self, schema: etree.XMLSchema, root: etree._Element, size: float) -> list[Fault] | None:
        """What libxml2 says of an element it refuses; None if it obeys."""
        if size > SMALL and (many := _flood(schema, root)):
            return many
        return None if schema.validate(root) else from_libxml2(schema.error_log, root, MOST_FAULTS)

    def _explained(self, root: etree._Element) -> Iterator[Fault]:
        """What xmlschema finds, all at once; one fault where it decides and cannot walk the document."""
        try:
            errors = [] if self._thorough is None else list(self._thorough.iter_errors(root))
        except (RecursionError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
            if self._quick is None:
                yield unwalked(root, error)
            return
        yield from from_xmlschema(errors, root)

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        return gather(self.name, self._load, self._where)

    @cached_property
    def _quick(self) -> etree.XMLSchema | None:
        """The schema as libxml2 understands it, None if it does not."""
        parser = etree.XMLParser(**SETTINGS)
        parser.resolvers.add(_Gathered(self._texts))
        try:
            return etree.XMLSchema(etree.fromstring(self._texts[self.name], parser, base_url=_BASE + self.name))
        except etree.XMLSchemaParseError as error:
            self._refusal = self._not_compiled(str(error))
            return None

    @cached_property
    def _thorough(self) -> Any:
        """The schema as xmlschema understands it, None if it does not."""
        import xmlschema

        from edi_engine.formats.xml.schema_opener import opener

        with _COMPILING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                # All files were parsed before, without DTD: they need no second defence.
                options: dict[str, Any] = {
                    "opener": opener(_BASE, self._texts),
                    "use_fallback": False,
                    "defuse": "never",
                }
                return xmlschema.XMLSchema(_BASE + self.name, **options)
            except (xmlschema.XMLSchemaException, RecursionError, OSError) as error:
                self._refusal = self._not_compiled(str(getattr(error, "message", error)))
                return None

    def _not_compiled(self, reason: str) -> ConfigurationError:
        return refusal(
            "SCH-002", f"the schema cannot be used: {reason.strip().splitlines()[0][:300]}", self._where + self.name
        )


def _flood(schema: etree.XMLSchema, root: etree._Element) -> list[Fault]:
    """What is said of a long document with many faults, without places: looking for each would cost too much.

    It is written and parsed again, for then libxml2 looks for no places, and the last `_FLOOD` faults are kept.
    """
    data = etree.tostring(root, encoding="utf-8", with_tail=False)
    parser = etree.XMLParser(schema=schema, **SETTINGS)
    etree.clear_error_log()  # what the thread's earlier parses said
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        log: Any = error.error_log
        return from_libxml2(log, root, MOST_FAULTS) if len(log) >= _FLOOD else []
    return []


class _Gathered(etree.Resolver):
    """Gives libxml2 the files gathered, and nothing else."""

    def __init__(self, texts: dict[str, bytes]) -> None:
        self.texts = texts

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        """The text of a file by its address."""
        text = self.texts.get(str(system_url).removeprefix(_BASE), b"")
        return self.resolve_string(text, context, base_url=system_url)
