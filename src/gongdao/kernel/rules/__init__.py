"""The law, one module per family of acts. `RULES` is the whole of it, by type of act."""

from ..acts import ACTS, ActBase
from ..rule import Rule
from . import agreement, case, decision, delivery, dispute, lapses, money, settlement, work

RULES: dict[type[ActBase], Rule] = {
    rule.act: rule
    for family in (agreement, money, work, delivery, dispute, case, settlement, decision, lapses)
    for rule in family.RULES
}

_missing = set(ACTS.values()) - set(RULES)
if _missing:
    named = sorted(cls.__name__ for cls in _missing)
    raise AssertionError(
        f"acts without a rule: {named}; add a Rule to RULES at the end of their family in kernel/rules/"
    )
