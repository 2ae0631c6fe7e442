"""Compiled equals interpreter, cell by cell, on random waterfalls; and the founding figures."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from stanchion.economics import waterfall as w
from stanchion.economics.curves import PayoffCurves, payoff_curves
from stanchion.economics.interpreter import Cell, interpret, interpret_totals
from stanchion.economics.sweep import NobodyReceives
from stanchion.exact.allocation import Leftover
from stanchion.exact.errors import OutsideDomain
from tests.economics.waterfalls import IDS, PEOPLE, WHY, amounts, exactly, waterfalls


def telling_amounts(waterfall: w.Waterfall, curves: PayoffCurves) -> list[Fraction]:
    """Every breakpoint of any curve, the middle between each two, and beyond the last."""
    of_cells = [curves.in_stage(p, s.id) for p in waterfall.payees for s in waterfall.stages]
    all_curves = [*of_cells, *map(curves.of, waterfall.payees)]
    knots = sorted({Fraction(0)}.union(*(curve.breakpoints for curve in all_curves)))
    middles = [(a + b) / 2 for a, b in pairwise(knots)]
    return [*knots, *middles, knots[-1] + 1, 3 * knots[-1] + 100]


def compiled_cells(
    waterfall: w.Waterfall, curves: PayoffCurves, amount: Fraction
) -> dict[Cell, Fraction]:
    """Every cell that receives, as residual what a payee has beyond its stages."""
    cells: dict[Cell, Fraction] = {}
    for payee in waterfall.payees:
        cells[None, payee] = curves.of(payee)(amount)
        for stage in waterfall.stages:
            cells[stage.id, payee] = curves.in_stage(payee, stage.id)(amount)
            cells[None, payee] -= cells[stage.id, payee]
    return {cell: money for cell, money in cells.items() if money}


def assert_equal_everywhere(waterfall: w.Waterfall, amounts: Sequence[Fraction] = ()) -> None:
    curves = payoff_curves(waterfall)
    for amount in [*telling_amounts(waterfall, curves), *amounts]:
        assert compiled_cells(waterfall, curves, amount) == interpret(waterfall, amount)
    totals = interpret_totals(waterfall, amount)
    assert totals == {payee: curves.of(payee)(amount) for payee in waterfall.payees}
    assert sum(totals.values()) == amount


@exactly
@given(waterfalls(), amounts.map(lambda x: 5 * x))
def test_compiled_equals_interpreter(waterfall: w.Waterfall, amount: Fraction) -> None:
    assert_equal_everywhere(waterfall, [amount])


def compiled_end(waterfall: w.Waterfall) -> Fraction | None:
    """The amount above which the curves say that nobody receives."""
    try:
        payoff_curves(waterfall)
    except NobodyReceives as error:
        return error.amount
    return None


@exactly
@given(waterfalls())
def test_both_stop_at_the_same_dollar_without_a_residual_payee(waterfall: w.Waterfall) -> None:
    nobody = replace(waterfall, residual=None)
    end = compiled_end(nobody)
    if end is None:
        assert_equal_everywhere(nobody)
        return
    assert sum(interpret(nobody, end).values()) == end
    with pytest.raises(NobodyReceives) as caught:
        interpret(nobody, end + Fraction(1, 1000))
    assert caught.value.amount == end


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(OutsideDomain):
        interpret(FOUNDING, Fraction(-1))


# --------------------------------------------------------------------- chains of freed money


@pytest.mark.parametrize("chain", ["aa", "aba", "abcb", "abca"])
def test_a_chain_that_returns_goes_to_the_next_stage(chain: str) -> None:
    """All but `d` are capped at 1; what `a` frees then runs in a ring, so `d` has it next."""
    ring = tuple(zip(map(w.PayeeId, chain), map(w.PayeeId, chain[1:]), strict=False))
    members = sorted(set(chain))
    waterfall = w.Waterfall(
        entity="fund",
        currency="USD",
        stages=(
            w.Stage(
                id=IDS[0],
                sharing=w.FixedShares(((PEOPLE[0], Fraction(1)),)),
                limit=w.NoLimit(),
                caps=tuple(w.Cap(w.PayeeId(p), Fraction(1), w.ThisStage(), WHY) for p in members),
                freed=tuple((payee, w.ToPayee(other)) for payee, other in ring),
                because=WHY,
            ),
            w.Stage(IDS[1], w.FixedShares(((PEOPLE[3], Fraction(1)),)), w.NoLimit(), (), (), WHY),
        ),
        residual=w.PayeeId("r"),
        payees=(*PEOPLE, w.PayeeId("r")),
        leftover=Leftover.LARGEST_REMAINDER,
    )
    cells = interpret(waterfall, Fraction(10))
    in_ring: dict[Cell, Fraction] = {(IDS[0], w.PayeeId(p)): Fraction(1) for p in members}
    assert cells == in_ring | {(IDS[1], PEOPLE[3]): Fraction(10 - len(members))}
    assert_equal_everywhere(waterfall)


# ------------------------------------- a cap stated below a claim frees as its rule says


def below_its_claim(sharing: w.Sharing, freed: w.Freed) -> w.Waterfall:
    """`a` and `b` claim 10 each; `a` is capped at 4."""
    a, b, r = PEOPLE[0], PEOPLE[1], w.PayeeId("r")
    cap = w.Cap(a, Fraction(4), w.ThisStage(), WHY)
    stage = w.Stage(IDS[0], sharing, w.UntilClaimsPaid(), (cap,), ((a, freed),), WHY)
    return w.Waterfall("fund", "USD", (stage,), r, (a, b, r), Leftover.LARGEST_REMAINDER)


TENS = ((PEOPLE[0], Fraction(10)), (PEOPLE[1], Fraction(10)))
CAPPED_BELOW_ITS_CLAIM = [
    (w.ByClaim(TENS), w.ToNextStage(), (4, 6, 2)),
    (w.ByClaim(TENS), w.ToResidual(), (4, 6, 2)),
    (w.ByClaim(TENS), w.ToPayee(w.PayeeId("r")), (4, 6, 2)),
    (w.InOrder(TENS), w.ToResidual(), (4, 0, 8)),
    (w.InOrder(TENS), w.ToPayee(PEOPLE[1]), (4, 8, 0)),
]


@pytest.mark.parametrize(("sharing", "freed", "of_twelve"), CAPPED_BELOW_ITS_CLAIM)
def test_the_rule_on_freed_money_holds_in_a_stage_of_claims(
    sharing: w.Sharing, freed: w.Freed, of_twelve: tuple[int, ...]
) -> None:
    totals = interpret_totals(below_its_claim(sharing, freed), Fraction(12))
    assert tuple(totals.values()) == of_twelve


@pytest.mark.parametrize(("sharing", "freed", "of_twelve"), CAPPED_BELOW_ITS_CLAIM[:4])
def test_the_compiled_curves_hold_it_too(
    sharing: w.Sharing, freed: w.Freed, of_twelve: tuple[int, ...]
) -> None:
    waterfall = below_its_claim(sharing, freed)
    curves = payoff_curves(waterfall)
    assert tuple(curves.of(payee)(12) for payee in waterfall.payees) == of_twelve


# ------------------------------------------------------------------- the founding case

BN = 10**9
MICROSOFT, OTHERS, CHARITY = map(w.PayeeId, ("microsoft", "others", "charity"))
PARTNERS = w.PayeeId("first_close_partners")
RECOUP, PROFIT_SHARE = map(w.StageId, ("recoup", "profit_share"))


def bn(numerator: int, denominator: int = 1) -> Fraction:
    return Fraction(numerator * BN, denominator)


TO_OTHERS = w.ToPayee(OTHERS)
THIS_STAGE = w.ThisStage()
EVERYTHING = w.Everything()


def founding(
    *,
    freed: w.Freed = TO_OTHERS,
    microsoft_counts: w.Counts = THIS_STAGE,
    others_count: w.Counts = EVERYTHING,
) -> w.Waterfall:
    """What is public of the founding case, with its open terms (DESIGN section 5)."""
    recoup = w.Stage(
        id=RECOUP,
        sharing=w.FixedShares(((MICROSOFT, Fraction(3, 4)), (OTHERS, Fraction(1, 4)))),
        limit=w.UntilReceived(MICROSOFT, bn(13), w.Everything(), WHY),
        caps=(),
        freed=(),
        because=WHY,
    )
    percents = ((MICROSOFT, 49), (OTHERS, 49), (CHARITY, 2))
    profit_share = w.Stage(
        id=PROFIT_SHARE,
        sharing=w.FixedShares(tuple((payee, Fraction(n, 100)) for payee, n in percents)),
        limit=w.NoLimit(),
        caps=(
            w.Cap(MICROSOFT, bn(92), microsoft_counts, WHY),
            w.Cap(OTHERS, bn(150), others_count, WHY),
        ),
        freed=((MICROSOFT, freed), (OTHERS, w.ToResidual())),
        because=WHY,
    )
    return w.Waterfall(
        entity="company",
        currency="USD",
        stages=(recoup, profit_share),
        residual=CHARITY,
        payees=(MICROSOFT, OTHERS, CHARITY),
        leftover=Leftover.LARGEST_REMAINDER,
    )


FOUNDING = founding()


def paying_first(principal: Fraction, waterfall: w.Waterfall) -> w.Waterfall:
    claim = w.InOrder(((PARTNERS, principal),))
    first = w.Stage(w.StageId("principal"), claim, w.UntilClaimsPaid(), (), (), WHY)
    payees = (PARTNERS, *waterfall.payees)
    return replace(waterfall, stages=(first, *waterfall.stages), payees=payees)


@pytest.mark.parametrize(
    ("waterfall", "full_reversion"),
    [
        (FOUNDING, bn(38198, 147)),
        (founding(freed=w.ToResidual()), bn(46248, 147)),
        (founding(freed=w.ToPayee(CHARITY)), bn(46248, 147)),
        (founding(freed=w.ToOthersProRata()), bn(38359, 147)),
        (founding(microsoft_counts=w.Everything()), bn(36248, 147)),
        (founding(others_count=w.ThisStage()), bn(38848, 147)),
        (paying_first(bn(7, 3), FOUNDING), bn(38198, 147) + bn(7, 3)),
    ],
)
def test_from_full_reversion_on_all_goes_to_the_charity(
    waterfall: w.Waterfall, full_reversion: Fraction
) -> None:
    at = interpret_totals(waterfall, full_reversion)
    above = interpret_totals(waterfall, full_reversion + bn(1))
    below = interpret_totals(waterfall, full_reversion - 1)
    assert above == at | {CHARITY: at[CHARITY] + bn(1)}
    assert at[CHARITY] - below[CHARITY] < 1


def test_the_founding_payments_at_full_reversion() -> None:
    totals = interpret_totals(FOUNDING, bn(38198, 147))
    assert totals == {MICROSOFT: bn(105), OTHERS: bn(150), CHARITY: bn(38198, 147) - bn(255)}
    cells = interpret(FOUNDING, bn(38198, 147))
    assert cells[RECOUP, MICROSOFT] == bn(13)
    assert cells[RECOUP, OTHERS] == bn(13, 3)
    assert (None, CHARITY) not in cells


def test_under_the_mark_reading_microsoft_is_paid_for_ever() -> None:
    recoup, profit_share = FOUNDING.stages
    marked = replace(
        FOUNDING,
        stages=(
            replace(recoup, limit=w.UntilPaid(bn(92), WHY)),
            replace(profit_share, caps=profit_share.caps[1:]),
        ),
    )
    far, farther = (interpret_totals(marked, bn(x)) for x in (10_000, 10_100))
    assert farther[MICROSOFT] - far[MICROSOFT] == bn(49)
    assert farther[OTHERS] == far[OTHERS] == bn(150)


def test_two_payments_are_one_when_the_first_is_the_state() -> None:
    first = interpret(FOUNDING, bn(100))
    received = tuple((stage, payee, money) for (stage, payee), money in first.items())
    second = interpret(replace(FOUNDING, received=received), bn(180))
    whole = interpret(FOUNDING, bn(280))
    assert whole == {cell: first.get(cell, 0) + second.get(cell, 0) for cell in whole}
