"""Published examples of ownership networks, each under the convention that it names."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from stanchion.control.ownership.integrated import integrated
from stanchion.control.ownership.interval import Interval
from stanchion.control.ownership.network import Declared, End, Network, Of
from stanchion.control.ownership.owners import owners_in
from stanchion.control.ownership.paths import loops_ignored
from stanchion.control.ownership.power_index import network_power_index
from stanchion.control.ownership.results import Owner
from tests.control.ownership.networks import interval, manages, network


@dataclass(frozen=True)
class Case:
    """One published figure: where from, of what network, and what it is."""

    source: str
    given: Network
    owner: str
    entity: str
    expected: str


def owner_line(given: Network, owner: str, entity: str) -> Owner:
    found = owners_in(given, entity, as_of="then")
    return next(line for line in found.owners if line.owner == owner)


GEOMETRIC = [
    Case(
        "e-com-net.com article 1288854902231080960",
        network(
            [
                ("u", "x", "0.5953"),
                ("u", "b", "0.98"),
                ("b", "x", "0.0476"),
                ("u", "c", "0.66"),
                ("c", "x", "0.1427"),
            ]
        ),
        "u",
        "x",
        "0.73613",
    ),
    Case(
        "notes on a graph exercise: loops given no weight; the geometric figure is derived",
        network([("a", "b", "0.5"), ("b", "x", "0.2"), ("b", "a", "0.1")]),
        "a",
        "x",
        "2/19",
    ),
    Case(
        "notes on a graph exercise: two chains",
        network([("a", "b", "0.5"), ("a", "c", "0.5"), ("b", "x", "0.1"), ("c", "x", "0.1")]),
        "a",
        "x",
        "0.1",
    ),
    Case(
        "bods-v04-fixtures core/01-direct-ownership",
        network([("jane", "acme", "0.75")]),
        "jane",
        "acme",
        "0.75",
    ),
]


@pytest.mark.parametrize("case", GEOMETRIC, ids=lambda case: case.source)
def test_shares_over_all_chains(case: Case) -> None:
    line = owner_line(case.given, case.owner, case.entity)
    assert line.geometric is not None
    assert abs(line.geometric.low - Fraction(case.expected)) <= Fraction("5e-6")
    assert line.geometric.exact


def test_a_loop_that_is_ignored_gives_the_other_published_figure() -> None:
    """Source: the same notes; 10% where loops have no weight, 2/19 where they are counted."""
    line = owner_line(GEOMETRIC[1].given, "a", "x")
    assert line.loops_ignored == interval("0.1")
    assert line.corrected == interval("0.1"), "chains end where they come back to the owner"
    assert line.geometric == interval("2/19")


def test_control_of_two_holders_adds_up_what_they_hold() -> None:
    """Source: Open Ownership, data-standard examples, multiple indirect ownership 2: 60%."""
    given = network(
        [("b", "a", "0.4"), ("c", "a", "0.2")], acts=[manages("p1", "b"), manages("p1", "c")]
    )
    found = owners_in(given, "a", as_of="then")
    (controller,) = [c for c in found.controllers if c.owner == "p1"]
    assert controller.attributed_votes == interval("0.6")
    assert controller.certain
    assert [link.entity for link in controller.chain] == ["b", "c", "a"]


def test_a_declared_total_that_does_not_follow_is_kept_apart() -> None:
    """Source: Open Ownership, data-standard examples, multiple indirect ownership: 60% declared,
    through two holders of a half each that the person has unknown parts of."""
    said = Declared("p1", "b", Of.OWNERSHIP, interval("0.6"))
    given = network(
        [("c", "b", "0.5"), ("d", "b", "0.5"), ("p1", "c", "0 to 1"), ("p1", "d", "0 to 1")],
        declared=[said],
    )
    found = owners_in(given, "b", as_of="then")
    line = next(line for line in found.owners if line.owner == "p1")
    assert found.declared == (said,)
    assert line.geometric == interval("0 to 1"), "which is all that follows from the holdings"


def test_the_network_power_index_of_its_authors_sample() -> None:
    """Source: Mizuno, Doi, Kurizaki (2020), sample of their code, quota more than a half; closed
    form 17/6, 11/6, 4/3, which their own simulation meets within 0.011."""
    given = network(
        [
            ("a", "d", "0.5"),
            ("b", "d", "0.5"),
            ("a", "e", "0.1"),
            ("c", "e", "0.45"),
            ("d", "e", "0.45"),
            ("c", "f", "0.4"),
            ("e", "f", "0.6"),
        ]
    )
    shares = network_power_index(given.columns(Of.VOTES, End.LOW), given.parties)
    assert {n: s for n, s in shares.items() if s} == {
        "a": Fraction(17, 6),
        "b": Fraction(11, 6),
        "c": Fraction(4, 3),
    }


def test_a_ring_terminates_and_nobody_in_it_owns_itself_in_the_end() -> None:
    """Source: bods-v04-fixtures, circular: no company of the cycle is its own beneficial owner, no
    edge is dropped, and shares do not come to 200%. Figures are ours."""
    given = network(
        [("x", "y", "0.6"), ("y", "x", "0.6"), ("ann", "x", "0.4"), ("bob", "y", "0.4")]
    )
    found = owners_in(given, "x", as_of="then")
    assert [ring.witness for ring in found.rings] == [("x", "y", "x")]
    assert [(line.owner, line.geometric) for line in found.ultimate] == [
        ("ann", Interval.of(Fraction(5, 8))),
        ("bob", Interval.of(Fraction(3, 8))),
    ]
    assert "x" not in [line.owner for line in found.owners]
    assert found.untraced == interval("0")


def test_a_closed_ring_is_said_and_not_solved() -> None:
    given = network([("x", "y", "1"), ("y", "x", "1"), ("y", "z", "0.5"), ("ann", "z", "0.5")])
    found = owners_in(given, "z", as_of="then")
    assert found.why_not is not None
    assert "closed ring" in found.why_not
    assert [ring.closed for ring in found.rings] == [True]
    assert found.untraced is None


def test_cross_holdings_count_more_often_than_they_are_paid() -> None:
    """Of two companies that hold 90% of each other one gets 0.9 / (1 - 0.81) of the other by the
    geometric sum, more than the whole; the correction keeps it below."""
    columns = {"y": {"x": Fraction(9, 10)}, "x": {"y": Fraction(9, 10)}}
    found = integrated(columns, "y")
    assert found.geometric["x"] == Fraction(90, 19)
    assert found.corrected["x"] == Fraction(9, 10)
    assert loops_ignored(columns, "y") == {"x": Fraction(9, 10)}
