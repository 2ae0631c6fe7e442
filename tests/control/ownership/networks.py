"""Small networks for tests, written as edges, and random ones."""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import strategies as st

from stanchion.control.game import Ballot, Player, players_of
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import ActsBy, Columns, Declared, Network, Stake
from stanchion.control.results import Step

Edge = tuple[str, str, str]


def network(
    edges: Iterable[Edge], *, acts: Iterable[ActsBy] = (), declared: Iterable[Declared] = ()
) -> Network:
    """A network of (holder, held, share), the share one of ownership and of votes alike."""
    stakes, rules = [], tuple(acts)
    for holder, held, share in edges:
        much = interval(share)
        stakes.append(Stake(holder, held, ownership=much, votes=much))
    names = [name for stake in stakes for name in (stake.holder, stake.entity)]
    names += [str(name) for rule in rules for name in (*players_of(rule.rule), rule.entity)]
    return Network(tuple(dict.fromkeys(names)), tuple(stakes), acts=rules, declared=tuple(declared))


def interval(text: str) -> Interval:
    """`0.4` or `0.3 to 0.4`."""
    low, _, high = text.partition(" to ")
    return Interval(Fraction(low), Fraction(high or low))


def manages(manager: str, entity: str) -> ActsBy:
    """That one party decides what an entity does, whatever it holds."""
    return ActsBy(entity, f"its manager `{manager}`", Ballot(Player(manager)), Step("manages"))


@st.composite
def closed_networks(draw: st.DrawFn, *, most: int = 6) -> Columns:
    """Companies wholly held by persons and by one another, in rings too, but never a closed one."""
    companies = [f"c{number}" for number in range(draw(st.integers(1, most)))]
    persons = [f"p{number}" for number in range(draw(st.integers(1, 3)))]
    columns = {}
    for company in companies:
        holders = draw(st.lists(st.sampled_from(companies), max_size=3, unique=True))
        parts = [draw(st.integers(1, 6)) for _ in holders]
        owner, rest = draw(st.sampled_from(persons)), draw(st.integers(1, 6))
        whole = sum(parts) + rest
        columns[company] = {
            **{h: Fraction(part, whole) for h, part in zip(holders, parts, strict=True)},
            owner: Fraction(rest, whole),
        }
    return columns


def network_of(columns: Columns) -> Network:
    """Columns as a network in which votes are as ownership."""
    edges = [
        (holder, held, str(share)) for held, hs in columns.items() for holder, share in hs.items()
    ]
    return network(edges)
