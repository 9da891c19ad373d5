"""What the store asks of a database, whichever it is: the same statements, and a door for each thing that differs.

Values stand in statements as `?`, or `?1` where one is used twice; rows are tuples.
"""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from edi_engine.audit.claims import Claims
from edi_engine.audit.entries import Values


class Rows(Protocol):
    """What a statement gives back."""

    @property
    def description(self) -> Any:
        """A sequence per column, its name first."""

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left."""

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""


class Connection(ABC):
    """One open database, used by one thread.

    Attributes:
        place: where it is, for findings.
        claims: which process is at work on which exchange.
        same_key: the condition that a business key `k` is the text `?1`, small and capital letters alike.
        has_words: the condition that it holds the words of the query `?1`, made by `words`.
        own_columns: columns that this database alone has.
        left_behind: where an erasure does not reach, beside what was delivered, exported or backed up.
    """

    place: str
    claims: Claims
    same_key: ClassVar[str]
    has_words: ClassVar[str]
    left_behind: ClassVar[str] = ""
    own_columns: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement."""

    @abstractmethod
    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""

    def execute_apart(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement that has nothing to do with rows that were inserted: they need not be there yet."""
        return self.execute(statement, values)

    @abstractmethod
    def insert(self, table: str, rows: Sequence[Values]) -> list[Values]:
        """Add rows to a table of records; as they stand there then: an id of None is the one that was given.

        They are there for what is executed next, and at the end of the transaction; only then the database may refuse
        them.
        """

    @abstractmethod
    def next_value(self, counter: str, least: int) -> int:
        """The value a counter has next: the one after its last, or `least` if that is more; within a transaction."""

    @abstractmethod
    def transaction(self) -> contextlib.AbstractContextManager[None]:
        """One durable commit around what is written inside, while nobody else writes; nothing is kept if it fails."""

    @abstractmethod
    def reading(self) -> contextlib.AbstractContextManager[None]:
        """One state of the database for all that is read inside."""

    @abstractmethod
    def errors(self) -> contextlib.AbstractContextManager[None]:
        """Turns the database's and the system's errors into `StoreError`."""

    @abstractmethod
    def words(self, text: str) -> str:
        """A full-text query for the words of a text, the last possibly cut short; empty if there is none."""

    @abstractmethod
    def erasing(self) -> contextlib.AbstractContextManager[None]:
        """What is deleted inside leaves no bytes in the tables, and others may refer to it."""

    @abstractmethod
    def sweep(self) -> bool:
        """Remove what was deleted from indexes and logs too; whether nobody keeps that from being done."""

    @abstractmethod
    def tables(self) -> set[str]:
        """The tables that are there."""

    @abstractmethod
    def columns(self) -> dict[str, dict[str, str]]:
        """Of each table that is there, and of what else can be asked for rows: type by column, as SQLite calls it."""

    @abstractmethod
    def definitions(self) -> dict[str, str] | None:
        """The statement that made each table, view, index and trigger, by kind and name; None where none is kept."""

    def selects_alike(self, one: str, other: str, columns: Sequence[str]) -> bool:
        """Whether columns of two tables, views or subqueries are selected in the same way, where that can be known."""
        return True

    def added(self) -> list[tuple[str, str]]:
        """What was added and changes what is read or written, where no definitions are kept: name, and what it is."""
        return []

    def damages(self) -> list[str]:
        """What is wrong with the file it lies in, beneath its tables."""
        return []

    def index_fault(self) -> str:
        """What is wrong with the index of words, where it is kept beside the keys; empty if nothing."""
        return ""

    @abstractmethod
    def make_index(self, made: Mapping[str, str]) -> None:
        """Make anew what a search of business keys goes by, of the rows that are there, within a transaction.

        `made` are the definitions an SQLite file has of it, by kind and name.
        """

    @abstractmethod
    def damaged_texts(self) -> contextlib.AbstractContextManager[None]:
        """Texts that are none (no UTF-8) come as others inside, which no record has, instead of an error."""

    @abstractmethod
    def migrating(self) -> contextlib.AbstractContextManager[None]:
        """Around all migrations; a migration may put another table in the place of one that others refer to."""

    @abstractmethod
    def define(self, number: int, script: str) -> None:
        """Run the statements of a migration, within a transaction of the caller's."""

    @abstractmethod
    def close(self) -> None:
        """Close it and give every claim back; a transaction that is open is lost."""
