"""Funds: published figures through charters, and a month-by-month account as oracle."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.money import pay
from stanchion.api.schedule import clawbacks, payouts_of, schedule
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.economics import waterfall as w
from stanchion.economics.curves import payoff_curves
from stanchion.economics.interpreter import interpret
from stanchion.economics.payouts.clawback import Clawback
from stanchion.exact.allocation import Leftover
from tests.economics.waterfalls import WHY, exactly


@dataclass(frozen=True)
class Case:
    """A published example: where it is from, what goes in, what comes out."""

    source: str
    given: dict[str, str]
    expected: dict[str, str]


def charter_of(text: str) -> Charter:
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    return loaded.charter


def fund(
    *,
    contributions: dict[str, str],
    rate: str = "8%",
    accrues: str = "accrues: compound, rests: annual, periods: equal",
    catch_up: str = "{gp: 100%}",
    carry: int = 20,
    as_of: str = "2025-01-01",
) -> str:
    """A fund of one investor: capital, preferred return, catch-up, split."""
    holdings = "\n".join(
        f"    - {{holder: lp, class: interest, invested: {amount}, on: {day}}}"
        for day, amount in contributions.items()
    )
    return f"""
stanchion: 1
name: A fund
opening: 2020-01-01
as_of: {as_of}
time_zone: UTC
currency: USD
parties:
  lp: {{group: Investors, votes_as: nobody}}
  gp: {{company: Manager}}
  fund: {{fund: Fund, managed_by: gp}}
classes: {{fund: {{interest: {{kind: common, votes: none}}}}}}
holdings:
  fund:
{holdings}
pay:
  fund:
    pays: proceeds
    rounding: largest remainder
    by: stages
    stages:
      - {{stage: capital_back, claims: {{lp: capital contributed}}}}
      - stage: preferred
        claims: {{lp: preferred return}}
        accrues: {{rate: {rate}, {accrues}, day_count: 30E/360}}
      - stage: catch_up
        shares: {catch_up}
        until: gp has received {carry}% of what stages preferred and catch_up paid
      - stage: split
        shares: {{lp: {100 - carry}%, gp: {carry}%}}
