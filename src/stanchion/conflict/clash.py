"""Who prevails: what the charter allowed, what was likely, day by day, and whose doing it was."""

from collections.abc import Mapping
from datetime import datetime

from stanchion.charter import phrases as p
from stanchion.charter.events import Event
from stanchion.charter.model import Charter
from stanchion.conflict.compare import AxisAnswer, baselines
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import Switches
from stanchion.conflict.crisis.from_charter import Scene, crisis, scene
from stanchion.conflict.crisis.game import Solved, solved_if_small
from stanchion.conflict.crisis.lawful import OpenMove, Way, open_moves, ways
from stanchion.conflict.ensembles.ensemble import Chance, Ensemble, Order, ensemble
from stanchion.conflict.inputs import Input, assumed_shapes
from stanchion.conflict.power import Influence, influences
from stanchion.conflict.tipping import Tipping, tipping
from stanchion.exact.diagram import Budget
from stanchion.exact.record import record
from stanchion.source.span import Span

HONESTY = (
    "one case that a model fits is no validation of it: the model has not been tested on others",
    "how often this simulation is right about real disputes has never been measured",
    "`stanchion clash compare` shows models that have been, with their errors",
    "probabilities are of the model and its inputs; their errors are those of sampling alone",
)
SIDE_RUNS = 4_096
"""Runs of a forecast beside the main one, and of each power; fewer where fewer are asked."""


@record(frozen=True, slots=True)
class Forecast:
    """What was likely from an instant on, by what was known then; with what happened at it."""

    at: datetime
    events: tuple[str, ...]
    probabilities: dict[str, Chance]
    days_left: int


@record(frozen=True, slots=True)
class Reading:
    """A reading of why it came to this: one of several, never a fact of the engine's."""

    claim: str
    because: str
    confidence: str
    axis: str | None
    at: Span | None


