"""Random deductions over random waterfalls: against the slow oracle, and the laws of money."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stanchion.charter.instruments.base import MeasuredOn
from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.classes.sweep import class_amounts
from stanchion.economics.curves import cell_amounts, payoff_curves
from stanchion.economics.deductions.interpreter import interpret_deductions
from stanchion.economics.deductions.later import later_payments
from stanchion.economics.deductions.prior import (
    Deducted,
    Fate,
    InBands,
    Prior,
    Promised,
    Takes,
    UpTo,
    taken,
)
from stanchion.economics.distribution import distribution
from stanchion.economics.interpreter import interpret
from stanchion.economics.sweep import sweep
from tests.economics.class_tables import class_tables
from tests.economics.waterfalls import WHY, exactly, waterfalls

cents = st.integers(0, 20_000).map(lambda minor: Fraction(minor, 100))
sums = st.builds(Fraction, st.integers(0, 60), st.sampled_from([1, 1, 2, 3]))
NAMES = ("costs", "loan", "plan", "escrow")


@st.composite
def shares(draw: st.DrawFn) -> InBands:
    """One to three bands; all deductions together stay below the whole."""
    above = sorted(draw(st.sets(st.integers(0, 80), min_size=1, max_size=3)))
    rates = [Fraction(draw(st.integers(0, 24)), 100) for _ in above]
    received = draw(sums) / 10
    return InBands(
        bands=tuple((Fraction(a), rate) for a, rate in zip(above, rates, strict=True)),
        on=draw(st.sampled_from(list(MeasuredOn))),
        cap=draw(st.one_of(st.none(), sums.map(lambda cap: cap + 6))),
        before=draw(sums),
        received=received,
    )


takes: st.SearchStrategy[Takes] = st.one_of(sums.map(UpTo), shares())


@st.composite
def priors(draw: st.DrawFn, stage: str) -> Prior:
    share = Fraction(draw(st.integers(1, 4)), 4)
    parts = [("lender", share), ("other", 1 - share)]
    held = draw(st.booleans())
    return Prior(
        stage=w.StageId(stage),
        takes=draw(takes),
        parts=tuple((w.StageId(stage), w.PayeeId(who), part) for who, part in parts if part),
        because=WHY,
        fate=Fate.HELD if held else Fate.SPENT,
        released=date(2030, draw(st.integers(1, 12)), 1) if held else None,
    )


@st.composite
def deducted(draw: st.DrawFn) -> Deducted:
    names = NAMES[: draw(st.integers(1, 4))]
    promised = Promised(
        w.StageId("earn_out"), "earn-out", draw(sums) + 1, date(2030, 6, 1), "met", WHY
    )
    return Deducted(
        prior=tuple(draw(priors(name)) for name in names),
        rest=draw(st.one_of(waterfalls(), class_tables(common=True))),
        promised=(promised,) if draw(st.booleans()) else (),
    )


@exactly
@given(deducted(), cents)
def test_curves_equal_the_reading_in_numbers(made: Deducted, amount: Fraction) -> None:
    cells, left, rest = interpret_deductions(made, amount)
    below = interpret(rest, left) if isinstance(rest, w.Waterfall) else class_amounts(rest, left)
    for cell, received in below.items():
        cells[cell] = cells.get(cell, Fraction(0)) + received
    expected = {cell: received for cell, received in cells.items() if received}
    found = {cell: curve(amount) for cell, curve in payoff_curves(made).cells}
    assert {cell: received for cell, received in found.items() if received} == expected
    direct = cell_amounts(made, amount)
    assert {cell: received for cell, received in direct.items() if received} == expected


@exactly
@given(deducted(), cents)
def test_payments_sum_to_the_cent_and_never_fall(made: Deducted, amount: Fraction) -> None:
    curves = payoff_curves(made).by_payee()
    assert sum(curve(amount) for curve in curves.values()) == amount
    assert all(curve.is_nondecreasing() for curve in curves.values())
    found = distribution(made, amount)
    assert sum(line.paid.minor for line in found.lines) == amount * 100


@exactly
@given(deducted(), cents)
def test_no_deduction_takes_more_than_it_may(made: Deducted, amount: Fraction) -> None:
    for prior, curve in zip(made.prior, taken(made).taken, strict=True):
        assert 0 <= curve(amount) <= amount
        match prior.takes:
            case UpTo(most):
                assert curve(amount) <= most
            case InBands(bands, _, cap, before, received):
                assert cap is None or received + curve(amount) <= cap
                assert curve(amount) <= max(r for _, r in bands) * (before + amount)


@exactly
@given(deducted())
def test_every_change_of_owner_has_a_reason(made: Deducted) -> None:
    found = breakpoints(made).intervals
    assert found[0].start == 0
    assert found[-1].end is None
    for one, other in pairwise(found):
        assert one.end == other.start
        assert other.begins, "every breakpoint says why it is one"
    for interval, flow in zip(found, sweep(made).flows, strict=True):
        assert sum(share.part for share in interval.owners) == 1
        assert sum(rate for _, _, rate in flow.rates) == 1


@exactly
@given(deducted(), cents)
def test_what_comes_later_is_what_was_held_or_promised_and_takes_nothing_back(
    made: Deducted, amount: Fraction
) -> None:
    later = later_payments(made, amount)
    now = cell_amounts(made, amount)
    promised = sum(item.amount for item in made.promised)
    held = sum(
        received
        for prior in made.prior
        if prior.fate is Fate.HELD
        for cell, received in now.items()
        if cell[0] == prior.stage
    )
    final = amount + promised
    whole = Deducted(tuple(p for p in made.prior if p.fate is Fate.SPENT), made.rest)
    assert [item.on for item in later] == sorted(item.on for item in later)
    assert sum(payment.amount for payment in later) == held + promised
    received = dict.fromkeys(made.payees, Fraction(0))
    for (stage, payee), paid in now.items():
        if not any(p.stage == stage and p.fate is Fate.HELD for p in made.prior):
            received[payee] += paid
    for payment in later:
        for payee, more in payment.lines:
            assert more > 0, "nobody pays back"
            received[payee] += more
    in_the_end = dict.fromkeys(made.payees, Fraction(0))
    for (_, payee), paid in cell_amounts(whole, final).items():
        in_the_end[payee] += paid
    assert received == in_the_end, "in the end it is as if all had been there at once"
