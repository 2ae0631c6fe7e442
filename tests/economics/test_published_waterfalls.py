"""Waterfalls by class terms that others have published, each written as a charter and paid.

Figures are those printed by the sources; where a source is wrong, the test says why we disagree.
"""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from stanchion.api.money import pay
from stanchion.api.proof import check
from stanchion.api.view import view
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.curves import payoff_curves
from stanchion.economics.distribution import distribution
from stanchion.economics.waterfall import PayeeId
from tests.economics import cap_tables as t

SCRIBD = "https://ja.scribd.com/document/6879756/Liquidation-Preference-Calculation-English-Version"
CAPSHARE = "https://www.capshare.com/blog/how-preferred-stock-affects-the-value-of-your-equity/"
MERCER = "Mercer Capital, Layperson's Guide to the OPM (2016), Exhibits 3 and 9"
OVF = "github:ogulcan-ozyavuz/algorithmic-game-theory-for-private-equity@2cc17f5 "
LIQPREF = "github:Ceesaxp/liqpref-waterfall-py@ac652d8 "
LEXOLOGY = "http://www.lexology.com/library/detail.aspx?g=7b0a3da0-3d96-4000-b24d-508ddadcfb5c"


def printed(figures: str) -> tuple[str, ...]:
    return tuple(figures.split())


@dataclass(frozen=True)
class Case:
    """An example: its source, the classes, the exits in dollars, what each class is said to get."""

    source: str
    given: tuple[t.Written, ...]
    exits: tuple[int, ...]
    expected: dict[str, tuple[str, ...]]
    tolerance: str = "0.01"


TEN_MILLIONS = (5_000_000, *(n * 10_000_000 for n in range(1, 11)))
FOUNDERS = t.common("founders", 8_000_000)
SERIES_A = t.preferred("A", 2_000_000, invested=5_000_000)
SERIES_B = t.preferred("B", 1_500_000, invested=9_000_000)
A_RANK_2 = t.preferred("A", 2_000_000, invested=5_000_000, rank=2)

