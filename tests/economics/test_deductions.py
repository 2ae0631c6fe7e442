"""What stands before and around equity, through the charter's own words: published and by hand."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import pytest

from stanchion.api.money import breakpoints, pay
from stanchion.api.proof import check
from stanchion.api.schedule import payouts_of, schedule
from stanchion.api.view import instant_of, view
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.economics.distribution import Distribution
from stanchion.economics.instruments.in_state import TermsUnclear

OVF = "algorithmic-game-theory-for-private-equity, docs/debt.md"

HEAD = """
stanchion: 1
name: A company
opening: 2024-02-01
as_of: 2026-01-01
time_zone: UTC
currency: USD
parties:
  founders: {group: Founders, votes_as: nobody}
  fund: {fund: Fund}
  bank: {company: Bank}
  lender: {company: Lender}
  team: {group: Team, votes_as: nobody}
  agent: {company: Agent}
  acme: {company: Acme}
"""
EQUITY = """
classes:
  acme:
    common: {kind: common, units: 8 m}
    series: {kind: preferred, units: 2 m, issue_price: 2.50, preference: 1x, rank: 1,
      participation: none, conversion_ratio: 1, converts_by: each holder}
"""
HELD = """
holdings:
  acme:
    - {holder: founders, class: common, units: 8 m}
    - {holder: fund, class: series, units: 2 m}
"""
PAY = """
pay:
  acme:
    pays: exit proceeds
    rounding: largest remainder
    by: class terms
    occasion: sale
"""


def charter_of(
    classes: str = "", holdings: str = "", deductions: str = "", more: str = ""
) -> Charter:
    """The company with these lines added to its classes, holdings and way of paying."""
    text = HEAD + EQUITY + classes + HELD + holdings + PAY
    text += f"    deductions:\n{deductions}" if deductions else ""
    loaded = load(text + more, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    return loaded.charter


def paid(charter: Charter, amount: int | str, *, at: str | None = None) -> Distribution:
    asked = view(charter, at=None if at is None else instant_of(charter, at))
    return pay(asked, [Fraction(amount)]).distributions[0]


def exact(found: Distribution) -> dict[str, Fraction]:
    return {str(line.payee): line.exact for line in found.lines if line.exact}


# ------------------------------------------------------------------------------ published


@dataclass(frozen=True)
class Case:
    """Claims ahead of equity by (creditor, amount, rank), an exit, and what each is said to get."""

    source: str
    given: tuple[tuple[str, int, int], ...]
    exit: int
    expected: dict[str, int]


PUBLISHED = [
    Case(
        f"{OVF}, D1",
        (("bank", 1_160_000, 1),),
        36_160_000,
        {"bank": 1_160_000, "founders": 28_000_000, "fund": 7_000_000},
    ),
    Case(f"{OVF}, D2", (("bank", 1_160_000, 1),), 1_000_000, {"bank": 1_000_000}),
    Case(
        f"{OVF}, D3",
        (("bank", 1_160_000, 1), ("lender", 530_000, 2)),
        1_500_000,
        {"bank": 1_160_000, "lender": 340_000},
    ),
    Case(
        f"{OVF}, D4",
        (("bank", 1_160_000, 1), ("lender", 580_000, 1)),
        870_000,
        {"bank": 580_000, "lender": 290_000},
    ),
]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.source[-2:])
def test_debt_is_paid_ahead_of_equity_as_published(case: Case) -> None:
    classes = "".join(
        f"    owed_{who}: {{kind: debt, principal: {amount}, rank: {rank}}}\n"
        for who, amount, rank in case.given
    )
    holdings = "".join(f"    - {{holder: {who}, class: owed_{who}}}\n" for who, _, _ in case.given)
    charter = charter_of(classes, holdings, "      - {what: debt}\n")
    assert exact(paid(charter, case.exit)) == case.expected, case.source


# ------------------------------------------------------------------ debt and its interest

LOAN = """    loan:
      kind: debt
      principal: 1 m
      rank: 1
      interest: {rate: 8%, accrues: simple, day_count: ACT/365F, since: 2025-01-01}
