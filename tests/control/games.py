"""Games for tests: random monotone rules, weighted votes, and crowds taken apart head by head."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from stanchion.control.game import (
    Ballot,
    Count,
    Every,
    Formula,
    Game,
    Heads,
    Never,
    Player,
    Some,
    crowds_of,
)

PEOPLE = tuple(map(Player, "abcdefg"))
CROWD = Player("staff")


def weighted(quota: int, weights: Sequence[int], *, strict: bool = False) -> Game:
    """A weighted vote of players `p1`, `p2`, …"""
    players = tuple(Player(f"p{place + 1}") for place in range(len(weights)))
    parts = tuple((Ballot(p), Fraction(w)) for p, w in zip(players, weights, strict=True))
    return Game("decide", players, Count(parts, Fraction(quota), strict))


def random_games(crowd: int = 3) -> st.SearchStrategy[Game]:
    """Monotone rules over seven people and a crowd; nobody has to be asked."""
    ballots: list[Formula] = [Ballot(player) for player in PEOPLE]
    leaves = st.sampled_from([*ballots, Heads(CROWD, crowd), Never("vacant")])
    weights = st.builds(Fraction, st.integers(0, 6), st.sampled_from([1, 1, 2]))

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        some = st.lists(inner, min_size=1, max_size=6).map(tuple)
        counted = st.lists(st.tuples(inner, weights), min_size=1, max_size=8).map(tuple)
        return st.one_of(
            st.builds(Every, some),
            st.builds(Some, st.integers(0, 4), some),
            st.builds(Count, counted, weights.map(lambda w: w * 2), st.booleans()),
        )

    rules = st.recursive(leaves, larger, max_leaves=14)
    return rules.map(lambda rule: Game("decide", (*PEOPLE, CROWD), rule))


def head_by_head(game: Game) -> Game:
    """The same game with every head of every crowd as a player of its own."""
    crowds = crowds_of(game.formula)
    heads = {c: tuple(Player(f"{c} {n}") for n in range(size)) for c, size in crowds.items()}

    def whole(player: Player) -> Formula:
        return Every(tuple(map(Ballot, heads[player]))) if player in heads else Ballot(player)

    def apart(formula: Formula) -> Formula:
        match formula:
            case Ballot(player) | Heads(player, _):
                return whole(player)
            case Never():
                return formula
            case Count(parts, quota, strict):
                found: list[tuple[Formula, Fraction]] = []
                for part, weight in parts:
                    if isinstance(part, Heads):
                        found += [(Ballot(head), weight) for head in heads[part.player]]
                    else:
                        found.append((apart(part), weight))
                return Count(tuple(found), quota, strict)
            case Every(parts):
                return Every(tuple(map(apart, parts)))
            case Some(count, parts):
                return Some(count, tuple(map(apart, parts)))

    players = [head for player in game.players for head in heads.get(player, (player,))]
    return Game(game.decision, tuple(players), apart(game.formula))