CASES = {
    "W01": Case(
        SCRIBD,
        (t.common("mgmt", 2_000_000), t.preferred("A", 1_000_000, invested=5_000_000)),
        TEN_MILLIONS,
        {
            "A": printed(
                "5000000 5000000 6666667 10000000 13333333 16666667 20000000 23333333 26666667 "
                "30000000 33333333"
            ),
            "mgmt": printed(
                "0 5000000 13333333 20000000 26666667 33333333 40000000 46666667 53333333 "
                "60000000 66666667"
            ),
        },
        "1",
    ),
    "W02": Case(
        SCRIBD,
        (
            t.common("mgmt", 2_000_000),
            t.preferred("A", 1_000_000, invested=5_000_000, multiple="2", cap="3"),
        ),
        TEN_MILLIONS,
        {
            "A": printed(
                "5000000 10000000 13333333 15000000 15000000 16666667 20000000 23333333 26666667 "
                "30000000 33333333"
            ),
            "mgmt": printed(
                "0 0 6666667 15000000 25000000 33333333 40000000 46666667 53333333 60000000 "
                "66666667"
            ),
        },
        "1",
    ),
    "W03": Case(
        CAPSHARE,
        (t.common("you", 500_000), t.preferred("me", 500_000, invested=500_000)),
        (750_000,),
        {"me": ("500000",), "you": ("250000",)},
    ),
    "W04": Case(
        "an example on the pages of several law firms, after casafamelica.info",
        (t.common("common", 1000), t.preferred("pref", 1000, invested=6_000_000)),
        (10_000_000,),
        {"pref": ("6000000",), "common": ("4000000",)},
    ),
    "OVF-F2 and F3": Case(
        OVF + "docs/fixtures.md F2, F3",
        (FOUNDERS, SERIES_A),
        (15_000_000, 25_000_000),
        {"founders": ("10000000", "20000000"), "A": ("5000000", "5000000")},
    ),
    "OVF-F4": Case(
        OVF + "docs/fixtures.md F4",
        (FOUNDERS, t.preferred("A", 2_000_000, invested=5_000_000, participates=True)),
        (35_000_000,),
        {"founders": ("24000000",), "A": ("11000000",)},
    ),
    "OVF-F5a": Case(
        OVF + "docs/fixtures.md F5a",
        (FOUNDERS, t.preferred("A", 2_000_000, invested=5_000_000, cap="2")),
        (40_000_000,),
        {"founders": ("30000000",), "A": ("10000000",)},
    ),
    "OVF-F6 and F8b": Case(
        OVF + "docs/fixtures.md F6, F8b",
        (FOUNDERS, A_RANK_2, SERIES_B),
        (10_000_000, 20_000_000),
        {"founders": ("0", "6000000"), "A": ("1000000", "5000000"), "B": ("9000000", "9000000")},
    ),
    "OVF-F7": Case(
        OVF + "docs/fixtures.md F7",
        (FOUNDERS, SERIES_A, SERIES_B),
        (10_000_000,),
        {"founders": ("0",), "A": ("3571428.571429",), "B": ("6428571.428571",)},
    ),
    "OVF-F9": Case(
        OVF + "docs/fixtures.md F9: units of a pool that are not granted take no part",
        (
            FOUNDERS,
            SERIES_A,
            t.Written("pool", "kind: option, strike: 1, over: class_founders, granted: 0", 0),
        ),
        (35_000_000,),
        {"founders": ("28000000",), "A": ("7000000",), "pool": ("0",)},
    ),
    "OVF-F10": Case(
        OVF + "docs/fixtures.md F10",
        (
            FOUNDERS,
            t.preferred("A", 2_000_000, invested=5_000_000, multiple="2", participates=True),
        ),
        (30_000_000,),
        {"founders": ("16000000",), "A": ("14000000",)},
    ),
    "OVF-README60": Case(
        OVF + "README.md: A converts, B keeps its preference",
        (FOUNDERS, t.preferred("A", 2_000_000, invested=5_000_000, rank=2, cap="2"), SERIES_B),
        (60_000_000,),
        {"founders": ("40800000",), "A": ("10200000",), "B": ("9000000",)},
    ),
    # units times 21/4, so that they are whole
    "OVF-MR-X2": Case(
        OVF + "docs/rounds.md MR-X2",
        (
            t.common("common", 42_000_000),
            t.preferred("SAFE", 5_250_000, invested=1_000_000),
            t.preferred("A", 13_500_000, invested=3_000_000),
            t.preferred("B", 45_000_000, invested=4_000_000),
        ),
        (6_000_000,),
        {"B": ("3000000",), "A": ("2250000",), "SAFE": ("750000",), "common": ("0",)},
    ),
    # units and money times six, so that they are whole
    "OVF-MR-X3": Case(
        OVF + "docs/rounds.md MR-X3",
        (
            t.common("common", 42_000_000),
            t.preferred("SAFE", 5_250_000, invested=7_000_000, rank=2),
            t.preferred("A", 13_500_000, invested=18_000_000, rank=2),
            t.preferred("B", 45_000_000, invested=24_000_000),
        ),
        (36_000_000,),
        {"B": ("24000000",), "A": ("8640000",), "SAFE": ("3360000",), "common": ("0",)},
    ),
    "LQ-1": Case(
        LIQPREF + "tests/test_priority_groups.py",
        (
            t.common("common", 800_000),
            t.preferred("P1", 100_000, invested=1_000_000, multiple="2", participates=True),
            t.preferred("P2", 100_000, invested=1_000_000, multiple="3/2", participates=True),
        ),
        (10_000_000,),
        {"P1": ("2650000",), "P2": ("2150000",), "common": ("5200000",)},
    ),
    "LQ-2": Case(
        LIQPREF + "tests/test_priority_groups.py: a shortfall is shared by claim",
        (
            t.preferred("High", 100_000, invested=1_000_000, multiple="3"),
            t.preferred("Low", 100_000, invested=1_000_000),
        ),
        (2_000_000,),
        {"High": ("1500000",), "Low": ("500000",)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_published_waterfall_is_paid_as_printed(name: str) -> None:
    case = CASES[name]
    asked = view(t.charter(t.company(case.given)))
    found = pay(asked, [Fraction(exit_) for exit_ in case.exits])
    for place, made in enumerate(found.distributions):
        paid = {line.payee: line for line in made.lines}
        for share_class, figures in case.expected.items():
            line = paid.get(t.holder(share_class))
            exact = Fraction(0) if line is None else line.exact
            off = abs(exact - Fraction(figures[place]))
            assert off <= Fraction(case.tolerance), f"{share_class} of {case.exits[place]}"
        assert sum(line.paid.minor for line in made.lines) == case.exits[place] * 100


def test_breakpoints_and_marginal_owners_of_complex_co() -> None:
    """W05, Mercer's table: five stretches, and who takes which part of the next dollar in each."""
    text = t.company(
        [
            t.preferred("A", 500, invested=1000),
            t.preferred("B", 300, invested=1500),
            t.common("common", 1500),
            t.option("warrants", 250, strike="10", over="common"),
        ]
    )
    found = breakpoints(t.table(text))
    assert found.points == (2500, 5500, 11500, 23000)
    table = {
        "A": ("0.4", "0", "0.25", "0.217", "0.196"),
        "B": ("0.6", "0", "0", "0.13", "0.118"),
        "common": ("0", "1", "0.75", "0.652", "0.588"),
        "warrants": ("0", "0", "0", "0", "0.098"),
    }
    for place, interval in enumerate(found.intervals):
        parts = {share.payee: share.part for share in interval.owners}
        for share_class, shares in table.items():
            part = parts.get(t.holder(share_class), Fraction(0))
            assert abs(part - Fraction(shares[place])) <= Fraction("0.0006")


def test_a_capped_participating_class_converts_above_its_cap() -> None:
    """TRAP-1: the peer's document leaves class E at 27m of 170m, twice its 13.5m, for ever.

    The model certificate of the NVCA (note 20) gives the greater of the maximum participation
    amount and the amount as converted; at 170m that is 1.5m of 4.724m units, 53.98m.
    """
    text = t.company(
        [t.common("others", 3_224_000), t.preferred("E", 1_500_000, invested=13_500_000, cap="2")]
    )
    curve = payoff_curves(t.table(text)).of(t.holder("E"))
    peer_says = 27_000_000
    assert curve(170_000_000) != peer_says
    assert abs(curve(170_000_000) - Fraction("53979678.24")) < 1
    flat = [x for x in curve.breakpoints if curve(x) == peer_says]
    assert len(flat) == 2, "it does stand still at the cap for a while"
    assert flat[1] < 170_000_000


def test_a_profits_interest_shares_above_the_hurdle_of_the_whole_company() -> None:
    """P07: a tenth of what is above 1m; of 1.5m that is 50,000."""
    text = t.company(
        [
            t.common("others", 90),
            t.Written(
                "c", "kind: profits_interest, hurdle: 1m, hurdle_is: for the whole company", 10
            ),
        ]
    )
    paid = {
        line.payee: line.exact for line in distribution(t.table(text), Fraction(1_500_000)).lines
    }
    assert paid == {t.holder("others"): 1_450_000, t.holder("c"): 50_000}


@pytest.mark.parametrize(
    ("basis", "most"), [("gross return", 1_000_000_000), ("profit", 1_010_000_000)]
)
def test_a_hundred_times_ten_million_is_two_different_caps(basis: str, most: int) -> None:
    """K01: what `100x` bounds is not public; the two readings are 10m apart, each proved."""
    capped = t.Written(
        "investor",
        f"kind: capped_unit, cap: 100x invested, cap_is_on: {basis}, freed: the residual",
        40,
    )
    text = t.company([capped, t.common("others", 60)], pay=", residual: charity").replace(
        "class: class_investor,", "class: class_investor, invested: 10m,"
    )
    text += f"expect:\n  - h_investor never receives more than {most}\n"
    text += f"  - it is false that h_investor never receives more than {most - 1}\n"
    outcomes = check(t.charter(text)).outcomes
    assert [(o.met, o.words) for o in outcomes if not o.met] == []


VOTE = ", converts_by: class vote, conversion_decision: convert_all"


def test_a_vote_to_convert_makes_two_curves_and_a_step_between_them() -> None:
    """GV6: series A has four of seven preferred votes and converts all when it is better off."""
    text = t.company(
        [
            FOUNDERS,
            t.preferred("A", 2_000_000, invested=5_000_000, rank=2, cap="2", extra=VOTE),
            t.preferred("B", 1_500_000, invested=9_000_000, extra=VOTE),
        ],
        more="bodies:\n  meeting: {of: co, members: 'holders of class_a, holders of class_b', "
        "acts: more than 1/2 of outstanding votes}\n"
        "decisions:\n  convert_all: {by: meeting, effect: recorded}\n",
    ).replace("rank:", "votes: 1 per unit, rank:")
    kept = payoff_curves(t.table(text, convert_all=False))
    converted = payoff_curves(t.table(text, convert_all=True))
    table = {
        10_000_000: ("6956521.739", "1739130.435", "1304347.826"),
        12_000_000: ("0", "3000000", "9000000"),
        57_400_000: (None, "10000000", "9000000"),
        57_600_000: (None, "10017391.304", "7513043.478"),
    }
    a = t.holder("A")
    for amount, shares in table.items():
        curves = converted if converted.of(a)(amount) > kept.of(a)(amount) else kept
        for share_class, share in zip(("founders", "A", "B"), shares, strict=True):
            if share is not None:
                found = curves.of(t.holder(share_class))(amount)
                assert abs(found - Fraction(share)) < Fraction("0.01")
    gain = converted.of(a) - kept.of(a)
    assert gain(Fraction(207_000_000, 19)) == 0, "the vote fails from here on"
    assert gain(57_500_000) == 0, "and passes again from here on"
    lost = converted.of(t.holder("founders")) - kept.of(t.holder("founders"))
    assert lost(Fraction(207_000_000, 19)) == Fraction(144_000_000, 19), "7,578,947.37 a step"


def test_the_payee_of_an_example_is_found_by_its_name() -> None:
    assert t.holder("A") == PayeeId("h_a")