"""
BANK = "    - {holder: bank, class: loan}\n"
DEBT = "      - {what: debt}\n"
M20 = 20_000_000


@pytest.mark.parametrize(
    ("at", "owed"),
    [(None, 1_080_000), ("2026-12-31 23:00", 1_080_000 + Fraction(80_000 * 364, 365))],
)
def test_interest_runs_to_the_instant_that_is_asked_about(
    at: str | None, owed: int | Fraction
) -> None:
    found = paid(charter_of(LOAN, BANK, DEBT), 20_000_000, at=at)
    assert exact(found)["bank"] == owed


@pytest.mark.parametrize(
    ("after", "owed"), [("interest stops", 1_040_000), ("interest goes on", 1_080_000)]
)
def test_interest_on_an_overdue_debt_does_what_the_terms_say(after: str, owed: int) -> None:
    """182.5 days cannot be had: the term is half a year of thirty-day months."""
    loan = LOAN.replace("ACT/365F", "30E/360")
    loan += f"      matures: 2025-07-01\n      after_maturity: {after}\n"
    assert exact(paid(charter_of(loan, BANK, DEBT), 20_000_000))["bank"] == owed


@pytest.mark.parametrize(
    ("payment", "owed"),
    [
        # half a year's 40,000 of interest is paid first, then 160,000 of principal
        (200_000, 840_000 + 33_600),
        # 20,000 pays interest only; what is left unpaid earns none
        (20_000, 1_000_000 + 20_000 + 40_000),
    ],
)
def test_a_payment_discharges_interest_first_and_then_principal(payment: int, owed: int) -> None:
    before = f"""    received:
      - {{payee: bank, stage: loan, amount: {payment}, on: 2025-07-01}}
"""
    loan = LOAN.replace("ACT/365F", "30E/360")
    found = paid(charter_of(loan, BANK, DEBT, before), 20_000_000)
    assert exact(found)["bank"] == owed


@pytest.mark.parametrize("day", ["2025-03-17", "2025-06-30", "2025-12-31"])
@pytest.mark.parametrize("periods", ["equal", "by day count"])
def test_a_debt_that_was_paid_in_full_is_owed_no_more(day: str, periods: str) -> None:
    interest = f"{{rate: 9%, accrues: compound, rests: quarterly, periods: {periods}, "
    interest += "day_count: ACT/365F, since: 2024-01-31}"
    loan = f"    loan: {{kind: debt, principal: 1 m, rank: 1, interest: {interest}}}\n"
    then = paid(charter_of(loan, BANK, DEBT), M20, at=day)
    due = exact(then)["bank"]
    cents = ceil(due * 100)
    before = _had(f"{cents // 100}.{cents % 100:02}", day)
    whole = exact(paid(charter_of(loan, BANK, DEBT, before), M20))
    assert "bank" not in whole
    half = exact(paid(charter_of(loan, BANK, DEBT, _had(f"{int(due / 2)}", day)), M20))
    assert due / 2 < half["bank"] < due / 2 * Fraction(11, 10)


def _had(amount: str, day: str) -> str:
    return f"    received: [{{payee: bank, stage: loan, amount: {amount}, on: {day}}}]\n"


def test_a_payment_without_a_day_leaves_the_interest_open() -> None:
    before = "    received:\n      - {payee: bank, stage: loan, amount: 5}\n"
    with pytest.raises(TermsUnclear) as unclear:
        paid(charter_of(LOAN, BANK, DEBT, before), 1000)
    assert "interest" in unclear.value.why


def test_a_power_of_time_is_enclosed_and_said_not_to_be_exact() -> None:
    interest = "{rate: 8%, accrues: compound, rests: annual, periods: power of time, "
    interest += "day_count: ACT/365F, since: 2024-06-01}"
    loan = f"    loan: {{kind: debt, principal: 1 m, rank: 1, interest: {interest}}}\n"
    found = paid(charter_of(loan, BANK, DEBT), 20_000_000)
    assert not found.provenance.exact
    grown = 1_000_000 * 1.08 ** (579 / 365)
    assert abs(float(exact(found)["bank"]) - grown) < 1e-3
    assert sum(line.paid.minor for line in found.lines) == 20_000_000 * 100


# --------------------------------------------------------- costs, carve-outs, money held


def test_deductions_come_off_in_the_order_written() -> None:
    """2 m of costs, then 10% of all 12 m; 8.8 m are left, at 0.88 a unit; the fund keeps 5 m."""
    found = exact(paid(charter_of(deductions=FEES_AND_ESCROW), 12_000_000))
    assert found == {
        "lender": 2_000_000,
        "agent": 1_200_000,
        "fund": 5_000_000,
        "founders": 3_800_000,
    }
    left = FEES_AND_ESCROW.replace("all proceeds", "what is left")
    assert exact(paid(charter_of(deductions=left), 12_000_000))["agent"] == 1_000_000
    short = exact(paid(charter_of(deductions=FEES_AND_ESCROW), 2_100_000))
    assert short == {"lender": 2_000_000, "agent": 100_000}, "what costs leave, and no more"


PLAN = "    - {holder: team, class: plan}\n"
CAPPED_PLAN = """    plan:
      kind: carve_out
      share: 10%
      cap: 1 m
      of: what is left
      before_preference: yes
