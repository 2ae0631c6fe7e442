"""The challenge model one actor at a time, in plain loops and powers: slow, obvious, independent.

It follows the published text and programs and shares nothing with the batched engine but the
options. `bench/challenge.py` measures against it.
"""

from dataclasses import dataclass

from stanchion.conflict.challenge.options import (
    Capitulation,
    Denominator,
    Improvement,
    OfferChoice,
    Options,
    RiskReference,
    Scale,
    StatusQuoSign,
    Tie,
    VotingRisk,
)

SAME = 1e-10


@dataclass
class Actor:
    """A party: position, capability, salience, risk exponent."""

    x: float
    c: float
    s: float
    r: float = 1.0


@dataclass(frozen=True)
class Offer:
    """What an actor is offered."""

    kind: int
    x: float
    move: float
    key: float
    keen: float
    place: int


class Model:
    """All actors in one round after another."""

    def __init__(self, actors: list[Actor], options: Options, declared: float) -> None:
        self.actors, self.options, self.declared = actors, options, declared
        self.first = max(a.x for a in actors) - min(a.x for a in actors)

    @property
    def length(self) -> float:
        now = max(a.x for a in self.actors) - min(a.x for a in self.actors)
        lengths = {Scale.INITIAL: self.first, Scale.CURRENT: now, Scale.DECLARED: self.declared}
        return lengths[self.options.scale] or 1.0

    def vote(self, k: Actor, x: float, y: float) -> float:
        r = k.r if self.options.voting_risk is VotingRisk.OWN else 1.0
        near, far = abs(k.x - x) / self.length, abs(k.x - y) / self.length
        return k.c * k.s * (far**r - near**r)

    def chance(self, i: Actor, j: Actor) -> float:
        given = sum(max(0.0, self.vote(k, i.x, j.x)) for k in self.actors)
        if self.options.denominator is Denominator.PAIR:
            whole = sum(abs(self.vote(k, i.x, j.x)) for k in self.actors)
        else:
            whole = self.all_votes
        return given / whole if whole else 0.5

    def count_all(self) -> None:
        self.all_votes = (
            sum(
                abs(self.vote(k, a.x, b.x))
                for k in self.actors
                for a in self.actors
                for b in self.actors
            )
            if self.options.denominator is Denominator.ALL_PAIRS
            else 0.0
        )

    def median(self) -> float:
        reached, half = 0.0, sum(a.c * a.s for a in self.actors) / 2
        for a in sorted(self.actors, key=lambda a: a.x):
            reached += a.c * a.s
            if reached >= half * (1 - 1e-12):
                return a.x
        raise AssertionError

    def expected(self, i: Actor, j: Actor, r: float) -> float:
        """Of i challenging j, at risk exponent r."""
        d = abs(i.x - j.x) / self.length
        won = 2 - 4 * max(0.0, 0.5 - 0.5 * d) ** r
        lost = 2 - 4 * (0.5 + 0.5 * d) ** r
        p = self.chance(i, j)
        challenged = j.s * (p * won + (1 - p) * lost) + (1 - j.s) * won
        q = float(self.options.status_quo)
        same = 2 - 4 * 0.5**r
        if q == 1:
            return challenged - same
        far = abs(i.x - self.median()) / self.length
        better = 2 - 4 * max(0.0, 0.5 - (far + d) / 4) ** r
        worse = 2 - 4 * (0.5 + (far + d) / 4) ** r
        nearer = 1.0 if far < d else 0.0
        t = 0.5 if self.options.improvement is Improvement.EVEN else nearer
        other = t * better + (1 - t) * worse
        if self.options.sign is StatusQuoSign.ADDED:
            return challenged - q * same + (1 - q) * other
        return challenged - q * same - (1 - q) * other

    def danger(self, i: Actor) -> float:
        return sum(self.expected(j, i, 1.0) for j in self.actors if j is not i)

    def set_risks(self) -> None:
        for a in self.actors:
            a.r = 1.0
        self.count_all()
        danger = [self.danger(a) for a in self.actors]
        risks = []
        for a, own in zip(self.actors, danger, strict=True):
            reach = danger
            if self.options.risk_reference is RiskReference.OWN_POSITIONS:
                reach = self.dangers_elsewhere(a)
            span = max(reach) - min(reach)
            accepts = (2 * own - max(reach) - min(reach)) / span if span > 1e-11 else 0.0
            risks.append((1 - accepts / 3) / (1 + accepts / 3))
        for a, r in zip(self.actors, risks, strict=True):
            a.r = r
        self.count_all()

    def dangers_elsewhere(self, a: Actor) -> list[float]:
        home, found = a.x, []
        for x in [other.x for other in self.actors]:
            a.x = x
            self.count_all()
            found.append(self.danger(a))
        a.x = home
        self.count_all()
        return found

    def offers(self, i: Actor) -> list[Offer]:
        found = []
        for place, j in enumerate(self.actors):
            if abs(i.x - j.x) <= SAME * self.length:
                continue
            own, other = self.expected(i, j, i.r) / 4, self.expected(j, i, i.r) / 4
            if own > SAME and other > SAME and other - own > SAME:
                kind, x = 0, j.x
            elif other > SAME and own < -SAME and other + own > SAME:
                kind, x = 1, i.x + (j.x - i.x) * abs(own / other)
            elif other > SAME and own < -SAME:
                if self.options.capitulation is Capitulation.NEVER:
                    continue
                kind, x = 2, j.x
            else:
                continue
            key = abs(x - i.x)
            if kind == 1 and self.options.choice is OfferChoice.BY_KIND_LOWEST:
                key = (abs(own) * i.x + abs(other) * j.x) / (abs(own) + abs(other))
            found.append(Offer(kind, x, x - i.x, key, other, place))
        return found

    def chosen(self, i: Actor) -> Offer | None:
        found = self.offers(i)
        if not found:
            return None
        if self.options.choice is not OfferChoice.LEAST_MOVE:
            found = [o for o in found if o.kind == min(o.kind for o in found)]
        best = min(o.key for o in found)
        alike = [o for o in found if o.key <= best + SAME * self.length]
        if self.options.tie is Tie.FIRST_LISTED:
            return alike[0]
        keen = max(o.keen for o in alike)
        return min((o for o in alike if o.keen >= keen - SAME), key=lambda o: (o.move, o.place))

    def round(self) -> None:
        self.set_risks()
        moves = [self.chosen(a) for a in self.actors]
        for a, offer in zip(self.actors, moves, strict=True):
            if offer is not None:
                a.x = offer.x


def positions_after(
    actors: list[tuple[float, float, float]], options: Options, *, rounds: int, declared: float
) -> list[float]:
    """Where actors given by position, capability and salience stand after so many rounds."""
    model = Model([Actor(x, c, s) for x, c, s in actors], options, declared)
    for _ in range(rounds):
        model.round()
    return [a.x for a in model.actors]
