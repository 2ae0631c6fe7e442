"""The tables of a company's book: cap table, waterfall over amounts, breakpoints.

The waterfall is live: change an amount, or a payee's part in a stretch between two breakpoints,
and the payoffs follow, as sums of MIN and MAX over the breakpoints. Beside each stands the exact
value; a spreadsheet counts in floating point and can be off in the last of 15 digits.
"""

from collections.abc import Sequence
from fractions import Fraction

from stanchion.api.view import View
from stanchion.charter.model import Charter
from stanchion.charter.state import Stake
from stanchion.economics.breakpoints import Breakpoints
from stanchion.economics.curves import PayoffCurves
from stanchion.exact.money import exact_text
from stanchion.exact.piecewise import PiecewiseLinear
from stanchion.formats.tables import Cell, Formula, Sheet, address

CAP_TABLE, WATERFALL, BREAKPOINTS = "Cap table", "Waterfall", "Breakpoints"
FIRST = 1
"""The first row below the head."""
LONGEST_FORMULA = 8_000
"""A spreadsheet takes 8,192 characters."""


def book(
    asked: View,
    curves: PayoffCurves,
    found: Breakpoints,
    amounts: Sequence[Fraction],
    *,
    language: str = "en",
) -> tuple[Sheet, ...]:
    """All tables of one entity, as it stood, for these amounts."""
    charter = asked.charter
    return (
        cap_table(asked, language=language),
        waterfall(charter, curves, found, amounts, language=language),
        breakpoint_table(charter, curves, found, language=language),
    )


def cap_table(asked: View, *, language: str = "en") -> Sheet:
    """Who holds what: units, and the part of the class as a live formula."""
    stakes = asked.state.stakes
    rows: list[tuple[Cell, ...]] = []
    for place, stake in enumerate(stakes):
        same = [
            i
            for i, other in enumerate(stakes)
            if (other.entity, other.share_class) == (stake.entity, stake.share_class)
        ]
        rows.append(
            (
                asked.charter.party_name(stake.entity, language),
                str(stake.share_class),
                asked.charter.party_name(stake.holder, language),
                stake.units,
                _part(stakes, place, same),
                None if stake.share is None else stake.share.low,
                None if stake.share is None else stake.share.high,
            )
        )
    head = ("entity", "class", "holder", "units", "part of units", "share from", "share to")
    return Sheet(CAP_TABLE, head, tuple(rows), "units where they are counted, shares elsewhere")


def _part(stakes: Sequence[Stake], place: int, same: Sequence[int]) -> Cell:
    """The stake's part of all counted units of its class."""
    known = [units for i in same if (units := stakes[i].units) is not None]
    own, total = stakes[place].units, sum(known, Fraction(0))
    if own is None or len(known) < len(same) or not total:
        return None
    counted = "+".join(address(FIRST + i, 3, fixed=True) for i in same)
    formula = f"={address(FIRST + place, 3)}/({counted})"
    return own / total if len(formula) > LONGEST_FORMULA else Formula(formula, own / total)


def breakpoint_table(
    charter: Charter, curves: PayoffCurves, found: Breakpoints, *, language: str = "en"
) -> Sheet:
    """Every stretch between two breakpoints: from, to, each payee's part of a unit of money."""
    payoffs = curves.by_payee()
    names = [charter.party_name(payee, language) for payee in payoffs]
    why = {interval.start: "; ".join(interval.begins) for interval in found.intervals}
    starts = _starts(found, list(payoffs.values()))
    rows = [
        (
            start,
            end,
            *(curve.slope_after(start) for curve in payoffs.values()),
            why.get(start, ""),
            exact_text(start),
        )
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    head = ("from", "to", *names, "why it changes here", "from, exactly")
    return Sheet(BREAKPOINTS, head, tuple(rows), "each payee's part of every unit paid in between")


def _starts(found: Breakpoints, payoffs: Sequence[PiecewiseLinear]) -> list[Fraction]:
    """Where the stretches begin on which every payoff is a straight line."""
    corners = {x for curve in payoffs for x in curve.breakpoints}
    return sorted(corners | {interval.start for interval in found.intervals})


def waterfall(
    charter: Charter,
    curves: PayoffCurves,
    found: Breakpoints,
    amounts: Sequence[Fraction],
    *,
    language: str = "en",
) -> Sheet:
    """What each payee receives of each amount: live, and exact beside."""
    payoffs = curves.by_payee()
    stretches = len(_starts(found, list(payoffs.values())))
    rows: list[tuple[Cell, ...]] = []
    for amount in amounts:
        row = FIRST + len(rows)
        payoffs_here = [
            _live(row, 2 + place, stretches, curve(amount))
            for place, curve in enumerate(payoffs.values())
        ]
        cells = [cell for cell in payoffs_here if isinstance(cell, Formula)]
        check: Cell = None
        if cells:
            span = f"{address(row, 1)}:{address(row, len(payoffs_here))}"
            check = Formula(f"=SUM({span})-{address(row, 0)}", Fraction(0))
        exact = [exact_text(curve(amount)) for curve in payoffs.values()]
        rows.append((amount, *payoffs_here, check, *exact))
    names = [charter.party_name(payee, language) for payee in payoffs]
    head = ("amount", *names, "sum less amount", *(f"{name}, exactly" for name in names))
    live = any(isinstance(cell, Formula) for row in rows for cell in row)
    note = (
        "change an amount, or a part on the next sheet, and the payoffs follow"
        if live
        else "values only: there are more breakpoints than a formula of a spreadsheet can hold"
    )
    return Sheet(WATERFALL, head, tuple(rows), note)


def _live(row: int, place: int, stretches: int, value: Fraction) -> Cell:
    """A payoff as the sum over stretches of the payee's part x what of the amount lies in them."""
    amount = f"${address(row, 0)}"
    terms = []
    for stretch in range(stretches):
        part = _on_breakpoints(stretch, place)
        start, end = _on_breakpoints(stretch, 0), _on_breakpoints(stretch, 1)
        inside = amount if stretch == stretches - 1 else f"MIN({amount},{end})"
        terms.append(f"{part}*MAX(0,{inside}-{start})")
    formula = f"={'+'.join(terms)}"
    return value if len(formula) > LONGEST_FORMULA else Formula(formula, value)


def _on_breakpoints(stretch: int, place: int) -> str:
    return f"{BREAKPOINTS}!{address(FIRST + stretch, place, fixed=True)}"