"""
FEES_AND_ESCROW = """      - {deduction: fees, what: costs, amount: 2 m, to: lender}
      - deduction: kept
        what: escrow
        share: 10%
        of: all proceeds
        to: agent
        released: 2027-01-01
"""
HOLDBACK = """      - deduction: kept
        what: holdback
        amount: 1 m
        to: agent
        released: 2027-01-01
        unless: the buyer has claims
"""
BANDED = """
      kind: carve_out
      bands: [{above: 0, share: 5%}, {above: 10 m, share: 8%}]
      of: all proceeds
      before_preference: yes"""


def carve_out(terms: str) -> str:
    """One in a line."""
    return f" {{kind: carve_out, {terms}}}"


@pytest.mark.parametrize(
    ("terms", "amount", "team"),
    [
        (carve_out("share: 10%, of: what is left, before_preference: yes"), 20_000_000, 2_000_000),
        (
            carve_out("share: 10%, of: what is left, before_preference: yes, cap: 1.5 m"),
            20_000_000,
            1_500_000,
        ),
        # 5% of 10 m and 8% of the 10 m above
        (
            BANDED,
            20_000_000,
            1_300_000,
        ),
        # 10% of what 20 m leave above the preference of 5 m
        (carve_out("share: 10%, before_preference: no"), 20_000_000, 1_500_000),
        (carve_out("share: 10%, before_preference: no"), 5_000_000, 0),
    ],
)
def test_a_carve_out_takes_what_its_terms_say(terms: str, amount: int, team: int) -> None:
    plan = f"    plan:{terms}\n"
    charter = charter_of(plan, PLAN, "      - {what: carve_out, class: plan}\n")
    found = exact(paid(charter, amount))
    assert found.get("team", 0) == team
    assert sum(found.values()) == amount


def test_what_is_held_back_is_said_to_come_later_and_to_whom() -> None:
    """9 m now: 5 m to the fund, 4 m to common. With the 1 m: nothing more for the fund."""
    found = paid(charter_of(deductions=HOLDBACK), 10_000_000)
    assert exact(found) == {"agent": 1_000_000, "fund": 5_000_000, "founders": 4_000_000}
    (later,) = found.later
    assert (str(later.on), later.what, later.unless) == (
        "2027-01-01",
        "released",
        "the buyer has claims",
    )
    assert later.lines == (("founders", 1_000_000),)
    released = paid(charter_of(deductions=HOLDBACK), 10_000_000, at="2027-06-01")
    assert exact(released) == {"fund": 5_000_000, "founders": 5_000_000}
    assert released.later == ()


def test_an_earn_out_is_not_paid_now_and_makes_the_fund_convert() -> None:
    """24 m now leave 19 m to common, and 30 m in all would be 3 a unit: the fund gets 6 m."""
    more = """    later:
      - {later: milestone, what: earn-out, amount: 6 m, on: 2028-01-01, provided: sales of 30 m}
