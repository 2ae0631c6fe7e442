"""The crisis as a game tree, solved backwards: who would yield, move by move.

Whoever votes on what opens the dispute moves first, one after the other; then whoever may make an
offer; each crowd signs or not, as one; then the voters on what stands, one after the other, each
backing one ending. At last a crowd that has signed leaves, as chance has it. Worths are those of
the beginning with the dated changes of mind that are known.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis, CrowdTerms, Passage
from stanchion.conflict.crisis.draws import Draws
from stanchion.conflict.extensive.induction import Perfect, Quantal, logit, subgame_perfect
from stanchion.conflict.extensive.tree import (
    MOST_NODES,
    Chance,
    Choice,
    Ending,
    Growing,
    Tree,
    TreeTooLarge,
)
from stanchion.conflict.inputs import Input
from stanchion.control.game import Player, holds
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Solved:
    """The game solved at best guesses, without error, and over many draws with logit noise.

    `likely` are probabilities of the endings over the draws; `nodes` how large the game is.
    """

    perfect: Perfect
    likely: dict[str, float]
    draws: int
    nodes: int
    assumptions: tuple[str, ...]
    method: str = "game tree of the charter's moves, backward induction"
    exact: bool = False


ASSUMED = (
    "in the game tree each moves once, knowing all that was done before, and a crowd acts as one",
)


def solved(crisis: Crisis, seed: int, draws: int, *, most: int = MOST_NODES) -> Solved:
    """The crisis solved backwards; raises TreeTooLarge."""
    guesses = tree_of(crisis, _guessed, most=most)
    drawn = Draws(seed, runs_from(0, draws))
    noise = drawn.value(crisis.noise)
    with np.errstate(divide="ignore"):
        precision = np.where(noise > 0, 1 / np.where(noise > 0, noise, 1), np.inf)
    quantal: Quantal = logit(tree_of(crisis, drawn.value, most=most), precision)
    likely = {
        name: float(np.mean(np.broadcast_to(quantal.outcomes.get(name, 0.0), draws)))
        for name in crisis.names
    }
    return Solved(subgame_perfect(guesses), likely, draws, len(guesses.nodes), ASSUMED)


def solved_if_small(crisis: Crisis, seed: int, draws: int) -> tuple[Solved | None, str | None]:
    """The crisis solved backwards, or why its game is too large for that."""
    try:
        return solved(crisis, seed, draws), None
    except TreeTooLarge as large:
        return None, str(large)


def _guessed(one: Input) -> Fraction:
    return one.best


def tree_of(crisis: Crisis, value: Any, *, most: int = MOST_NODES) -> Tree:
    """The game, each input turned into a number (or one for each run) by `value`."""
    planted = _Planting(crisis, value, Growing(most=most))
    planted.plant()
    return planted.growing.grown()


@dataclass(slots=True)
class _Planting:
    """A tree being made from its endings up; what was made before is used again."""

    crisis: Crisis
    value: Any
    growing: Growing

    def plant(self) -> None:
        opening = self.crisis.opening
        stood = self.crisis.start if opening is None else opening.target
        subject = self._offers(stood)
        if opening is None:
            return
        passages = self.crisis.passages_from(self.crisis.start)
        refused = self._ending(self.crisis.start)
        if not passages:
            return
        ballots = _Ballots(self, self.crisis.start, passages, {opening.target: subject}, refused)
        ballots.grow()

    # ------------------------------------------------------------------ what stands

    def _offers(self, stood: int) -> int:
        """Each offer that is made or may be; then the crowds, then the voters."""
        made: list[tuple[int, ...]] = [()]
        for _ in self.crisis.offers:
            made = [(*before, now) for before in made for now in (0, 1)]
        after = {yes: self._signing(stood, yes) for yes in made}
        for place in range(len(self.crisis.offers) - 1, -1, -1):
            offer = self.crisis.offers[place]
            shorter: dict[tuple[int, ...], int] = {}
            for head in dict.fromkeys(yes[:place] for yes in after):
                if offer.day is not None:  # it is made, or certain to be
                    shorter[head] = after[(*head, 1)]
                    continue
                options = (
                    ("makes its offer", after[(*head, 1)]),
                    ("offers nothing", after[(*head, 0)]),
                )
                shorter[head] = self.growing.add(Choice(offer.by, options))
            after = shorter
        return self._last(after[()])

    def _last(self, place: int) -> int:
        """The node as the last one added, for the root is the last."""
        if place == len(self.growing.nodes) - 1:
            return place
        return self.growing.add(Chance((("then", Fraction(1), place),)))

    def _signing(self, stood: int, offers: tuple[int, ...]) -> int:
        crowds = self.crisis.crowds
        signed: list[tuple[int, ...]] = [()]
        for _ in crowds:
            signed = [(*before, now) for before in signed for now in (0, 1)]
        after = {yes: self._voting(stood, offers, yes) for yes in signed}
        for place in range(len(crowds) - 1, -1, -1):
            shorter = {}
            for head in dict.fromkeys(yes[:place] for yes in after):
                options = (("signs", after[(*head, 1)]), ("keeps still", after[(*head, 0)]))
                shorter[head] = self.growing.add(Choice(crowds[place].name, options))
            after = shorter
        return after[()]

    def _voting(self, stood: int, offers: tuple[int, ...], signed: tuple[int, ...]) -> int:
        held = self._threat(stood, offers, signed)
        passages = self.crisis.passages_from(stood)
        if not passages:
            return held
        targets = {passage.target: self._ending(passage.target) for passage in passages}
        return _Ballots(self, stood, passages, targets, held).grow()

    def _threat(self, stood: int, offers: tuple[int, ...], signed: tuple[int, ...]) -> int:
        """What comes of holding: the first crowd that signed and carries it out has left."""
        place = self._ending(stood)
        for crowd, has in reversed(list(zip(self.crisis.crowds, signed, strict=True))):
            if has and crowd.ending is not None:
                leaves = self._resolve(crowd, offers)
                gone = self._ending(crowd.ending)
                options = (("leaves", leaves, gone), ("stays after all", 1 - leaves, place))
                place = self.growing.add(Chance(options))
        return place

    def _resolve(self, crowd: CrowdTerms, offers: tuple[int, ...]) -> Any:
        """How likely a crowd that has signed leaves: all but the loyal, whom cost holds."""
        if crowd.loyalty is None:
            return Fraction(1)
        loyalty = self.value(crowd.loyalty) / 100
        if crowd.cost is None:
            return 1 - loyalty
        cost = now = self.value(crowd.cost)
        for offer, is_made in zip(self.crisis.offers, offers, strict=True):
            if is_made and self.crisis.crowds[offer.to].name == crowd.name:
                now = np.minimum(now, self.value(offer.cost))
        if isinstance(cost, Fraction):
            return 1 - loyalty * (now / cost if cost else 1)
        return 1 - loyalty * np.where(cost > 0, now / np.where(cost > 0, cost, 1), 1)

    def _ending(self, status: int) -> int:
        payoffs = {party: self._worth(party, status) for party in self.crisis.parties}
        return self.growing.add(Ending(self.crisis.names[status], payoffs))

    def _worth(self, party: str, status: int) -> Any:
        last = self.crisis.worths[party][status][-1]
        if last.complement is not None:
            return 100 - self._worth(party, last.complement)
        assert last.input is not None  # INVARIANT: what is no complement is an input
        return self.value(last.input)


@dataclass(slots=True)
class _Ballots:
    """Voters one after the other, until it is settled which ending is carried, or none."""

    planting: _Planting
    stood: int
    passages: tuple[Passage, ...]
    targets: dict[int, int]
    held: int
    won: dict[tuple[int, frozenset[Player]], bool] = field(default_factory=dict)

    def grow(self) -> int:
        """The node at which the first of the voters chooses."""
        voters = tuple(dict.fromkeys(v for passage in self.passages for v in passage.voters))
        layer = self._reachable(voters)
        nodes: dict[tuple[int, ...], int] = {}
        for place in range(len(voters), -1, -1):
            upper: dict[tuple[int, ...], int] = {}
            for backed in layer[place]:
                settled = self._settled(voters, backed)
                if settled is not None:
                    upper[backed] = settled
                    continue
                speaker = self.planting.crisis.speaker(str(voters[place]))
                options = tuple(
                    (self._label(choice), nodes[(*backed, choice)]) for choice in self._choices()
                )
                upper[backed] = self.planting.growing.add(Choice(speaker, options))
            nodes = upper
        return self.planting._last(nodes[()])  # noqa: SLF001

    def _choices(self) -> tuple[int, ...]:
        return (self.stood, *(passage.target for passage in self.passages))

    def _label(self, choice: int) -> str:
        name = self.planting.crisis.names[choice]
        return f"holds to {name}" if choice == self.stood else f"backs {name}"

    def _reachable(self, voters: tuple[Player, ...]) -> list[list[tuple[int, ...]]]:
        """The histories of votes that are not settled yet, and those that settle them."""
        layers: list[list[tuple[int, ...]]] = [[()]]
        for _ in voters:
            following = [
                (*backed, choice)
                for backed in layers[-1]
                if self._settled(voters, backed) is None
                for choice in self._choices()
            ]
            self._check(sum(map(len, layers)) + len(following))
            layers.append(following)
        return layers

    def _check(self, nodes: int) -> None:
        if nodes > self.planting.growing.most:
            raise TreeTooLarge(nodes, self.planting.growing.most)

    def _settled(self, voters: tuple[Player, ...], backed: tuple[int, ...]) -> int | None:
        """The node of the ending that is carried whatever the others do, or of none if so."""
        open_ = False
        for passage in self.passages:
            pairs = zip(voters, backed, strict=False)
            yes = frozenset(voter for voter, choice in pairs if choice == passage.target)
            if self._wins(passage, yes):
                return self.targets[passage.target]
            open_ = open_ or self._wins(passage, yes.union(voters[len(backed) :]))
        return None if open_ else self.held

    def _wins(self, passage: Passage, yes: frozenset[Player]) -> bool:
        known = self.won.get((passage.target, yes))
        if known is None:
            known = self.won[passage.target, yes] = all(
                any(holds(means.formula, yes) for means in requirement.means)
                for requirement in passage.requirements
            )
        return known
