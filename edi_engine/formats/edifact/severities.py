"""What the faults of EDIFACT weigh; the rules of `faults` and `element_rules` are the one table of all."""

from functools import lru_cache

from edi_engine.findings import Severity, Strictness
from edi_engine.formats.rules import changed


@lru_cache
def weights(strictness: Strictness) -> dict[str, Severity]:
    """Code → what it weighs under a strictness, for the codes that weigh something else as they are made."""
    from edi_engine.formats.edifact import element_rules, faults

    return changed(strictness, faults.RULES, element_rules.RULES)
