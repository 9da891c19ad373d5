"""Whether the record is as it was written: every record against its entry, the entries against signed checkpoints.

A changed record has another commitment, a dropped one an entry without a record, an added one no entry, a moved one
another number. Who changes record and entry alike changes the root that a checkpoint signed; one that is kept elsewhere
shows it even where the store's own were signed anew with a stolen key.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from edi_engine.audit import checkpoints
from edi_engine.audit.entries import TABLES, Entry
from edi_engine.audit.erased import Erasures
from edi_engine.audit.exchange_records import exchange_of
from edi_engine.audit.layout import faults, unreadable
from edi_engine.audit.log import Log
from edi_engine.audit.merkle import Frontier, leaf_hash
from edi_engine.audit.numbers import NUMBERED, counter_faults
from edi_engine.audit.payloads import changed_payloads
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Verifier, opened
from edi_engine.audit.verdict import EXPORTED, Verification
from edi_engine.errors import StoreError

_SIGNED = "SELECT 1 FROM checkpoints LIMIT 1"
_NEEDED = frozenset({"entries", "checkpoints", "erasures"})
_BESIDE = frozenset({"migrations", "counters", "destinations"})  # of no exchange
NAMED = 20  # records named of a range that was written anew


def verify(log: Log, verifiers: Iterable[Verifier], exported: str | None = None) -> Verification:
    """Look at everything, within one read transaction of the caller's.

    Args:
        log: of the store.
        verifiers: keys that may have signed its checkpoints.
        exported: a checkpoint that was kept elsewhere, as text.
    """
    with log.connection.damaged_texts():
        result, broken = Verification(), unreadable(log.connection)
        for name, what in faults(log.connection):
            result.add("AUD-114", what, name)
        for what in log.connection.damages():
            result.add("AUD-116", what, "the file")
        if not broken & _NEEDED:
            _examine(Examination(log, list(verifiers), result, broken), exported)
        return result


def verify_table(log: Log, table: str) -> Verification:
    """Look at the records of one table alone, each against its entry; the log itself is taken as it is."""
    result = Verification()
    examination = Examination(log, [], result, unreadable(log.connection))
    for entries in log.entries():
        of_table = [entry for entry in entries if entry.record == table]
        agreement = log.agreement(of_table)
        for entry in of_table:
            examination.tell(entry, agreement.get(entry.number))
    for _, key in log.unentered(TABLES.keys() - {table}):
        examination.found("AUD-103", table, key, "was added")
    return result


def _examine(examination: "Examination", exported: str | None) -> None:
    """Step by step: a step that the database does not let be ended is told, and the next one made."""
    steps = (
        partial(examination.take_checkpoints, exported),
        *(examination.walk, examination.compare_rest, examination.look_for_added, examination.look_at_payloads),
        *(examination.look_at_counters, examination.look_at_erasures, examination.say_what_is_covered),
    )
    for step in steps:
        try:
            with examination.log.connection.errors():
                step()
        except StoreError as error:
            examination.result.findings.append(error.finding)


class Examination:
    """One look at a store: the tree as far as it was walked, and the checkpoints still to be compared by size."""

    def __init__(self, log: Log, verifiers: list[Verifier], result: Verification, broken: frozenset[str]) -> None:
        self.log, self.verifiers, self.result, self.broken = log, verifiers, result, broken
        self.result.entries = log.count()
        self.frontier, self.leaves = Frontier(), list[bytes]()  # the tree so far, and what it is to go on with
        self.whole = True  # no entry was missing so far
        self.signed = 0  # entries under the last checkpoint of the store
        self.good = 0  # entries under the last checkpoint that agreed
        self.ahead: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
        self.erasures = Erasures(log)

    def take_checkpoints(self, exported: str | None) -> None:
        """Open all notes; those that are as they were signed are compared on the way."""
        for row in checkpoints.kept(self.log):
            place = f"checkpoint of {row.size} entries"
            try:
                row.frontier()
            except NoteError as error:
                self.result.add("AUD-108", f"the {place} of the store was changed: {error}", place)
                continue
            if self._take(row.note, place):
                self.result.checkpoints += 1
                self.signed = max(self.signed, row.size)
        if self.verifiers and self.result.entries and not self.log.connection.execute(_SIGNED).fetchone():
            self.result.add("AUD-115", f"nothing of {self.result.entries} entries is signed", "checkpoints")
        if exported is not None and self._take(exported, EXPORTED):
            self.result.covered = 0

    def _take(self, note: str, place: str) -> bool:
        try:
            text, signed_by = opened(note, self.verifiers)
            said = Checkpoint.parse(text)
            if not signed_by:
                raise NoteError("none of the known keys signed it")
        except NoteError as error:
            self.result.add("AUD-108", f"the {place} is not to be trusted: {error}", place)
            return False
        self.ahead[said.size].append((place, said.root))
        return True

    def walk(self) -> None:
        """Look at every entry and its record, in order."""
        self._compare()
        for entries in self.log.entries():
            agreement = self.log.agreement(filter(self._is_readable, entries))
            for entry in entries:
                self._look_at(entry, agreement.get(entry.number))
            self._grow()

    def _is_readable(self, entry: Entry) -> bool:
        return entry.number >= 0 and entry.record in TABLES and entry.record not in self.broken

    def _look_at(self, entry: Entry, agrees: bool | None) -> None:
        """At one entry: its place, and whether it agrees with its record; None: that is gone."""
        if entry.number < 0:
            self.result.add("AUD-104", "an entry stands before the first", f"entry {entry.number}")
            return
        expected = self.frontier.size + len(self.leaves)
        if self.whole and entry.number != expected:
            what = f"entries {expected} to {entry.number - 1} are missing"
            self.result.add("AUD-104", what, f"entry {expected}")
            self.whole = False
        self.tell(entry, agrees)
        if self.whole:
            self.leaves.append(leaf_hash(entry.commitment))
            if entry.number + 1 in self.ahead:
                self._compare()

    def tell(self, entry: Entry, agrees: bool | None) -> None:
        if entry.record not in TABLES:
            what = f"entry {entry.number} names no table: {entry.record[:40]!r}"
            self.result.add("AUD-104", what, f"entry {entry.number}")
        elif agrees or entry.record in self.broken:
            return
        elif agrees is not None:
            self.found("AUD-101", entry.record, entry.key, f"or its entry {entry.number} was changed")
        elif erasure := self.erasures.naming(entry.number):
            erasure.holds(entry)
            self.result.erased += 1
        else:
            self.found("AUD-102", entry.record, entry.key, f"is missing (entry {entry.number})")

    def _grow(self) -> None:
        self.frontier.extend(self.leaves)
        self.leaves.clear()

    def _compare(self) -> None:
        """Compare the checkpoints of this size with the tree as it stands."""
        self._grow()
        size, good = self.frontier.size, self.good
        for place, signed_root in self.ahead.pop(size, ()):
            if signed_root != self.frontier.root():
                self._tell_root(place)
                continue
            good = size  # another of this size that does not agree tells from the one before
            if place == EXPORTED:
                self.result.covered = size
        self.good = good

    def _tell_root(self, place: str) -> None:
        """Say between which checkpoints entries were written anew, and what they are of."""
        size = self.frontier.size
        query = "SELECT record, key FROM entries WHERE number >= ? AND number < ? ORDER BY number LIMIT ?"
        named = [self.named(*row) for row in self.log.connection.execute(query, (self.good, size, NAMED + 1))]
        more = " and others" if len(named) > NAMED else ""
        of = f"{', '.join(named[:NAMED])}{more}"
        self.result.add(
            "AUD-106", f"entries {self.good} to {size - 1} are not those that the {place} signed: {of}", place
        )

    def compare_rest(self) -> None:
        """Checkpoints that cover more entries than there are, or that a gap keeps from being compared."""
        for size, notes in sorted(self.ahead.items()):
            for place, _ in notes:
                if size > self.result.entries:
                    gone = f"entries {self.result.entries} to {size - 1} are gone"
                    self.result.add("AUD-107", f"the {place} covers {size} entries: {gone}", place)
                else:
                    self.result.add("AUD-106", f"the {place} cannot be compared: entries are missing before it", place)

    def look_for_added(self) -> None:
        """Records without an entry."""
        for table, key in self.log.unentered(self.broken):
            self.found("AUD-103", table, key, "was added")

    def look_at_payloads(self) -> None:
        """Every payload's bytes against its name, and pieces of none."""
        connection = self.log.connection
        if not self.broken.isdisjoint(("payloads", "payload_chunks")):
            return
        for sha256 in changed_payloads(connection):
            self.found("AUD-105", "payloads", sha256, "has other bytes")
        gaps = "SELECT sha256 FROM payload_chunks GROUP BY sha256 HAVING min(ordinal) <> 1 OR max(ordinal) <> count(*)"
        for (sha256,) in connection.execute(gaps):
            self.found("AUD-105", "payloads", sha256, "has pieces that are not numbered from 1 on")
        stray = (
            "SELECT DISTINCT sha256 FROM payload_chunks AS c"
            " WHERE NOT EXISTS (SELECT 1 FROM payloads WHERE sha256 = c.sha256)"
        )
        for (sha256,) in connection.execute(stray):
            self.result.add("AUD-105", f"bytes of no payload: {sha256}", f"payload_chunks {sha256}")

    def look_at_counters(self) -> None:
        """No counter stands below a number that was given out, nor at its end."""
        if self.broken.isdisjoint(("counters", "exchanges", "deliveries", *NUMBERED)):
            for counter, what in counter_faults(self.log.connection):
                self.result.add("AUD-110", what, f"counters {counter}")

    def look_at_erasures(self) -> None:
        """Each is one as it is made, signed, and named where records are gone that a checkpoint kept elsewhere covers.

        How far the store's keys signed is known where they did, and where a key is known at all.
        """
        if self.broken - _BESIDE:
            return
        self.erasures.judge()
        covered, signed = self.result.covered or 0, self.good if self.verifiers else self.result.entries
        for erasure in self.erasures.every:
            place, entry = f"erasures {erasure.id}", erasure.entry
            if faults := erasure.faults:
                more = f"; and {len(faults) - NAMED} more" if len(faults) > NAMED else ""
                self.result.add("AUD-112", f"the erasure of {erasure}: {'; '.join(faults[:NAMED])}{more}", place)
            if entry is not None and entry >= signed:
                self.result.add("AUD-113", f"no checkpoint covers the erasure of {erasure}", place)
            if gone := erasure.before(covered) if entry is None or entry >= covered else 0:
                what = f"erased since the {EXPORTED}: {gone} records it covers, of {erasure}"
                self.result.add("AUD-111", what, place)

    def say_what_is_covered(self) -> None:
        """What no checkpoint kept elsewhere covers."""
        covered, entries = self.result.covered or 0, self.result.entries
        if 0 < self.signed < entries and covered < entries:
            last = max(covered, self.signed)
            what = f"entries {last} to {entries - 1} are signed by no checkpoint yet"
            self.result.add("AUD-117", what, f"entry {last}")
        if entries > covered:
            what = f"entries {covered} to {entries - 1} are covered by no checkpoint kept elsewhere"
            self.result.add("AUD-109", what, f"entry {covered}")

    def found(self, code: str, table: str, key: str, what: str) -> None:
        """Add a finding about a record."""
        self.result.add(code, f"{self.named(table, key)} {what}", f"{table} {key}".strip())

    def named(self, table: str, key: str) -> str:
        """A record by its table and key, with the exchange it belongs to where that can still be seen."""
        if not key:
            return f"a record of {table} whose key is gone"
        if table not in TABLES or self.broken - _BESIDE:
            return f"{table} {key}"
        rows = self.log.rows(table, key)
        exchange = exchange_of(self.log.connection, TABLES[table].columns, rows[0]) if rows else ""
        return f"{table} {key}{f' of exchange {exchange}' if exchange else ''}"
