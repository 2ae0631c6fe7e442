"""The days of a crisis in plain Python, one run at a time: a slow reading of decision 18.

An oracle of `conflict.crisis.days`, and what its speed is measured against. It shares with it the
random numbers (by counter) and nothing else: rules are asked by `Game.wins`, thresholds by `math`.
"""

import math

import numpy as np

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis, Means, Passage
from stanchion.conflict.crisis.draws import Draws
from stanchion.conflict.inputs import Input
from stanchion.control.game import Game, Player

STAGES_A_DAY = 6


class Drawn:
    """Numbers drawn for several runs, each list once."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.lists: dict[tuple[object, ...], list[float]] = {}

    def value(self, place: int, one: Input) -> float:
        """An input in one run."""
        known = self.lists.get((one.name,))
        if known is None:
            known = self.lists[one.name,] = self.draws.value(one).tolist()
        return known[place]

    def at(self, place: int, *key: object) -> float:
        """One of them, of one run."""
        known = self.lists.get(key)
        if known is None:
            name, *of = key
            known = self.lists[key] = getattr(self.draws, str(name))(*of).tolist()
        return known[place]


class _Run:
    def __init__(self, crisis: Crisis, drawn: Drawn, place: int) -> None:
        self.crisis = crisis
        self.drawn = drawn
        self.place = place
        self.noise = max(self.value(crisis.noise), 0.0)
        self.status = crisis.start
        self.ended: int | None = None
        self.acted: int | None = -1 if crisis.opening is None else None
        self.signed = [crowd.joined for crowd in crisis.crowds]
        self.cost = [
            None if c.cost is None else max(self.value(c.cost), 0.0) for c in crisis.crowds
        ]
        self.first_cost = list(self.cost)
        self.made = [False] * len(crisis.offers)
        self.heard: dict[tuple[int, int, int], int] = {}
        self.day = 0

    def value(self, one: Input) -> float:
        return self.drawn.value(self.place, one)

    def worth(self, party: str, status: int, day: int | None = None) -> float:
        day = self.day if day is None else day
        schedule = self.crisis.worths[party][status]
        if schedule[0].complement is not None:
            return 100 - self.worth(party, schedule[0].complement, day)
        last = schedule[0]
        for item in schedule:
            if item.day <= day:
                last = item
        assert last.input is not None
        return self.value(last.input)

    def stake(self, crowd: str, status: int) -> float:
        endings = [n for n, s in enumerate(self.crisis.statuses) if s.left_by is None]
        worths = [self.worth(crowd, n) for n in endings]
        span = max(worths) - min(worths)
        if span <= 0:
            return 0.0
        return min(1.0, max(0.0, (max(worths) - self.worth(crowd, status)) / span))

    def cheaper(self, place: int) -> float:
        cost, first = self.cost[place], self.first_cost[place]
        return cost / first if cost is not None and first else 1.0

    def resolute(self, place: int) -> float:
        loyalty = self.crisis.crowds[place].loyalty
        if loyalty is None:
            return 1.0
        return min(1.0, max(0.0, 1 - self.value(loyalty) / 100 * self.cheaper(place)))

    def feared(self) -> int:
        opening = self.crisis.opening
        return opening.target if opening is not None and self.acted is None else self.status

    def offers(self) -> None:
        for place, offer in enumerate(self.crisis.offers):
            if self.made[place] or self.ended is not None:
                continue
            comes = offer.day == self.day
            if offer.day is None:
                day = int(self.drawn.at(self.place, "day", offer.by, place, self.crisis.horizon))
                now = self.worth(offer.by, self.feared())
                gain = max(self.worth(offer.by, n) for n in range(len(self.crisis.statuses))) - now
                wish = 0.0
                if gain > 0:
                    wish = 1.0
                    if self.noise > 0:
                        wish = 2 / (1 + math.exp(-min(gain / self.noise, 700))) - 1
                comes = (
                    day == self.day and self.drawn.at(self.place, "willing", offer.by, place) < wish
                )
            if comes:
                self.made[place] = True
                cost = self.cost[offer.to]
                if cost is not None:
                    self.cost[offer.to] = min(cost, self.value(offer.cost))

    def sign(self) -> None:
        for place, crowd in enumerate(self.crisis.crowds):
            stake = self.stake(crowd.name, self.feared())
            if stake <= 0 or self.ended is not None:
                continue
            scale = self.cheaper(place) / stake
            mean = self.value(crowd.threshold) / 100 * scale
            deviation = self.value(crowd.spread) / 100 * scale
            for _ in range(STAGES_A_DAY):
                if deviation > 0:
                    z = (self.signed[place] - mean) / deviation
                    share = 0.5 * math.erfc(-z / math.sqrt(2))
                else:
                    share = 1.0 if self.signed[place] >= mean else 0.0
                people = float(np.rint(share * crowd.size))
                self.signed[place] = max(self.signed[place], people / crowd.size)

    def taste(self, voter: str, status: int) -> float:
        drawn = self.noise * self.drawn.at(
            self.place, "taste", voter, self.crisis.statuses[status].name
        )
        opening = self.crisis.opening
        if opening is None or voter not in opening.movers or status != opening.target:
            return drawn
        party = self.crisis.speaker(voter)
        others = {p.target for p in self.crisis.passages_from(status)} | {self.crisis.start}
        for other in others:
            behind = self.worth(party, other, 0) - self.worth(party, status, 0)
            drawn = max(drawn, self.taste(voter, other) + behind + 1e-6)
        return drawn

    def liking(self, voter: str, status: int) -> float:
        party = self.crisis.speaker(voter)
        worth = self.worth(party, status)
        people = sum(crowd.size for crowd in self.crisis.crowds)
        total = worth
        for place, crowd in enumerate(self.crisis.crowds):
            gone = self.signed[place] * self.resolute(place) * self.stake(crowd.name, status)
            without = 0.0 if crowd.ending is None else self.worth(party, crowd.ending)
            total += gone * crowd.size / people * (without - worth)
        return total + self.taste(voter, status)

    def backers(self, passage: Passage, options: list[int]) -> set[Player]:
        found = set()
        for voter in passage.voters:
            likes = {option: self.liking(str(voter), option) for option in options}
            if all(likes[passage.target] > likes[o] for o in options if o != passage.target):
                found.add(voter)
        return found

    def by(self, means: Means, yes: set[Player], key: tuple[int, int, int]) -> bool:
        wins = Game("it", means.players, means.formula).wins(frozenset(yes))
        if self.day + means.lag_days > self.crisis.horizon:
            wins = False
        if not means.notice_days:
            return wins
        if yes & set(means.players):
            self.heard.setdefault(key, self.day)
        waived = bool(means.waived_by) and set(means.waived_by) <= yes
        waits = means.waived_days if waived else means.notice_days
        return wins and key in self.heard and self.day - self.heard[key] >= waits

    def carried(self, passage: Passage, yes: set[Player]) -> bool:
        # every means hears who speaks up, so none is skipped
        answers = [
            [self.by(means, yes, (passage.target, r, m)) for m, means in enumerate(needed.means)]
            for r, needed in enumerate(passage.requirements)
        ]
        return all(any(each) for each in answers)

    def open(self) -> None:
        opening = self.crisis.opening
        if opening is None or self.acted is not None:
            return
        for passage in self.crisis.passages_from(self.crisis.start):
            yes = self.backers(passage, [self.crisis.start, opening.target])
            if self.day == 0:
                yes |= {Player(mover) for mover in opening.movers}
            if self.carried(passage, yes):
                self.status, self.acted = opening.target, self.day

    def decide(self) -> None:
        opening = self.crisis.opening
        stood = self.crisis.start if opening is None else opening.target
        if self.ended is not None or self.status != stood:
            return
        if self.acted is None or self.acted >= self.day:
            return
        passages = self.crisis.passages_from(stood)
        options = [stood, *(passage.target for passage in passages)]
        for passage in passages:
            yes = self.backers(passage, options)
            if self.carried(passage, yes) and self.ended is None:
                self.status = passage.target
                lags = [m.lag_days for r in passage.requirements for m in r.means]
                self.ended = self.day + max(lags, default=0)

    def leave(self) -> None:
        for place, crowd in enumerate(self.crisis.crowds):
            if self.ended is not None or crowd.ending is None:
                continue
            if self.signed[place] * self.stake(crowd.name, self.status) <= 0.5:
                continue
            if self.drawn.at(self.place, "threat", crowd.name) < self.resolute(place):
                self.status, self.ended = crowd.ending, self.day


def one_by_one(crisis: Crisis, seed: int, runs: int) -> list[tuple[int, int, list[float]]]:
    """The ending, its day and the shares that signed, of each of the first runs."""
    drawn = Drawn(Draws(seed, runs_from(0, runs)))
    return [_followed(crisis, drawn, run) for run in range(runs)]


def _followed(crisis: Crisis, drawn: Drawn, place: int) -> tuple[int, int, list[float]]:
    following = _Run(crisis, drawn, place)
    for following.day in range(crisis.horizon + 1):
        following.offers()
        following.open()
        following.sign()
        following.decide()
    following.leave()
    last = crisis.horizon if following.ended is None else following.ended
    return following.status, min(last, crisis.horizon), following.signed