"""
    found = paid(charter_of(more=more), 24_000_000)
    assert exact(found) == {"fund": 5_000_000, "founders": 19_000_000}
    (later,) = found.later
    assert later.amount == 6_000_000
    assert dict(later.lines) == {"fund": 1_000_000, "founders": 5_000_000}
    assert later.provided == "sales of 30 m"


def test_a_schedule_that_releases_pays_what_was_said_to_come_later() -> None:
    """10 m on the day of the sale, and the escrow's million when it is free."""
    text = "10 m at 2026-01-01, 1 m at 2027-06-01"
    charter = charter_of(deductions=FEES_AND_ESCROW)
    asked = view(charter)
    said = paid(charter, 10_000_000).later
    then = schedule(asked, payouts_of(charter, text)).schedule.payouts[1][1]
    assert {p: more for item in said for p, more in item.lines} == {
        line.payee: line.exact for line in then.lines if line.exact
    }


def test_what_was_deducted_before_is_not_deducted_again() -> None:
    before = """    received:
      - {payee: lender, stage: fees, amount: 2 m, on: 2025-06-01}
      - {payee: agent, stage: kept, amount: 0.5 m, on: 2025-06-01}
      - {payee: fund, stage: series, amount: 2.5 m, on: 2025-06-01}
"""
    found = exact(paid(charter_of(deductions=FEES_AND_ESCROW + before), 10_000_000))
    # 15 m in all: 1.5 m are held, of which 0.5 m was; the fund still lacks 2.5 m of its 5 m
    assert found == {"agent": 1_000_000, "fund": 2_500_000, "founders": 6_500_000}


# -------------------------------------------------------------------- vesting, and proofs


def test_units_that_are_not_vested_take_no_part() -> None:
    """Of the team's 4 m units half have vested: 10 m common units share, not 12 m."""
    grant = """    - holder: team
      class: common
      units: 4 m
      vesting:
        start: 2024-01-01
        months: 48
        every_months: 12
        cliff_months: 12
        acceleration: none
"""
    text = HEAD + EQUITY.replace("units: 8 m", "units: 12 m") + HELD + grant + PAY
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    found = paid(loaded.charter, 36_000_000)
    assert exact(found) == {"founders": 24_000_000, "team": 6_000_000, "fund": 6_000_000}
    assert any("not vested" in said for said in found.provenance.assumptions)
    later = exact(paid(loaded.charter, 39_000_000, at="2027-01-01"))
    assert later["team"] == 9_000_000, "another year has vested"
    sold = load(
        text.replace("occasion: sale", "occasion: sale\n    sold_on: 2026-01-01"),
        file="charter.yaml",
    ).charter
    assert sold is not None
    assert exact(paid(sold, 36_000_000, at="2027-01-01"))["team"] == 6_000_000
    accelerated = load(
        text.replace("acceleration: none", "acceleration: single trigger"), file="charter.yaml"
    ).charter
    assert accelerated is not None
    by_sale = exact(paid(accelerated, 42_000_000))
    assert by_sale == {"founders": 24_000_000, "team": 12_000_000, "fund": 6_000_000}


def test_expectations_are_proved_through_deductions() -> None:
    lines = "      - {what: debt}\n      - {what: carve_out, class: plan}\n"
    expect = """
expect:
  - bank never receives more than 1.08 m
  - bank receives exactly 100% of every dollar below 1.08 m
  - team never receives more than 1 m in stage plan
  - it is false that team never receives more than 0.5 m
  - founders always receives at least as much as team above 17.08 m
"""
    charter = charter_of(LOAN + CAPPED_PLAN, BANK + PLAN, lines, expect)
    assert [f"{o.text}: {o.words}" for o in check(charter).outcomes if not o.met] == []


def test_every_breakpoint_says_why_with_its_place() -> None:
    lines = "      - {what: debt}\n      - {what: carve_out, class: plan}\n"
    found = breakpoints(view(charter_of(LOAN + CAPPED_PLAN, BANK + PLAN, lines)))
    said = [words for interval in found.intervals for words in interval.begins]
    assert said[:2] == ["`loan` has its 1.08 m", "`plan` takes 10% of further dollars"]
    assert "`plan` has reached its cap of 1 m" in said
    for interval in found.intervals[1:]:
        assert all(because.where for because in interval.because)
