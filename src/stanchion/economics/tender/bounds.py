"""A tender with unknowns: every case at the ends of what is not known, and the bounds they give.

What a seller sells rises with its own units and falls with those of the others, as long as groups
under one cap are nested; it is monotone in price, limit and minimum. So its least and its most lie
where each unknown is at an end, the others' at the other end, and those cases are worked out, each
exactly. Cutting to whole units can move a bound inside by less than a unit for each cut.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import floor

from stanchion.economics.results import Provenance
from stanchion.economics.tender import results as r
from stanchion.economics.tender import terms as t
from stanchion.economics.tender.outcome import Case, Outcome, outcome, stock, wanted
from stanchion.economics.tender.worth import real_terms
from stanchion.exact.money import Money, currency

EXACT = "one case worked out in whole units"
AT_ENDS = "worked out in whole units at the ends of what is not known"
SOMETIMES = "at some ends only"
MOST_APART = 48
"""Up to so many uncertain holdings are moved one against the others; more of them move together."""

Found = tuple[Case, Outcome]


def tender_result(tender: t.Tender) -> r.TenderResult:
    """What comes of the offer, each quantity with its ends."""
    found = [(case, outcome(tender, case)) for case in cases(tender)]
    alone = len(found) == 1
    assumptions = list(tender.assumptions)
    if sum(not line.is_known for line in tender.lines) > MOST_APART:
        assumptions.append(
            f"more than {MOST_APART} holdings are uncertain: they are moved together, "
            "so single ends can lie further out"
        )
    for name, out in tender.outstanding:
        if sum(line.held.high for line in tender.lines if line.share_class == name) > out:
            assumptions.append(
                f"what each holds of `{name}` is a range of its own; the high ends come to more "
                "than there is, so not all of them can hold at once"
            )
    lapses = how_often([out.lapses for _, out in found])
    if lapses == SOMETIMES:
        assumptions.append(
            "whether the minimum is met hangs on what is not known; where it is only just met, a "
            "seller can sell more than at any of the ends"
        )
    return r.TenderResult(
        name=tender.name,
        entity=tender.entity,
        buyer=tender.buyer,
        currency=tender.currency,
        price=tender.price,
        wanted=_wanted(tender, found),
        lines=tuple(_line(tender, found, place) for place in range(len(tender.lines))),
        sold=_ends(sum(out.sells) for _, out in found),
        spent=_ends(case.price * sum(out.sells) for case, out in found),
        accepted_part=_accepted(found),
        takers=tuple(_taker(tender, found, place) for place in range(len(tender.refusals))),
        buyer_holds=tuple(_holds(tender, found, place) for place in range(len(tender.classes))),
        buyer_pays=_ends(case.price * sum(out.to_buyer) for case, out in found),
        lapses=lapses,
        headline=tender.headline,
        fully_diluted=tender.fully_diluted,
        real_terms=real_terms(tender),
        cases=len(found),
        provenance=Provenance(
            EXACT if alone else AT_ENDS,
            exact=True,
            digest=sha256(repr(tender).encode()).hexdigest(),
            assumptions=tuple(assumptions),
        ),
        because=tender.because,
    )


def how_often(facts: Sequence[bool]) -> str:
    """`always`, `never`, or `at some ends only`."""
    if all(facts):
        return "always"
    return SOMETIMES if any(facts) else "never"


def cases(tender: t.Tender) -> tuple[Case, ...]:
    """Every case that can be the least or the most of something, each once."""
    return tuple(dict.fromkeys(_cases(tender)))


def _cases(tender: t.Tender) -> Iterator[Case]:
    limits: Iterable[Fraction | None]
    match tender.limit:
        case t.Budget(ends) | t.UnitsWanted(ends):
            limits = ends
        case t.TakesAll():
            limits = (None,)
    minima = (Fraction(0),) if tender.minimum is None else tuple(tender.minimum)
    of_lines = _line_patterns([not line.is_known for line in tender.lines])
    of_rights = _patterns([not right.takes.is_known for right in tender.refusals])
    for price, limit, minimum, highs, takes in product(
        tender.price, limits, minima, of_lines, of_rights
    ):
        yield Case(
            price=price,
            limit=limit,
            minimum=minimum,
            lines=tuple(
                stock(line, held_high=held_high, tenders_high=tenders_high)
                for line, (held_high, tenders_high) in zip(tender.lines, highs, strict=True)
            ),
            takes=tuple(
                _end(right.takes, high=high)
                for right, high in zip(tender.refusals, takes, strict=True)
            ),
        )


def _end(value: t.Ends, *, high: bool) -> Fraction:
    return value.high if high else value.low


def _patterns(uncertain: Sequence[bool]) -> list[tuple[bool, ...]]:
    """Which are at their high end: none, all, each against all others."""
    found = [tuple(False for _ in uncertain), tuple(uncertain)]
    if sum(uncertain) <= MOST_APART:
        for place, doubt in enumerate(uncertain):
            if doubt:
                found.append(tuple(i == place for i in range(len(uncertain))))
                found.append(tuple(u and i != place for i, u in enumerate(uncertain)))
    return list(dict.fromkeys(found))


LOW, HIGH = (False, False), (True, True)
MUCH_HELD_LITTLE_TENDERED, LITTLE_HELD_MUCH_TENDERED = (True, False), (False, True)
APART = (
    (HIGH, LOW),  # sells the most
    (LOW, HIGH),  # sells the least
    (MUCH_HELD_LITTLE_TENDERED, HIGH),  # keeps the most
    (LITTLE_HELD_MUCH_TENDERED, LOW),  # keeps the least
)
"""The ends of one line (held, tendered) against those of all others."""


def _line_patterns(uncertain: Sequence[bool]) -> list[tuple[tuple[bool, bool], ...]]:
    found = [tuple(LOW for _ in uncertain), tuple(HIGH if u else LOW for u in uncertain)]
    if sum(uncertain) <= MOST_APART:
        for place, doubt in enumerate(uncertain):
            for own, others in APART if doubt else ():
                found.append(
                    tuple(
                        own if i == place else others if u else LOW for i, u in enumerate(uncertain)
                    )
                )
    return list(dict.fromkeys(found))


def _ends(values: Iterable[Fraction | int]) -> t.Ends:
    found = [Fraction(value) for value in values]
    return t.Ends(min(found), max(found))


def _wanted(tender: t.Tender, found: Sequence[Found]) -> t.Ends | None:
    most = [wanted(tender, case) for case, _ in found]
    known = [units for units in most if units is not None]
    return _ends(known) if known else None


def _accepted(found: Sequence[Found]) -> t.Ends | None:
    parts = [Fraction(sum(o.sells), sum(o.allowed)) for _, o in found if sum(o.allowed)]
    return _ends(parts) if parts else None


def _line(tender: t.Tender, found: Sequence[Found], place: int) -> r.SellerLine:
    line = tender.lines[place]

    def over(value: Callable[[Case, Outcome], Fraction | int]) -> t.Ends:
        return _ends(value(case, out) for case, out in found)

    receives = over(lambda case, out: case.price * out.sells[place])
    money = currency(tender.currency)
    low, high = (
        Money(floor(amount * money.minor_per_major), money)
        for amount in (receives.low, receives.high)
    )
    return r.SellerLine(
        seller=line.seller,
        share_class=line.share_class,
        held=line.held,
        eligible=over(lambda case, _: case.lines[place].eligible),
        tendered=over(lambda case, _: case.lines[place].tendered),
        may_sell=over(lambda _, out: out.allowed[place]),
        sells=over(lambda _, out: out.sells[place]),
        receives=receives,
        paid=(low, high),
        left=over(lambda case, out: case.lines[place].held - out.sells[place]),
        cut_by=tuple(dict.fromkeys(why for _, out in found for why in out.cut_by[place])),
        because=line.because,
    )


def _taker(tender: t.Tender, found: Sequence[Found], place: int) -> r.Taker:
    right = tender.refusals[place]
    return r.Taker(
        by=right.by,
        units=_ends(sum(out.taken[place]) for _, out in found),
        pays=_ends(case.price * sum(out.taken[place]) for case, out in found),
        because=right.because,
    )


def _holds(tender: t.Tender, found: Sequence[Found], place: int) -> r.BuyerHolds:
    name = tender.classes[place]
    before = dict(tender.buyer_before).get(name, Fraction(0))
    buys = _ends(out.to_buyer[place] for _, out in found)
    holds = t.Ends(before + buys.low, before + buys.high)
    out = dict(tender.outstanding).get(name)
    share = t.Ends(holds.low / out, holds.high / out) if out else None
    return r.BuyerHolds(name, before, buys, holds, share)
