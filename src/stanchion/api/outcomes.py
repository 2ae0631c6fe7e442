"""A payout that hangs on decisions: a curve for every outcome, who can force each, and the steps.

Money knows nothing of votes and votes nothing of money; here they meet. Where one decision is at
stake, those who have a ballot in it are taken to vote for what pays them more, and the payoff of
the company steps where that changes the outcome.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise, product

from stanchion.api.view import View
from stanchion.charter.instruments import Preferred
from stanchion.charter.phrases import Name
from stanchion.control.from_charter import CannotDecide, compiled
from stanchion.control.game import Game, Player
from stanchion.control.results import Who
from stanchion.control.who import who
from stanchion.economics.curves import PayoffCurves, payoff_curves
from stanchion.economics.from_charter import paying_entity, waterfall
from stanchion.economics.results import provenance
from stanchion.economics.waterfall import PayeeId
from stanchion.exact.diagram import TooLarge
from stanchion.exact.errors import StanchionError
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.exact.record import record

MOST_DECISIONS = 6
METHOD = "exact curves of both outcomes compared, and every ballot cast for the larger payment"


@dataclass(eq=False)
class NothingHangs(StanchionError, ValueError):
    """What `entity` pays hangs on no decision, so there is one outcome and one curve."""

    entity: str

    def __str__(self) -> str:
        return f"what `{self.entity}` pays hangs on no decision: no class of it converts by a vote"


@dataclass(eq=False)
class TooManyDecisions(StanchionError, ValueError):
    """`decisions` decisions have more outcomes than can be shown."""

    decisions: int
    limit: int

    def __str__(self) -> str:
        return f"{self.decisions} decisions have too many outcomes; the most is {self.limit}"


@record(frozen=True, slots=True)
class Force:
    """Who can bring about a decision that money hangs on, or why that is not known."""

    decision: str
    who: Who | None
    why_not: str | None


@record(frozen=True, slots=True)
class Outcome:
    """One way in which the decisions can come out, and what everybody then receives."""

    taken: tuple[tuple[str, bool], ...]
    curves: PayoffCurves


@record(frozen=True, slots=True)
class Stretch:
    """Amounts between which the same ballots are cast; `end` None: for ever."""

    start: Fraction
    end: Fraction | None
    taken: bool
    in_favour: tuple[Player, ...]


@record(frozen=True, slots=True)
class Limits:
    """What a payee receives just below and just above an amount at which the outcome flips."""

    payee: PayeeId
    below: Fraction
    above: Fraction


@record(frozen=True, slots=True)
class Step:
    """An amount at which the outcome flips; `at_it` is the outcome at the amount itself."""

    at: Fraction
    to: bool
    at_it: bool
    limits: tuple[Limits, ...]


@record(frozen=True, slots=True)
class Outcomes:
    """Every outcome of the decisions that a payout hangs on.

    `stretches` and `steps` are there where one decision is at stake and its voters are known.
    """

    entity: str
    currency: str
    forces: tuple[Force, ...]
    outcomes: tuple[Outcome, ...]
    stretches: tuple[Stretch, ...]
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]
    digest: str
    exact: bool
    method: str = METHOD


def outcomes(asked: View, *, entity: str | None = None) -> Outcomes:
    """What an entity pays under every outcome of the decisions that it hangs on.

    Raises NoWaterfall, NothingHangs, TooManyDecisions, and as `waterfall` does.
    """
    name = paying_entity(asked.charter, entity)
    decisions = _decisions(asked, name)
    if not decisions:
        raise NothingHangs(str(name))
    if len(decisions) > MOST_DECISIONS:
        raise TooManyDecisions(len(decisions), MOST_DECISIONS)
    found = []
    for taken in product((False, True), repeat=len(decisions)):
        chosen = dict(zip(decisions, taken, strict=True))
        made = waterfall(asked.state, entity=name, outcomes=chosen)
        found.append(Outcome(tuple(chosen.items()), payoff_curves(made)))
    told = [provenance(item.curves.waterfall) for item in found]
    stretches, steps, assumed = _votes(asked, decisions, found)
    said = [*asked.assumptions, *asked.changes, *(a for p in told for a in p.assumptions)]
    return Outcomes(
        entity=str(name),
        currency=asked.charter.currency.code,
        forces=tuple(_force(asked, decision) for decision in decisions),
        outcomes=tuple(found),
        stretches=stretches,
        steps=steps,
        assumptions=tuple(dict.fromkeys([*said, *assumed])),
        digest=sha256(repr([p.digest for p in told]).encode()).hexdigest(),
        exact=all(p.exact for p in told),
    )


def _decisions(asked: View, entity: Name) -> tuple[str, ...]:
    """The decisions by which classes of an entity convert, each once, in order of declaration."""
    classes = asked.state.charter.classes.get(entity, {}).values()
    by_vote = [c.conversion_decision for c in classes if isinstance(c, Preferred)]
    return tuple(dict.fromkeys(str(decision) for decision in by_vote if decision is not None))


def _force(asked: View, decision: str) -> Force:
    try:
        return Force(decision, who(asked.state, decision), None)
    except (CannotDecide, TooLarge) as unable:
        return Force(decision, None, str(unable))


# ------------------------------------------------------------------- votes for money


def _votes(
    asked: View, decisions: tuple[str, ...], found: list[Outcome]
) -> tuple[tuple[Stretch, ...], tuple[Step, ...], tuple[str, ...]]:
    if len(decisions) > 1:
        why = "how several decisions come out together is not worked out: who can force each is"
        return (), (), (why,)
    try:
        game = compiled(asked.state, decisions[0]).game
    except CannotDecide as unable:
        return (), (), (str(unable),)
    kept, taken = found
    at_stake = [PayeeId(player) for player in game.players]
    gains = {Player(p): taken.curves.of(p) - kept.curves.of(p) for p in at_stake}
    stretches = _merged(tuple(_stretches(game, gains)))
    none = sorted(player for player, gain in gains.items() if gain == PiecewiseLinear.constant(0))
    assumed = ["everybody votes for what pays more to them, and no where both pay the same"]
    if none:
        names = ", ".join(f"`{player}`" for player in none)
        assumed.append(f"no money of their own is at stake for {names}, who are taken to vote no")
    return stretches, tuple(_steps(game, gains, stretches, kept, taken)), tuple(assumed)


def _stretches(game: Game, gains: dict[Player, PiecewiseLinear]) -> Iterator[Stretch]:
    """Amounts between which nobody's gain changes its sign, with the ballots cast there."""
    points = sorted({Fraction(0), *(x for gain in gains.values() for x in _turns(gain))})
    for start, end in pairwise([*points, None]):
        assert start is not None  # INVARIANT: only the last one has no end
        inside = start + 1 if end is None else (start + end) / 2
        yes = _in_favour(gains, inside)
        yield Stretch(start, end, game.wins(frozenset(yes)), yes)


