"""What parties want in a batch of runs: worths that change on dated days, and whom they back."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.chance import Floats
from stanchion.conflict.crisis.carried import Yes
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.draws import Draws

Loss = tuple[str, Floats, int | None, float]
"""A crowd, the share of it expected to leave, the status that leads to, its part of all crowds."""

BY_A_HAIR = 1e-6
"""By how much, in points of worth, what somebody moved was better to it than the next best."""


@dataclass(slots=True)
class Minds:
    """The worths of all parties today, and what is drawn of their tastes."""

    crisis: Crisis
    draws: Draws
    noise: Floats
    worth: dict[tuple[str, int], Floats]
    today: int = 0
    _tastes: dict[tuple[str, int], Floats] = field(default_factory=dict)
    _stakes: dict[tuple[str, int], Floats] = field(default_factory=dict)

    @classmethod
    def drawn(cls, crisis: Crisis, draws: Draws) -> "Minds":
        """All parties at the start of a batch."""
        minds = cls(crisis, draws, np.maximum(draws.value(crisis.noise), 0.0), {})
        minds._turned(0)
        return minds

    def turn(self, day: int) -> None:
        """A day begins: dated changes of mind that fall on it hold from now on."""
        if day != self.today:
            self.today = day
            self._stakes = {}
            self._turned(day)

    def _turned(self, day: int) -> None:
        complements: list[tuple[str, int, int]] = []
        for party in self.crisis.parties:
            for status, schedule in enumerate(self.crisis.worths[party]):
                for worth in schedule:
                    if worth.complement is not None:
                        complements.append((party, status, worth.complement))
                    elif worth.day == day and worth.input is not None:
                        self.worth[party, status] = self.draws.value(worth.input)
        for party, status, of in complements:
            self.worth[party, status] = 100 - self.worth[party, of]

    # ------------------------------------------------------------------------ crowds

    def stake(self, crowd: str, status: NDArray[np.int64]) -> Floats:
        """How much of what is at stake for a crowd it has lost as the dispute stands, 0 to 1.

        0 where nothing is better for it, 1 where nothing is worse; an ending in which it has left
        does not count.
        """
        worths = [self.worth[crowd, place] for place in self._endings()]
        best, worst = np.max(worths, axis=0), np.min(worths, axis=0)
        now = self._at(crowd, status)
        span = best - worst
        return np.where(span > 0, np.clip((best - now) / np.where(span > 0, span, 1.0), 0, 1), 0.0)

    def wish(self, party: str, status: NDArray[np.int64]) -> Floats:
        """How likely a party would rather have something else than what stands (logit)."""
        options = [self.worth[party, place] for place in range(len(self.crisis.statuses))]
        gain = np.max(options, axis=0) - self._at(party, status)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            odds = np.where(gain > 0, gain / self.noise, 0.0)
        chance: Floats = np.where(gain > 0, 2 / (1 + np.exp(-odds)) - 1, 0.0)
        return chance

    def _at(self, party: str, status: NDArray[np.int64]) -> Floats:
        table = np.stack([self.worth[party, n] for n in range(len(self.crisis.statuses))])
        taken: Floats = np.take_along_axis(table, status[np.newaxis, :], axis=0)[0]
        return taken

    def _endings(self) -> list[int]:
        return [n for n, status in enumerate(self.crisis.statuses) if status.left_by is None]

    # ------------------------------------------------------------------------ voters

    def backs(
        self, voter: str, target: int, options: tuple[int, ...], losses: tuple[Loss, ...]
    ) -> Yes:
        """In which runs a voter likes a status best of the options, as things look today."""
        wanted = self._liking(voter, target, losses)
        best = np.ones(len(wanted), dtype=np.bool_)
        for option in options:
            if option != target:
                best &= wanted > self._liking(voter, option, losses)
        return best

    def _liking(self, voter: str, status: int, losses: tuple[Loss, ...]) -> Floats:
        party = self.crisis.speaker(voter)
        worth = self.worth[party, status]
        value = worth
        for crowd, expected, ending, part in losses:
            gone = expected * self._stake_at(crowd, status) * part
            without = 0.0 if ending is None else self.worth[party, ending]
            value = value + gone * (without - worth)
        return value + self._taste(voter, status)

    def _stake_at(self, crowd: str, status: int) -> Floats:
        known = self._stakes.get((crowd, status))
        if known is None:
            everywhere = np.full(len(self.noise), status)
            known = self._stakes[crowd, status] = self.stake(crowd, everywhere)
        return known

    def _taste(self, voter: str, status: int) -> Floats:
        """What a voter gives a status beside its worth, in points of worth."""
        known = self._tastes.get((voter, status))
        if known is None:
            known = self.noise * self.draws.taste(voter, self.crisis.statuses[status].name)
            opening = self.crisis.opening
            if opening is not None and voter in opening.movers and status == opening.target:
                known = self._revealed(voter, known, opening.target)
            self._tastes[voter, status] = known
        return known

    def _revealed(self, voter: str, drawn: Floats, moved: int) -> Floats:
        """The taste of a mover for what it moved: at least so strong that it did.

        Whoever moved it liked it best of all that lay open before anybody threatened to leave.
        """
        party = self.crisis.speaker(voter)
        onward = {passage.target for passage in self.crisis.passages_from(moved)}
        least = drawn
        for other in sorted(onward | {self.crisis.start}):
            behind = self._first(party, other) - self._first(party, moved)
            least = np.maximum(least, self._taste(voter, other) + behind + BY_A_HAIR)
        return least

    def _first(self, party: str, status: int) -> Floats:
        """What a status was worth to a party when it moved."""
        first = self.crisis.worths[party][status][0]
        if first.complement is not None:
            return 100 - self._first(party, first.complement)
        assert first.input is not None  # INVARIANT: what is no complement is drawn
        return self.draws.value(first.input)