"""


def received(charter: Charter, amount: str) -> dict[str, Fraction]:
    (made,) = pay(view(charter), [Fraction(amount)]).distributions
    return {str(line.payee): line.exact for line in made.lines}


US_VC = "US Early-Stage VC Waterfall Standard Tests: 1 m for one year, 8% hurdle, 20% carry"
PUBLISHED = [
    Case(US_VC + " (P03)", {"proceeds": "1500000"}, {"lp": "1400000", "gp": "100000"}),
    Case(US_VC + " (P05)", {"proceeds": "1090000"}, {"lp": "1080000", "gp": "10000"}),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.given["proceeds"])
def test_a_fund_pays_as_published(case: Case) -> None:
    charter = charter_of(fund(contributions={"2024-01-01": "1 m"}))
    found = received(charter, case.given["proceeds"])
    assert found == {payee: Fraction(amount) for payee, amount in case.expected.items()}


def test_a_catch_up_in_part_takes_longer_and_comes_to_the_same_share() -> None:
    """80 k of return; at 60% of a dollar gp gains 0.4 on its fifth, and lacks 16 k: 40 k on."""
    charter = charter_of(fund(contributions={"2024-01-01": "1 m"}, catch_up="{gp: 60%, lp: 40%}"))
    assert received(charter, "1120000") == {"lp": Fraction(1_096_000), "gp": Fraction(24_000)}
    assert received(charter, "1500000") == {"lp": Fraction(1_400_000), "gp": Fraction(100_000)}


@pytest.mark.parametrize(
    ("accrues", "due"),
    [
        ("accrues: simple", "240000"),
        ("accrues: compound, rests: annual, periods: equal", "259712"),
        ("accrues: compound, rests: semi-annual, periods: equal", "265319018496/1000000"),
    ],
)
def test_the_return_of_three_years_by_its_terms(accrues: str, due: str) -> None:
    charter = charter_of(fund(contributions={"2022-01-01": "1 m"}, accrues=accrues))
    all_lp = 1_000_000 + Fraction(due)
    assert received(charter, str(int(all_lp) + 100))["lp"] == all_lp
    assert received(charter, str(int(all_lp)))["gp"] == 0


def test_money_counts_from_the_day_on_which_it_comes_in() -> None:
    dated = {"2023-01-01": "1 m", "2024-01-01": "1 m", "2026-01-01": "5 m"}
    charter = charter_of(fund(contributions=dated, accrues="accrues: simple"))
    assert received(charter, "2240000") == {"lp": Fraction(2_240_000), "gp": Fraction(0)}
    assert received(charter, "2250000") == {"lp": Fraction(2_240_000), "gp": Fraction(10_000)}


# --------------------------------------------------------------- an oracle by the month


def by_the_month(
    flows: list[tuple[int, int]], *, monthly: Fraction, compounds: bool, carry: Fraction
) -> tuple[Fraction, Fraction]:
    """What investor and manager have in the end; flows are (month, in if > 0 else out).

    A book of capital outstanding, of return accrued and of the manager's carry, moved on month by
    month: no formula for what is due, no curve.
    """
    capital = accrued = lp = gp = profit_lp = Fraction(0)
    clock = 0
    for month, amount in sorted(flows):
        while clock < month:
            accrued += monthly * (capital + accrued if compounds else capital)
            clock += 1
        if amount > 0:
            capital += amount
            continue
        money = Fraction(-amount)
        back = min(money, capital)
        capital, money, lp = capital - back, money - back, lp + back
        pref = min(money, accrued)
        accrued, money, lp, profit_lp = accrued - pref, money - pref, lp + pref, profit_lp + pref
        lacks = max(carry * profit_lp / (1 - carry) - gp, Fraction(0))
        catch = min(money, lacks)
        gp, money = gp + catch, money - catch
        gp += carry * money
        lp += (1 - carry) * money
        profit_lp += (1 - carry) * money
    return lp, gp


months = st.integers(0, 30)
flows = st.lists(st.tuples(months, st.integers(-900, 500)), min_size=2, max_size=6)


@exactly
@given(flows, st.booleans(), st.integers(1, 12))
def test_a_fund_over_time_pays_as_an_account_by_the_month(
    moved: list[tuple[int, int]], compounds: bool, rate: int
) -> None:
    """Money comes in before it goes out on one day, as a payout counts what the day brought."""
    moved = sorted({month: (month, amount) for month, amount in moved}.values())
    put_in = {day_of(month): str(amount) for month, amount in moved if amount > 0}
    out = [(month, -amount) for month, amount in moved if amount < 0]
    if not out or not put_in:
        return
    accrues = "compound, rests: monthly, periods: equal" if compounds else "simple"
    text = fund(contributions=put_in, rate=f"{rate}%", accrues=f"accrues: {accrues}")
    charter = charter_of(text)
    asked = ", ".join(f"{amount} at {day_of(month)}" for month, amount in out)
    totals = schedule(view(charter), payouts_of(charter, asked)).schedule.totals
    found = {str(total.payee): total.exact for total in totals}
    lp, gp = by_the_month(
        moved, monthly=Fraction(rate, 1200), compounds=compounds, carry=Fraction(1, 5)
    )
    assert found == {"lp": lp, "gp": gp}


def day_of(month: int) -> str:
    return date(2020 + month // 12, month % 12 + 1, 1).isoformat()


@exactly
@given(
    st.lists(st.tuples(st.sampled_from(["lp", "gp", "co"]), st.integers(1, 30)), max_size=3),
    st.integers(1, 9),
    st.integers(0, 9),
    st.integers(0, 8),
    st.lists(st.integers(0, 25), max_size=3),
    st.integers(0, 200),
)
def test_a_catch_up_closes_as_the_interpreter_closes_it(
    claims: list[tuple[str, int]],
    tenths: int,
    more: int,
    before: int,
    had: list[int],
    amount: int,
) -> None:
    """Any claims first, also of the one who catches up; any share, faster than it; any state."""
    share = Fraction(tenths, 10)
    fast = share + (1 - share) * Fraction(more + 1, 10)
    lp, gp = w.PayeeId("lp"), w.PayeeId("gp")
    named = {w.PayeeId(who): Fraction(claim) for who, claim in claims} or {lp: Fraction(7)}
    ids = tuple(map(w.StageId, ("first", "second", "third")))
    parts = ((gp, fast), (lp, 1 - fast))
    limit = w.UntilShareReceived(gp, share, ids[:2], WHY)
    first = w.Stage(ids[0], w.ByClaim(tuple(named.items())), w.UntilClaimsPaid(), (), (), WHY)
    second = w.Stage(ids[1], w.FixedShares(parts), limit, (), (), WHY)
    third = w.Stage(ids[2], w.FixedShares(((lp, Fraction(1)),)), w.NoLimit(), (), (), WHY)
    received = tuple((ids[0], who, min(Fraction(before), claim)) for who, claim in named.items())
    made = w.Waterfall(
        "fund",
        "USD",
        (first, second, third),
        None,
        tuple(dict.fromkeys([*named, gp, lp])),
        Leftover.LARGEST_REMAINDER,
        received,
    )
    curves = payoff_curves(made)
    for paid in [Fraction(amount), *(Fraction(each, 3) for each in had)]:
        cells = {cell: curve(paid) for cell, curve in curves.cells if curve(paid)}
        assert cells == interpret(made, paid)
    if sum(named.values()) and named.get(gp, 0) <= share * sum(named.values()):
        enough = interpret(made, Fraction(10_000))
        in_both = [x for (s, who), x in enough.items() if s in ids[:2] and who == gp]
        theirs = sum(in_both) + sum(x for _, who, x in received if who == gp)
        paid_out = sum(x for (s, _), x in enough.items() if s in ids[:2])
        assert theirs == share * (paid_out + sum(x for _, _, x in received))


# ------------------------------------------------------------------------------ clawback

DEALS = """
stanchion: 1
name: Ten deals
opening: 2020-01-01
as_of: 2024-01-01
time_zone: UTC
currency: USD
parties:
  lp: {group: Investors, votes_as: nobody}
  gp: {company: Manager}
  good: {company: Five deals that gain}
  lost: {company: Five deals that lose}
