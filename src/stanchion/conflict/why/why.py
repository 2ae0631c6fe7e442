"""The question why: which assumptions carry the probability of an ending."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.draws import FREE, Chosen
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.grounds import grounds
from stanchion.conflict.inputs import Input
from stanchion.conflict.levers.levers import asked_outcome
from stanchion.conflict.trials import Stopped, Trials, ended_in
from stanchion.conflict.why.results import Carrier, Specified, Why
from stanchion.conflict.why.screening import explained_by, shown_by_chance
from stanchion.conflict.why.sobol import Indices, sobol_indices
from stanchion.conflict.why.tornado import Swing, swing
from stanchion.conflict.why.variants import Variant, varied
from stanchion.control.results import Step
from stanchion.economics.simulation.summary import Bracket, probability
from stanchion.exact.record import record

Floats = NDArray[np.float64]

SCREENED = 4_000
"""Runs at least by which inputs are chosen for a closer look, for with few all look alike."""

METHOD = (
    "Sobol indices of the probability given the inputs (Saltelli 2010, Jansen 1999), from pairs of "
    "runs on independent random numbers; one input at a time at the ends of its range"
)


@record(frozen=True, slots=True)
class Effort:
    """How hard to look: inputs that are analysed, rows (a power of two) and runs a row."""

    inputs: int = 8
    rows: int = 256
    tries: int = 8
    runs_at_ends: int = 2000


def why(
    charter: Charter,
    trials: Trials,
    *,
    at: datetime | None = None,
    outcome: str | None = None,
    effort: Effort | None = None,
) -> Why:
    """Indices, tornado and spread of specifications for the ending named, or else the likeliest.

    Somebody who stops gets what is done. Raises NoCrisis, Stopped.
    """
    chosen = effort or Effort()
    stage = scene(charter, at=at)
    found = crisis(stage)
    endings = trials.begun(found)
    asked = asked_outcome(found, endings, outcome)
    hits = ended_in(found, endings, asked)
    question = _Question(found, trials, asked, chosen)
    looked = question.looked_at()
    specifications = () if looked.stopped else question.specifications()
    return Why(
        outcome=asked,
        title=next((s.title for s in found.statuses if s.name == asked), asked),
        as_of=stage.at.isoformat(sep=" ", timespec="minutes"),
        before=probability(int(hits.sum()), len(hits)),
        carriers=looked.carriers,
        left_out=sum(1 for one in found.inputs if not one.is_certain) - len(looked.carriers),
        shares_known=looked.shares_known,
        explained=looked.variance,
        by_chance=looked.by_chance(float(hits.mean())),
        rows=chosen.rows,
        tries=chosen.tries,
        specifications=specifications,
        grounds=grounds(found, METHOD, seed=trials.seed, runs=len(hits)),
        stopped=looked.stopped or len(specifications) < len(Variant),
    )


@record(frozen=True, slots=True)
class _Looked:
    """The inputs that were looked at closely, widest first; not all where somebody stopped it."""

    carriers: tuple[Carrier, ...] = ()
    shares_known: bool = False
    variance: float | None = None
    stopped: bool = False

    def by_chance(self, share: float) -> float | None:
        """The variance of a yes or no of that share which no input explains."""
        return None if self.variance is None else max(0.0, share * (1 - share) - self.variance)


@record(frozen=True, slots=True)
class _Question:
    """One crisis, and the ending whose probability is taken apart."""

    crisis: Crisis
    trials: Trials
    outcome: str
    effort: Effort

    def hits(self, chosen: Chosen, runs: int) -> NDArray[np.bool_]:
        endings = self.trials.endings(self.crisis, chosen, runs=runs)
        return ended_in(self.crisis, endings, self.outcome)

    def worth_a_look(self, runs: int) -> list[Input]:
        """The inputs that explain most by themselves, in that order."""
        hits = self.hits(FREE, runs)
        uncertain = [one for one in self.crisis.inputs if not one.is_certain]
        moved = [explained_by(self.trials.drawn(one, runs), hits) for one in uncertain]
        least = shown_by_chance(hits)
        order = sorted(range(len(uncertain)), key=lambda place: (-moved[place], place))
        return [uncertain[p] for p in order[: self.effort.inputs] if moved[p] > least]

    def looked_at(self) -> _Looked:
        """Indices of the inputs worth a look, then the swing of each."""
        try:
            inputs = self.worth_a_look(max(self.trials.runs, SCREENED))
            indices = self.indices(inputs)
        except Stopped:
            return _Looked(stopped=True)
        carriers: list[Carrier] = []
        for place, one in enumerate(inputs):
            try:
                carriers.append(self.carrier(one, indices, place, *self.swing(one)))
            except Stopped:
                break
        stopped = len(carriers) < len(inputs)
        carriers.sort(key=lambda carrier: -abs(carrier.high.value - carrier.low.value))
        return _Looked(tuple(carriers), indices.explained, indices.variance, stopped)

    # ---------------------------------------------------------------- indices

    def indices(self, inputs: Sequence[Input]) -> Indices:
        """Two independent tables of rows, and each input taken from the other table in turn."""
        a = {one.name: self._row(one, "first table") for one in inputs}
        b = {one.name: self._row(one, "second table") for one in inputs}
        mixed = [self._seen({**a, one.name: b[one.name]}) for one in inputs]
        return sobol_indices(self._seen(a), self._seen(b), np.array(mixed))

    def _row(self, one: Input, table: str) -> Floats:
        return self.trials.uniforms(one.name, self.effort.rows, table)

    def _seen(self, rows: dict[str, Floats]) -> Floats:
        """The share of hits of each row in each half of its runs; the halves share no chance."""
        tries = self.effort.tries
        chosen = Chosen(uniforms={name: np.repeat(u, tries) for name, u in rows.items()})
        hits = self.hits(chosen, self.effort.rows * tries)
        halves = hits.reshape(self.effort.rows, 2, tries // 2).mean(axis=2)
        return np.ascontiguousarray(halves.T)

    # ---------------------------------------------------------------- tornado

    def swing(self, one: Input) -> tuple[Swing, Bracket, Bracket]:
        """How far the probability moves over an input, all others drawn."""
        runs = self.effort.runs_at_ends
        seen: dict[float, Bracket] = {}

        def chance(at: float) -> float:
            if at not in seen:
                hits = self.hits(Chosen(fixed={one.name: _value(one, at)}), runs)
                seen[at] = probability(int(hits.sum()), runs)
            return seen[at].value

        found = swing(chance)
        return found, seen[0.0], seen[1.0]

    def carrier(
        self,
        one: Input,
        indices: Indices,
        place: int,
        found: Swing,
        low: Bracket,
        high: Bracket,
    ) -> Carrier:
        return Carrier(
            name=one.name,
            distribution=one.distribution,
            ends=(one.low, one.high),
            first=float(indices.first[place]),
            first_error=float(indices.first_error[place]),
            total=float(indices.total[place]),
            total_error=float(indices.total_error[place]),
            low=low,
            high=high,
            flips=tuple(_value(one, at) for at in found.flips),
            judgement=one.is_judgement,
            because=Step(one.because or one.name, None, one.at),
        )

    # --------------------------------------------------------- specifications

    def specifications(self) -> tuple[Specified, ...]:
        found = []
        for variant in Variant:
            other = varied(self.crisis, variant)
            try:
                endings = self.trials.endings(other)
            except Stopped:
                break
            hits = ended_in(other, endings, self.outcome)
            chance = probability(int(hits.sum()), len(hits))
            name = variant.name.lower().replace("_", " ")
            found.append(Specified(name, variant.value, chance))
        return tuple(found)


def _value(one: Input, at: float) -> float:
    """The value of an input at a part of its range, from end to end."""
    return float(one.low) + at * float(one.high - one.low)
