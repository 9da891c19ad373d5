"""Makes anew what a search of business keys goes by: the full text, and the indexes of their values.

Nothing of what was there is read. It is made of the business keys, each of which is held against its entry in the log
in the same transaction: what is not as it was recorded is found all the same, and is named.
"""

from dataclasses import dataclass, field

from edi_engine.audit.layout import search_faults, search_index
from edi_engine.audit.store import Store
from edi_engine.audit.verification import verify_table
from edi_engine.findings import Finding

KEYS = "business_keys"


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What was done.

    Attributes:
        keys, messages: of which it was made: how many business keys, of how many messages.
        before: what was wrong with it, in words.
        findings: of business keys that are not as they were recorded.
    """

    keys: int
    messages: int
    before: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def reindex(store: Store) -> Reindexed:
    """Make the search index anew, in a transaction; what was freed is overwritten, as after an erasure.

    Raises:
        StoreError: the business keys themselves cannot be read, or another process holds the store.
    """
    connection = store.connection
    with connection.errors(), connection.erasing():
        with connection.reading():  # of its own: one that met what is damaged does not go on
            before = [what for _, what in search_faults(connection)]
        with connection.transaction():
            connection.make_index(search_index())
            keys, messages = connection.execute(f"SELECT count(*), count(DISTINCT message_id) FROM {KEYS}").fetchone()  # noqa: S608 - our own word
            findings = verify_table(store.log, KEYS).findings
        connection.sweep()
    return Reindexed(keys, messages, before, findings)