classes: {good: {i: {kind: common}}, lost: {i: {kind: common}}}
holdings:
  good: [{holder: lp, class: i, invested: 500 m, on: 2020-01-01}]
  lost: [{holder: lp, class: i, invested: 500 m, on: 2020-01-01}]
pay:
  good: &stages
"""


def deals(*, makes_whole: str = "nothing", at_most: str = "all carry", more: str = "") -> str:
    stages = """
    pays: proceeds
    rounding: largest remainder
    by: stages
    stages:
      - {stage: capital_back, claims: {lp: capital contributed}}
      - {stage: split, shares: {lp: 80%, gp: 20%}}
"""
    head = DEALS.replace("  good: &stages\n", "")
    return f"""{head}  good:{stages}  lost:{stages}
clawbacks:
  end:
    from: gp
    to: lp
    of: [good, lost]
    carry: stages good.split and lost.split
    keeps: 20%
    makes_whole: {makes_whole}
    at_most: {at_most}
{more}"""


def returned(text: str, amounts: str, *, at: str = "2024-01-01") -> Clawback:
    charter = charter_of(text)
    asked = view(charter, at=datetime.fromisoformat(f"{at}T12:00:00+00:00"))
    (found,) = clawbacks(asked, payouts_of(charter, amounts)).found
    return found


GAIN_AND_LOSS = "1 bn by good at 2022-01-01"


def test_carried_interest_on_gains_goes_back_when_losses_eat_them() -> None:
    """P06, Preqveca, `clawback`: ten deals, +500 m and -500 m, 20%: 100 m paid, 100 m back."""
    found = returned(deals(), GAIN_AND_LOSS)
    assert (found.carry, found.profit, found.allowed) == (100_000_000, 0, 0)
    assert (found.owed, found.paid.minor) == (100_000_000, 10_000_000_000)
    assert found.short is None


@pytest.mark.parametrize(
    ("text", "amounts", "owed"),
    [
        # profit of 250 m in all: the manager keeps 50 m
        (deals(), f"{GAIN_AND_LOSS}, 250 m by lost at 2023-01-01", "50000000"),
        (deals(), f"{GAIN_AND_LOSS}, 500 m by lost at 2023-01-01", "0"),
        # the investors have 900 m of 1,000 m: they lack no more than the carry that was paid
        (deals(makes_whole="capital"), GAIN_AND_LOSS, "100000000"),
        (deals(at_most="carry after tax", more="    tax: 40%\n"), GAIN_AND_LOSS, "60000000"),
        # the investors lack 18 m of their return, less than the 50 m that were paid too much
        (
            deals(
                makes_whole="capital and preferred return",
                more="    hurdle: {rate: 8%, accrues: simple, day_count: 30E/360}\n",
            ),
            f"{GAIN_AND_LOSS}, 250 m by lost at 2023-01-01",
            "50000000",
        ),
        (deals(), "400 m by good at 2022-01-01", "0"),
    ],
)
def test_what_is_returned_by_the_terms(text: str, amounts: str, owed: str) -> None:
    assert returned(text, amounts).owed == Fraction(owed)


@pytest.mark.parametrize(
    ("hurdle", "short"),
    [
        # 160 m on 1 bn in two years, 8 m on the last 100 m in one; 1,150 m have come back
        ("{rate: 8%, accrues: simple, day_count: 30E/360}", "18000000"),
        # 1,000 x 1.08^3 - 900 x 1.08 - 250
        (
            "{rate: 8%, accrues: compound, rests: annual, periods: equal, day_count: 30E/360}",
            "37712000",
        ),
    ],
)
def test_what_the_investors_lack_of_their_return_on_the_whole(hurdle: str, short: str) -> None:
    text = deals(makes_whole="capital and preferred return", more=f"    hurdle: {hurdle}\n")
    found = returned(text, f"{GAIN_AND_LOSS}, 250 m by lost at 2023-01-01", at="2023-01-02")
    assert found.short is not None
    assert abs(found.short - Fraction(short)) < 100_000  # a day of interest at most
    assert found.steps[2].startswith("`lp` lacks")