def _turns(gain: PiecewiseLinear) -> Iterator[Fraction]:
    """Where the gain may change its sign: its knots, and its roots between them."""
    for piece in gain.segments():
        yield piece.start
        if piece.slope:
            root = piece.start - piece.value_at_start / piece.slope
            if root > piece.start and (piece.end is None or root < piece.end):
                yield root


def _in_favour(gains: dict[Player, PiecewiseLinear], amount: Fraction) -> tuple[Player, ...]:
    return tuple(player for player, gain in gains.items() if gain(amount) > 0)


def _merged(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Neighbours in which the same ballots are cast are one stretch."""
    merged: list[Stretch] = []
    for stretch in stretches:
        if merged and merged[-1].in_favour == stretch.in_favour:
            merged[-1] = Stretch(merged[-1].start, stretch.end, stretch.taken, stretch.in_favour)
        else:
            merged.append(stretch)
    return tuple(merged)


def _steps(
    game: Game,
    gains: dict[Player, PiecewiseLinear],
    stretches: tuple[Stretch, ...],
    kept: Outcome,
    taken: Outcome,
) -> Iterator[Step]:
    for before, after in pairwise(stretches):
        if before.taken == after.taken:
            continue
        at = after.start
        sides = (taken, kept) if before.taken else (kept, taken)
        payees = dict.fromkeys([*sides[0].curves.by_payee(), *sides[1].curves.by_payee()])
        yield Step(
            at=at,
            to=after.taken,
            at_it=game.wins(frozenset(_in_favour(gains, at))),
            limits=tuple(
                Limits(p, sides[0].curves.of(p)(at), sides[1].curves.of(p)(at)) for p in payees
            ),
        )
