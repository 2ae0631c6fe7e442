"""Who moved whom: on each axis the offers that were taken, at the best guess of every input.

One run at best guesses shows how a model argues; it is no forecast. What is likely is said by many
runs on drawn inputs.
"""

from collections.abc import Sequence
from datetime import datetime

from stanchion.charter.model import Charter
from stanchion.conflict.accuracy.known import CAVEAT as ACCURACY
from stanchion.conflict.accuracy.known import KNOWN
from stanchion.conflict.challenge.account import Account, account
from stanchion.conflict.challenge.options import Options
from stanchion.conflict.contest import at_best_guess, why_no_contest
from stanchion.conflict.from_charter import Axis, compiled
from stanchion.control.results import Step
from stanchion.exact.record import record

METHOD = "challenge model at the best guess of every input, one run"
CAVEAT = (
    "a single run at best guesses shows how the model argues, and is no forecast; published "
    "versions of the model disagree with one another on the same data"
)


def measured(preset: str) -> str:
    """How far this version of the model was off on real decisions, where that is known."""
    known = KNOWN.get(f"challenge.{preset}")
    if known is None:
        return (
            f"how far preset `{preset}` is off on real decisions is not among the published figures"
        )
    return (
        f"on real decisions its median after four rounds was off by {known.mean} points on average "
        f"({known.low} to {known.high}) and within ten in {known.near:.0%} ({known.source}); "
        f"{ACCURACY}"
    )


@record(frozen=True, slots=True)
class Pull:
    """One party has moved another: by so much in all, in so many offers that were taken."""

    mover: str
    moved: str
    by: float
    times: int


@record(frozen=True, slots=True)
class Moved:
    """One axis: the rounds as they went, and who moved whom; or why there is nothing to tell."""

    axis: str
    name: str
    low: str
    high: str
    scale: tuple[float, float]
    as_of: str
    because: Step
    why_not: str | None
    account: Account | None
    pulls: tuple[Pull, ...]
    preset: str
    method: str = METHOD
    exact: bool = False


def moved(
    charter: Charter,
    axes: Sequence[str],
    options: tuple[str, Options],
    *,
    at: datetime | None = None,
    rounds: int,
) -> tuple[Moved, ...]:
    """Who moved whom on each of the axes, or on all; raises NoDispute."""
    dispute = compiled(charter, at=at)
    found = []
    for axis in dispute.axes:
        if axes and str(axis.id) not in axes:
            continue
        why_not = why_no_contest(dispute, axis.id)
        told = None
        if why_not is None:
            told = account(at_best_guess(dispute, axis), options[1], rounds=rounds)
        as_of = dispute.instant.isoformat(sep=" ", timespec="minutes")
        found.append(_moved(axis, as_of, why_not, told, options[0]))
    return tuple(found)


def _moved(axis: Axis, as_of: str, why_not: str | None, told: Account | None, preset: str) -> Moved:
    return Moved(
        axis=str(axis.id),
        name=str(axis.name),
        low=str(axis.low),
        high=str(axis.high),
        scale=(float(axis.floor), float(axis.ceiling)),
        as_of=as_of,
        because=Step(str(axis.name), None, axis.at),
        why_not=why_not,
        account=told,
        pulls=() if told is None else pulls(told),
        preset=preset,
    )


def pulls(told: Account) -> tuple[Pull, ...]:
    """The offers that were taken, added up by who made them and who took them; largest first."""
    by: dict[tuple[str, str], tuple[float, int]] = {}
    stood = dict(told.positions)
    for each in told.rounds:
        for offer in each.offers:
            if offer.taken:
                far, times = by.get((offer.of, offer.to), (0.0, 0))
                far += abs(offer.position - stood[offer.to])
                by[offer.of, offer.to] = far, times + 1
        stood = dict(each.positions)
    order = sorted(by.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(Pull(*pair, *amount) for pair, amount in order)
