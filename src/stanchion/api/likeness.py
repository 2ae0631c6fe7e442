"""Which companies are built alike: structural features in common, counted and named."""

from collections.abc import Mapping
from fractions import Fraction

from stanchion.charter.instruments import Preferred
from stanchion.charter.model import Charter
from stanchion.charter.parties import Kind
from stanchion.charter.phrases import Named
from stanchion.exact.record import record

MOST = 4
"""Cases named as alike, and those that are as like as the last of them."""


@record(frozen=True, slots=True)
class Likeness:
    """How alike another case is: features in common over features of either (Jaccard 1901)."""

    case: str
    likeness: Fraction
    common: tuple[str, ...]


def related(charter: Charter, others: Mapping[str, Charter]) -> tuple[Likeness, ...]:
    """The cases most alike in structure, the most alike first; ties in the order given."""
    own = features(charter)
    found = []
    for case, other in others.items():
        theirs = features(other)
        common = tuple(feature for feature in own if feature in theirs)
        either = len(set(own) | set(theirs))
        if common and either:
            found.append(Likeness(case, Fraction(len(common), either), common))
    ranked = sorted(found, key=lambda each: -each.likeness)
    least = ranked[MOST - 1].likeness if len(ranked) > MOST else 0
    return tuple(each for each in ranked if each.likeness >= least)


def features(charter: Charter) -> tuple[str, ...]:
    """What is true of how the company is built, in words."""
    return tuple(words for words, holds in considered(charter).items() if holds)


def considered(charter: Charter) -> dict[str, bool]:
    """Every feature that is looked for, with whether the company has it."""
    kinds = {party.kind for party in charter.parties.values()}
    classes = [terms for of in charter.classes.values() for terms in of.values()]
    votes = {terms.votes for terms in classes if terms.votes is not None}
    stages = [stage for written in charter.pay.values() for stage in written.stages]
    decisions = charter.decisions.values()
    nonprofit = {Kind.NONPROFIT, Kind.FOUNDATION, Kind.TRUST}
    residual = {written.residual for written in charter.pay.values() if written.residual}
    to_mission = any(charter.parties[r].kind in nonprofit for r in residual if r in charter.parties)
    return {
        "a foundation, trust or charity stands in it": bool(kinds & nonprofit),
        "what is left over goes to a foundation, trust or charity": to_mission,
        "what investors receive is capped": any(stage.caps for stage in stages),
        "classes differ in votes": len(votes) > 1,
        "some units have no vote": 0 in votes and len(votes) > 1,
        "money is paid in stages": bool(stages),
        "money is paid by the terms of classes": any(
            written.by == "class terms" for written in charter.pay.values()
        ),
        "there are preferred classes": any(isinstance(terms, Preferred) for terms in classes),
        "several entities pay": len(charter.pay) > 1,
        "more than one body decides": len(charter.bodies) > 1,
        "somebody can stop a decision of others": any(each.vetoes for each in decisions),
        "an entity is managed by another": any(p.managed_by for p in charter.parties.values()),
        "the board fills itself": any(
            body.elected_by == Named(name) for name, body in charter.bodies.items()
        ),
        "some terms are disputed": bool(charter.readings),
        "an authority has a say": Kind.AUTHORITY in kinds,
        "releases of models are decided": charter.release is not None,
        "money is paid for years, and to managers": bool(charter.clawbacks),
    }