@record(frozen=True, slots=True)
class Clash:
    """Who prevails in a dispute, at an instant, by the charter as it is."""

    question: str
    at: datetime
    known: datetime
    horizon: int
    opened: bool
    crisis: Crisis
    ways: tuple[Way, ...]
    moves: tuple[OpenMove, ...]
    ensemble: Ensemble
    foreseen: Ensemble | None
    """The same with everything that the charter dates later known, where that differs."""
    by_rules: Ensemble
    baselines: tuple[AxisAnswer, ...]
    """Where each axis would end by the forecasts that every model has to beat."""
    forecasts: tuple[Forecast, ...]
    influences: tuple[Influence, ...]
    tipping: tuple[Tipping, ...]
    tree: Solved | None
    tree_why_not: str | None
    happened: tuple[str, datetime] | None
    hypotheses: tuple[Reading, ...]
    judgements: tuple[Input, ...]
    assumptions: tuple[str, ...]
    honesty: tuple[str, ...]
    digest: str
    method: str
    exact: bool = False

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Everything that was drawn."""
        return self.crisis.inputs


@record(frozen=True, slots=True)
class Asked:
    """When, with what known, for how many days, and how many runs by whom."""

    order: Order
    at: datetime | None = None
    known: datetime | None = None
    days: int | None = None
    budget: Budget | None = None


def clash(charter: Charter, asked: Asked) -> Clash:
    """The dispute of a charter, followed from an instant; raises NoCrisis, NoRuns."""
    found = scene(charter, at=asked.at, known=asked.known, days=asked.days)
    compiled, budget = crisis(found), asked.budget or Budget()
    side = Order(min(asked.order.runs, SIDE_RUNS), asked.order.seed)
    tree, why_not = solved_if_small(compiled, side.seed, side.runs)
    made = ensemble(compiled, asked.order)
    inputs = compiled.inputs
    return Clash(
        question=str(found.dispute.question),
        at=found.at,
        known=found.known,
        horizon=found.horizon,
        opened=found.opened,
        crisis=compiled,
        ways=ways(compiled, budget),
        moves=open_moves(found, compiled),
        ensemble=made,
        foreseen=_foreseen(found, side),
        by_rules=ensemble(compiled, side, switches=Switches(rules_only=True)),
        baselines=baselines(charter, at=found.at, runs=side.runs, seed=side.seed),
        forecasts=_forecasts(charter, found, side),
        influences=influences(compiled, side.seed, side.runs, _members(charter, compiled), budget),
        tipping=tipping(compiled),
        tree=tree,
        tree_why_not=why_not,
        happened=_happened(found),
        hypotheses=_hypotheses(found),
        judgements=tuple(one for one in inputs if one.is_judgement),
        assumptions=(
            *compiled.assumptions,
            *assumed_shapes(inputs),
            *(tree.assumptions if tree else ()),
        ),
        honesty=HONESTY,
        digest=compiled.digest,
        method=made.method,
    )


def _members(charter: Charter, compiled: Crisis) -> Mapping[str, frozenset[str]]:
    return {
        party: frozenset(str(name) for name in charter.members(p.Name(party)))
        for party in compiled.parties
        if party in charter.groups
    }


def _hypotheses(found: Scene) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            claim=str(one.claim),
            because=str(one.because),
            confidence="unsaid" if one.confidence is None else one.confidence.value,
            axis=None if one.axis is None else str(one.axis),
            at=one.at,
        )
        for one in found.dispute.hypotheses.values()
    )


def _happened(found: Scene) -> tuple[str, datetime] | None:
    """The outcome that came about in fact, where the charter says so; it is never an input."""
    for name, outcome in found.dispute.outcomes.items():
        if outcome.happened is not None:
            return str(name), outcome.happened.start
    return None


# --------------------------------------------------------------------- day by day


def _foreseen(found: Scene, side: Order) -> Ensemble | None:
    """The forecast of somebody who knows at the start what the charter dates later."""
    later = max((instant for instant, _ in _turns(found)), default=found.known)
    if later <= found.known:
        return None
    knowing = scene(found.charter, at=found.at, known=later, days=found.horizon)
    return ensemble(crisis(knowing), side)


def _forecasts(charter: Charter, found: Scene, side: Order) -> tuple[Forecast, ...]:
    """A forecast at every instant at which something became known, until it ended in fact."""
    deadline, ended = found.horizon, _happened(found)
    told: dict[datetime, list[str]] = {found.at: []}
    for instant, what in _turns(found):
        if ended is not None and instant > ended[1]:
            continue
        if instant > found.at and found.day_of(instant) < deadline:
            told.setdefault(instant, []).append(what)
    forecasts = []
    for instant in sorted(told):
        left = deadline - found.day_of(instant)
        then = scene(charter, at=instant, known=max(instant, found.known), days=left)
        compiled = crisis(then)
        made = ensemble(compiled, side)
        forecasts.append(Forecast(instant, tuple(told[instant]), made.probabilities, left))
    return tuple(forecasts)


def _turns(found: Scene) -> list[tuple[datetime, str]]:
    """What becomes known after a dispute has begun, and when: changes of mind, offers, events."""
    dispute = found.dispute
    turns: list[tuple[datetime, str]] = []
    for party, stakeholder in dispute.parties.items():
        turns += [
            (shift.start.start, f"{party}: {shift.because}")
            for shift in stakeholder.shifts
            if shift.worth
        ]
    turns += [(o.when.start, f"{o.by}: {o.because}") for o in dispute.offers]
    turns += [
        (event.when.start, str(event.what))
        for event in found.charter.events
        if event.when.start > dispute.begins.start and _matters(event, found)
    ]
    return sorted(turns, key=lambda turn: turn[0])


def _matters(event: Event, found: Scene) -> bool:
    """Whether an event changes who sits or holds office, or how many have signed."""
    if event in found.opening:
        return False
    signed = event.signed is not None and event.signed.by in found.dispute.crowds
    return signed or any(
        isinstance(effect, p.Joins | p.Leaves | p.Becomes | p.FallsVacant | p.SizeIs)
        for effect in event.effect
    )
