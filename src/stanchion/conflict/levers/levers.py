"""The question of levers: which single change of the rules would have altered the outcome."""

from collections.abc import Sequence
from datetime import datetime

from stanchion.charter.model import Charter
from stanchion.charter.patches import PatchMisses
from stanchion.conflict.crisis.compiled import Crisis, NoCrisis
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.grounds import grounds
from stanchion.conflict.levers.edits import Edit, edited, together
from stanchion.conflict.levers.paired import Difference, difference
from stanchion.conflict.levers.results import Levers, Together, Tried
from stanchion.conflict.levers.sets import smallest_sets
from stanchion.conflict.trials import Endings, Stopped, Trials, ended_in, shares
from stanchion.control.results import Step
from stanchion.economics.simulation.summary import probability

HALF = 0.5
TRIES = 200
"""Sets of levers that are tried at most before the search says that it stopped."""

METHOD = "crisis followed on the same random numbers under each charter; paired difference"


def levers(
    charter: Charter,
    edits: Sequence[Edit],
    trials: Trials,
    *,
    at: datetime | None = None,
    outcome: str | None = None,
    largest: int = 3,
) -> Levers:
    """Each edit alone, then sets of up to `largest`, smallest first, until one half is crossed.

    `outcome` is the ending whose probability is asked about: the likeliest where none is named.
    Somebody who stops gets what is done. Raises NoCrisis, Stopped.
    """
    found = _Question(charter, trials, at, outcome)
    tried = found.tried_until_stopped(edits)
    able = [edit for edit, result in zip(edits, tried, strict=False) if not result.unable]
    untried = tuple(edit.key for edit in edits[len(tried) :])
    smallest = smallest_sets(able, found.crosses, largest=largest, tries=TRIES)
    return Levers(
        outcome=found.outcome,
        title=found.title,
        titles=tuple((status.name, status.title) for status in found.crisis.statuses),
        as_of=found.as_of,
        before=probability(int(found.before.sum()), len(found.before)),
        endings=shares(found.crisis, found.endings),
        tried=tried,
        smallest=tuple(found.together(chosen) for chosen in smallest.sets),
        sets_tried=smallest.tried,
        largest=smallest.largest,
        complete=smallest.complete and not untried,
        grounds=grounds(found.crisis, METHOD, seed=trials.seed, runs=len(found.before)),
        untried=untried,
        stopped=bool(untried) or smallest.stopped or len(found.before) < trials.runs,
    )


def asked_outcome(found: Crisis, endings: Endings, outcome: str | None) -> str:
    """The ending asked about: the one named, or the likeliest; the first of equals."""
    if outcome is not None:
        return outcome
    counts = [int((endings == place).sum()) for place in range(len(found.statuses))]
    return found.names[counts.index(max(counts))]


class _Question:
    """One charter with its endings, against which edits are held."""

    def __init__(
        self, charter: Charter, trials: Trials, at: datetime | None, outcome: str | None
    ) -> None:
        self.charter, self.trials, self.at = charter, trials, at
        stage = scene(charter, at=at)
        self.as_of = stage.at.isoformat(sep=" ", timespec="minutes")
        self.crisis = crisis(stage)
        self.endings = trials.begun(self.crisis)
        self.outcome = asked_outcome(self.crisis, self.endings, outcome)
        self.title = next(
            (s.title for s in self.crisis.statuses if s.name == self.outcome), self.outcome
        )
        self.before = ended_in(self.crisis, self.endings, self.outcome)
        self._known: dict[str, tuple[Crisis, Endings]] = {}

    def under(self, charter: Charter) -> tuple[Crisis, Endings]:
        """The crisis of an edited charter and its endings, each followed once."""
        other = crisis(scene(charter, at=self.at))
        if other.digest not in self._known:
            self._known[other.digest] = (other, self.trials.endings(other))
        return self._known[other.digest]

    def difference(self, charter: Charter) -> tuple[Difference, Crisis, Endings]:
        other, endings = self.under(charter)
        return difference(self.before, ended_in(other, endings, self.outcome)), other, endings

    def tried_until_stopped(self, edits: Sequence[Edit]) -> tuple[Tried, ...]:
        """Edit by edit, as many as are done."""
        done: list[Tried] = []
        for edit in edits:
            try:
                done.append(self.tried(edit))
            except Stopped:
                break
        return tuple(done)

    def tried(self, edit: Edit) -> Tried:
        because = Step(str(edit.name), None, edit.at)
        try:
            changed = edited(self.charter, [edit])
            found, other, endings = self.difference(changed)
        except PatchMisses as missing:
            why = f"there is no {missing.what} `{missing.missing}` to change"
            return Tried(edit.key, str(edit.name), because, None, (), unable=why)
        except NoCrisis as none:
            return Tried(edit.key, str(edit.name), because, None, (), unable=none.why)
        return Tried(
            key=edit.key,
            name=str(edit.name),
            because=because,
            difference=found,
            endings=shares(other, endings),
            crosses=_across(found),
        )

    def crosses(self, chosen: tuple[Edit, ...]) -> bool | None:
        changed = together(self.charter, chosen)
        if changed is None:
            return None
        try:
            return _across(self.difference(changed)[0])
        except NoCrisis:
            return None

    def together(self, chosen: tuple[Edit, ...]) -> Together:
        changed = together(self.charter, chosen)
        assert changed is not None  # INVARIANT: it crossed
        found, other, endings = self.difference(changed)
        after = ended_in(other, endings, self.outcome)
        chance = probability(int(after.sum()), len(after))
        clear = chance.high < HALF or chance.low > HALF
        return Together(tuple(edit.key for edit in chosen), chance, found, clear)


def _across(found: Difference) -> bool:
    return (found.before > HALF) != (found.after > HALF)
