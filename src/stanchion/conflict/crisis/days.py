"""A crisis day by day, over a batch of runs at once.

Each day: dated changes and offers come; crowds sign; what opens the dispute is carried once its
notice is over; then every voter backs the ending that it likes best, given who is expected to
leave, and an ending whose decisions are carried by those who back it has come. At the deadline a
crowd of which more than half has signed leaves, or does not.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stanchion.conflict.chance import Floats, Runs
from stanchion.conflict.crisis.backing import Minds
from stanchion.conflict.crisis.carried import Yes, carried
from stanchion.conflict.crisis.compiled import Crisis, Means, Passage
from stanchion.conflict.crisis.draws import FREE, Chosen, Draws
from stanchion.conflict.crisis.leaving import Leaving
from stanchion.control.game import Player
from stanchion.exact.record import record

NEVER = np.iinfo(np.int64).max
SIGNED_TO_LEAVE = 0.5
"""# ASSUMPTION: a crowd leaves where more than this share of it has signed, weighed by how much of
what could be at stake for it is."""


@record(frozen=True, slots=True)
class Switches:
    """What is left out of a run: parties who do nothing, and everything but the rules."""

    passive: frozenset[str] = frozenset()
    rules_only: bool = False


ALL_ON = Switches()


@record(frozen=True, slots=True)
class Followed:
    """How each run of a batch went: the ending by status, the day, and the shares that signed.

    `standing` counts, by day and status, the runs in which the dispute stood so.
    """

    outcome: NDArray[np.int8]
    day: NDArray[np.int16]
    signed: tuple[NDArray[np.float32], ...]
    standing: NDArray[np.int64]
    offered: tuple[NDArray[np.bool_], ...]


def follow(
    crisis: Crisis,
    seed: int,
    runs: Runs,
    *,
    chosen: Chosen = FREE,
    switches: Switches = ALL_ON,
) -> Followed:
    """The crisis in each of these runs; the same run is the same in any batch."""
    return _Following.begun(crisis, Draws(seed, runs, chosen), switches).to_the_end()


@dataclass(slots=True)
class _Following:
    crisis: Crisis
    draws: Draws
    switches: Switches
    minds: Minds
    crowds: tuple[Leaving, ...]
    status: NDArray[np.int64]
    ended: NDArray[np.int64]
    """The day on which a run came to its end, NEVER before."""
    acted: NDArray[np.int64]
    """The day on which what opened the dispute was carried, before which nothing is undone."""
    announced: dict[tuple[int, int, int], NDArray[np.int64]] = field(default_factory=dict)
    made: list[Yes] = field(default_factory=list)
    standing: list[NDArray[np.int64]] = field(default_factory=list)

    @classmethod
    def begun(cls, crisis: Crisis, draws: Draws, switches: Switches) -> "_Following":
        count = len(draws.runs)
        crowds = tuple(Leaving.drawn(terms, draws) for terms in crisis.crowds)
        return cls(
            crisis=crisis,
            draws=draws,
            switches=switches,
            minds=Minds.drawn(crisis, draws),
            crowds=crowds,
            status=np.full(count, crisis.start, dtype=np.int64),
            ended=np.full(count, NEVER, dtype=np.int64),
            acted=np.full(count, NEVER if crisis.opening else -1, dtype=np.int64),
            made=[np.zeros(count, dtype=np.bool_) for _ in crisis.offers],
        )

    def to_the_end(self) -> Followed:
        for day in range(self.crisis.horizon + 1):
            if self._open_runs.any():
                self._follow(day)
            counts = np.bincount(self.status, minlength=len(self.crisis.statuses))
            self.standing.append(counts.astype(np.int64))
        last = np.minimum(self.ended, self.crisis.horizon)
        return Followed(
            outcome=self.status.astype(np.int8),
            day=last.astype(np.int16),
            signed=tuple(crowd.signed.astype(np.float32) for crowd in self.crowds),
            standing=np.stack(self.standing),
            offered=tuple(self.made),
        )

    def _follow(self, day: int) -> None:
        self.minds.turn(day)
        self._offers(day)
        self._open(day)
        self._sign()
        self._decide(day)
        if day == self.crisis.horizon:
            self._leave(day)

    # -------------------------------------------------------------- before voting

    @property
    def _open_runs(self) -> Yes:
        still: Yes = self.ended == NEVER
        return still

    def _feared(self) -> NDArray[np.int64]:
        """The status that crowds and offerors look at: what stands, or what is about to."""
        if self.crisis.opening is None:
            return self.status
        return np.where(self.acted == NEVER, self.crisis.opening.target, self.status)

    def _offers(self, day: int) -> None:
        if self.switches.rules_only:
            return
        for place, offer in enumerate(self.crisis.offers):
            if offer.by in self.switches.passive:
                continue
            if offer.day is None:
                comes = self.draws.day(offer.by, place, self.crisis.horizon) == day
                wish = self.minds.wish(offer.by, self._feared())
                comes &= self.draws.willing(offer.by, place) < wish
            else:
                comes = np.full(len(self.status), offer.day == day)
            made = comes & self._open_runs & ~self.made[place]
            self.made[place] |= made
            self.crowds[offer.to].offered(self.draws.value(offer.cost), made)

    def _sign(self) -> None:
        if self.switches.rules_only:
            return
        feared = self._feared()
        for crowd in self.crowds:
            if crowd.terms.name not in self.switches.passive:
                crowd.sign(self.minds.stake(crowd.terms.name, feared), self._open_runs)

    # ------------------------------------------------------------------- deciding

    def _losses(self) -> tuple[tuple[str, Floats, int | None, float], ...]:
        """Of every crowd: how many are expected to leave, where that leads, and how much of all
        who may leave it is."""
        if self.switches.rules_only:
            return ()
        people = sum(crowd.terms.size for crowd in self.crowds)
        return tuple(
            (c.terms.name, c.expected, c.terms.ending, c.terms.size / people) for c in self.crowds
        )

    def _open(self, day: int) -> None:
        """What opens the dispute: its movers want it on the first day, and decide anew later."""
        opening = self.crisis.opening
        if opening is None:
            return
        waiting = self._open_runs & (self.acted == NEVER)
        if not waiting.any():
            return
        options = (self.crisis.start, opening.target)
        for passage in self.crisis.passages_from(self.crisis.start):
            backers = self._backers(passage, options)
            if day == 0:
                for mover in opening.movers:
                    if mover not in self.switches.passive:
                        backers[Player(mover)] = np.ones(len(self.status), dtype=np.bool_)
            carried_now = waiting & self._carried(passage, backers, day)
            self.status = np.where(carried_now, opening.target, self.status)
            self.acted = np.where(carried_now, day, self.acted)

    def _decide(self, day: int) -> None:
        source = self.crisis.start if self.crisis.opening is None else self.crisis.opening.target
        passages = self.crisis.passages_from(source)
        if not passages:
            return
        options = (source, *(passage.target for passage in passages))
        free = self._open_runs & (self.acted < day) & (self.status == source)
        if not free.any():
            return
        for passage in passages:
            backers = self._backers(passage, options)
            over = free & self._open_runs & self._carried(passage, backers, day)
            self.status = np.where(over, passage.target, self.status)
            self.ended = np.where(over, day + self._lag(passage), self.ended)

    def _backers(self, passage: Passage, options: tuple[int, ...]) -> dict[Player, Yes]:
        losses = self._losses()
        return {
            voter: self.minds.backs(str(voter), passage.target, options, losses)
            for voter in passage.voters
            if str(voter) not in self.switches.passive
        }

    def _carried(self, passage: Passage, backers: dict[Player, Yes], day: int) -> Yes:
        met = np.ones(len(self.status), dtype=np.bool_)
        for place, requirement in enumerate(passage.requirements):
            by_any = np.zeros(len(self.status), dtype=np.bool_)
            for number, means in enumerate(requirement.means):
                key = (passage.target, place, number)
                by_any |= self._by(means, backers, day, key)
            met &= by_any
        return met

    def _by(
        self, means: Means, backers: dict[Player, Yes], day: int, key: tuple[int, int, int]
    ) -> Yes:
        count = len(self.status)
        votes = carried(means.formula, backers, count)
        if not means.notice_days:
            return votes & (day + means.lag_days <= self.crisis.horizon)
        heard = np.zeros(count, dtype=np.bool_)
        for player in means.players:
            heard |= backers.get(player, np.zeros(count, dtype=np.bool_))
        first = self.announced.setdefault(key, np.full(count, NEVER, dtype=np.int64))
        np.copyto(first, day, where=heard & (first == NEVER))
        waits = np.full(count, means.notice_days, dtype=np.int64)
        if means.waived_by:
            waived = np.ones(count, dtype=np.bool_)
            for player in means.waived_by:
                waived &= backers.get(player, np.zeros(count, dtype=np.bool_))
            waits = np.where(waived, means.waived_days, waits)
        ready = (first != NEVER) & (day - np.minimum(first, day) >= waits)
        in_time: Yes = votes & ready & (day + means.lag_days <= self.crisis.horizon)
        return in_time

    def _lag(self, passage: Passage) -> int:
        return max((m.lag_days for r in passage.requirements for m in r.means), default=0)

    # ------------------------------------------------------------------ the deadline

    def _leave(self, day: int) -> None:
        if self.switches.rules_only:
            return
        for crowd in self.crowds:
            if crowd.terms.ending is None or crowd.terms.name in self.switches.passive:
                continue
            stake = self.minds.stake(crowd.terms.name, self.status)
            left = self._open_runs & (crowd.signed * stake > SIGNED_TO_LEAVE)
            left &= self.draws.threat(crowd.terms.name) < crowd.resolute
            self.status = np.where(left, crowd.terms.ending, self.status)
            self.ended = np.where(left, day, self.ended)
