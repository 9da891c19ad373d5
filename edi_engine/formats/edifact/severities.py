"""What the faults of EDIFACT weigh: three letters name the weight under strict, normal and lenient, in this order.

The rules of `faults` and `element_rules` are the one table of all; here are only its words, and the look into it.

Strict is the letter: whatever ISO 9735 or a directory forbids is an error. Lenient lets pass what partners send in good
faith and what leaves no doubt about the meaning: envelopes, counts, references, characters, codes and lengths. An error
under all three is what leaves such a doubt: a segment misplaced or missing, data lost or not read.
"""

from functools import lru_cache

from edi_engine.findings import Severity, Strictness, Weights

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
EEE, EEW = Weights(_E, _E, _E), Weights(_E, _E, _W)
EWW, EWN, ENN = Weights(_E, _W, _W), Weights(_E, _W, _N), Weights(_E, _N, _N)
WWW, NNN = Weights(_W, _W, _W), Weights(_N, _N, _N)


@lru_cache
def weights(strictness: Strictness) -> dict[str, Severity]:
    """Code → what it weighs under a strictness, for the codes that weigh something else as they are made."""
    from edi_engine.formats.edifact import element_rules, faults

    rules = {code: rule.weights for table in (faults.RULES, element_rules.RULES) for code, rule in table.items()}
    return {code: each.under(strictness) for code, each in rules.items() if each.under(strictness) is not each.normal}
