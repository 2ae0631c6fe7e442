"""What each party gives each ending, as inputs: as stated, as changed by dated shifts, or unsaid.

Numbers are points from 0 to 100; a rate counts as so many of a hundred.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.dispute import Dispute, Offer, out_of_hundred
from stanchion.charter.model import Charter
from stanchion.charter.sources import Cited, Confidence
from stanchion.conflict.crisis.compiled import AS_BEFORE, Worth
from stanchion.conflict.inputs import Input, Uniform, input_of

NOISE = Uniform(Fraction(5), Fraction(25))
"""# ASSUMPTION: how far, in points of worth, a choice strays from what it is worth, where the
dispute does not say. At 10 points of noise what is worth 10 points more is picked 73 times of a
hundred; nobody has measured it for these people."""

UNSAID = Uniform(Fraction(0), Fraction(100))
"""# ASSUMPTION: what nobody has stated may be anything."""


def stated(name: str, written: p.Range, cited: Cited, because: str = "") -> Input:
    """The input of a range of the dispute, in points."""
    return input_of(name, out_of_hundred(written), because=because, cited=cited)


def assumed(name: str, distribution: Uniform, because: str) -> Input:
    """An input of ours, where the charter says nothing."""
    return Input(name, distribution, because=because, confidence=Confidence.ASSUMPTION)


def cost_of(offer: Offer, place: int) -> Input:
    """The cost of leaving under an offer."""
    return stated(
        f"{offer.to}.offer.{offer.by}.{place + 1}.cost", offer.lowers_cost_to, offer,
        str(offer.because),
    )  # fmt: skip


def noise_of(dispute: Dispute) -> tuple[Input, tuple[str, ...]]:
    """How far choices stray from worths, and what had to be assumed."""
    if dispute.noise is not None:
        return stated("noise", dispute.noise, dispute), ()
    low, high = NOISE.low, NOISE.high
    said = f"how far choices stray from worths is not stated: {low} to {high} points are tried"
    return assumed("noise", NOISE, "ours"), (f"{said} (`noise:` says otherwise)",)


def stand_for(dispute: Dispute, charter: Charter, voters: Iterable[str]) -> dict[str, str]:
    """The stakeholder by whose worths a voter decides, where that is a group it is a member of."""
    own = {str(name) for name in (*dispute.parties, *dispute.crowds)}
    found = {}
    for voter in voters:
        if voter in own:
            continue
        for group in dispute.parties:
            if group in charter.groups and voter in charter.members(group):
                found[voter] = str(group)
                break
    return found


def worths_of(
    charter: Charter,
    parties: tuple[str, ...],
    statuses: list[str],
    opposite: int | None,
    known: datetime,
    day_of: Callable[[datetime], int],
) -> tuple[dict[str, tuple[tuple[Worth, ...], ...]], tuple[str, ...]]:
    """What each party gives each status from which day on, and what nobody has stated.

    Being as before is worth the contrary of the status `opposite`, to which the dispute opens.
    """
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: a scene has a dispute
    unsaid: dict[str, list[str]] = {}
    found = {}
    for party in parties:
        of_party = []
        for status in statuses:
            of_status = _of_status(dispute, p.Name(party), status, opposite)
            first = of_status.input
            if first is not None and first.distribution == UNSAID and first.because == _SILENT:
                unsaid.setdefault(status, []).append(party)
            of_party.append((of_status, *_shifts(dispute, p.Name(party), status, known, day_of)))
        found[party] = tuple(of_party)
    said = [
        f"what `{status}` is worth is not stated of {_listed(names)}: anything from 0 to 100 is "
        "tried"
        for status, names in unsaid.items()
    ]
    if AS_BEFORE in statuses and opposite is not None:
        said.append(
            f"`{AS_BEFORE}` is worth to everybody what `{statuses[opposite]}` lacks to a hundred"
        )
    return found, tuple(said)


_SILENT = "nobody has stated it"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _of_status(dispute: Dispute, party: p.Name, status: str, opposite: int | None) -> Worth:
    if status == AS_BEFORE and opposite is not None:
        return Worth(0, None, complement=opposite)
    outcome = dispute.outcomes.get(p.Name(status))
    written = None if outcome is None else outcome.worth.get(party)
    name = f"{party}.worth.{status}"
    if outcome is None or written is None:
        return Worth(0, assumed(name, UNSAID, _SILENT))
    return Worth(0, stated(name, written, outcome))


def _shifts(
    dispute: Dispute,
    party: p.Name,
    status: str,
    known: datetime,
    day_of: Callable[[datetime], int],
) -> list[Worth]:
    stakeholder = dispute.parties.get(party)
    if stakeholder is None:
        return []
    found = []
    for place, shift in enumerate(stakeholder.shifts):
        written = _worth_in(shift.worth, status)
        if written is not None and shift.start.start <= known:
            name = f"{party}.worth.{status}.after.{place + 1}"
            made = stated(name, written, shift, str(shift.because))
            found.append(Worth(day_of(shift.start.start), made))
    return sorted(found, key=lambda worth: worth.day)


def _worth_in(worth: Mapping[p.Name, p.Range], status: str) -> p.Range | None:
    return worth.get(p.Name(status))
