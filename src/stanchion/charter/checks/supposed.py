"""Names in phrases that no file holds: a change that is supposed when a question is asked."""

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import Declared, Names, walk
from stanchion.charter.checks.names import REFERS
from stanchion.charter.model import Charter
from stanchion.charter.phrases.meaning import Meaning
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Unknown:
    """A name in a phrase that the charter does not declare: what it is there, and what is known."""

    noun: str
    name: p.Name
    known: tuple[str, ...]


def names_of(charter: Charter) -> Declared:
    """Every name that a typed charter declares, for phrases that are not written in its file."""
    stages = [(e, s.stage) for e, w in charter.pay.items() for s in w.stages]
    classes = [(e, name) for e, of in charter.classes.items() for name in of]
    return {
        Names.PARTY: frozenset(charter.parties),
        Names.GROUP: frozenset(charter.groups),
        Names.BODY: frozenset(charter.bodies),
        Names.OFFICE: frozenset(charter.offices),
        Names.DECISION: frozenset(charter.decisions),
        Names.TERM: frozenset(charter.terms),
        Names.STAGE: frozenset(x for e, s in stages for x in (s, f"{e}.{s}")),
        Names.CLASS: frozenset(x for e, c in classes for x in (c, f"{e}.{c}")),
    }


def unknown_in(charter: Charter, phrase: Meaning) -> Unknown | None:
    """The first name in a phrase that the charter does not declare, if there is one."""
    declared = names_of(charter)
    for _, owner, field, value in walk(phrase):
        rule = REFERS.get((type(owner).__name__, field))
        if rule is None:
            continue
        noun, kinds = rule
        known = frozenset().union(*(declared.get(kind, frozenset()) for kind in kinds))
        named = value if isinstance(value, tuple) else (value,)
        for part in named:
            name = part[0] if isinstance(part, tuple) else part
            if isinstance(name, p.Name) and name not in known:
                return Unknown(noun, name, tuple(sorted(known)))
    return None
