"""The crowds of a dispute, as inputs: thresholds and their spread, cost of leaving, loyalty."""

from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.dispute import Crowd
from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import CrowdTerms
from stanchion.conflict.crisis.from_charter.worths import assumed, stated
from stanchion.conflict.inputs import Input, Uniform

SPREAD = Uniform(Fraction(5), Fraction(30))
"""# ASSUMPTION: how far thresholds of members lie apart (a standard deviation, in points of the
crowd), where the dispute does not say. Around a mean of 25 a crowd tips at 12.2."""


def crowds_of(
    charter: Charter, statuses: list[str], at: datetime
) -> tuple[tuple[CrowdTerms, ...], tuple[str, ...]]:
    """The crowds that may leave, with who has signed by an instant, and what had to be assumed."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: a scene has a dispute
    found, said = [], []
    for name, crowd in dispute.crowds.items():
        ending = next((str(n) for n, o in dispute.outcomes.items() if o.left_by == name), None)
        spread, unsaid = _spread(name, crowd)
        joined = _joined(charter, name, at)
        said += [*unsaid, *_about(name, crowd, ending, joined)]
        found.append(
            CrowdTerms(
                name=str(name),
                size=_size(charter, name),
                threshold=_of(name, "threshold", crowd.exit_threshold, crowd),
                spread=spread,
                cost=_maybe(name, "cost", crowd.exit_cost, crowd),
                loyalty=_maybe(name, "loyalty", crowd.loyalty, crowd),
                joined=joined,
                ending=None if ending is None else statuses.index(ending),
            )
        )
    if found:
        said += [
            "members of a crowd sign once enough others have; thresholds are normal around a mean",
            "thresholds fall with the cost of leaving and rise as less is at stake for the crowd",
            "who has signed is expected to leave but for loyalty, which falls with that cost",
            "nobody takes back a signature",
            "a crowd may leave at the deadline if half has signed, weighed by what is at stake",
        ]
    return tuple(found), tuple(said)


def _of(name: p.Name, what: str, written: p.Range, crowd: Crowd) -> Input:
    return stated(f"{name}.{what}", written, crowd, str(crowd.because))


def _maybe(name: p.Name, what: str, written: p.Range | None, crowd: Crowd) -> Input | None:
    return None if written is None else _of(name, what, written, crowd)


def _spread(name: p.Name, crowd: Crowd) -> tuple[Input, list[str]]:
    if crowd.spread is not None:
        return _of(name, "spread", crowd.spread, crowd), []
    said = (
        f"how far the thresholds of `{name}` lie apart is not stated: {SPREAD.low} to "
        f"{SPREAD.high} points are tried (`spread:` says otherwise)"
    )
    return assumed(f"{name}.spread", SPREAD, "ours"), [said]


def _size(charter: Charter, name: p.Name) -> int:
    party = charter.parties.get(name)
    if party is not None and party.size is not None:
        return max(1, int(party.size.value))
    return max(1, len(charter.groups[name]) if name in charter.groups else 1)


def _joined(charter: Charter, name: p.Name, at: datetime) -> float:
    """The share that has signed by an instant, by the last count dated before it."""
    counts = [
        (event.when.start, event.signed.count.value / event.signed.of.value)
        for event in charter.events
        if event.signed is not None and event.signed.by == name and event.when.start <= at
    ]
    return float(max(counts)[1]) if counts else 0.0


def _about(name: p.Name, crowd: Crowd, ending: str | None, joined: float) -> list[str]:
    said = []
    if ending is None:
        said.append(
            f"no outcome says that `{name}` has left (`left_by:`); without it nothing is worth "
            "anything to anybody"
        )
    if crowd.loyalty is None:
        said.append(f"the loyalty of `{name}` is not stated: all who sign are taken to leave")
    if crowd.exit_cost is None:
        said.append(f"the cost of leaving is not stated of `{name}`: offers do not change it")
    if joined:
        said.append(f"{joined:.1%} of `{name}` have signed by then")
    return said
