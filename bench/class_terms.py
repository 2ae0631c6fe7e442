"""How fast class terms are paid: the closed form, and best responses searched for one by one.

Prints the seconds of processor time that 200 classes and 10,000 holders take to be compiled and
paid to the cent. On 20 classes it prints the ratio to letting every claim elect in turn until
nobody gains by another election, which pours the money out once for every claim asked.
"""

from dataclasses import replace
from fractions import Fraction
from time import process_time

from stanchion.economics import waterfall as w
from stanchion.economics.classes.interpreter import Profile, elections, poured
from stanchion.economics.classes.payoffs import compiled
from stanchion.economics.classes.sweep import class_amounts
from stanchion.economics.classes.table import Claim, ClassTable, Terms
from stanchion.economics.distribution import distribution
from stanchion.economics.instruments.common import CommonUnits
from stanchion.economics.instruments.option import OptionUnits
from stanchion.economics.instruments.preferred import Conversion, PreferredUnits
from stanchion.economics.instruments.profit_units import CappedUnits
from stanchion.exact.allocation import Leftover

WHY = w.Because("bench")
CLASSES, HOLDERS, TARGET = 200, 10_000, 1.0
FEW = 20


def terms(place: int, units: int) -> Terms:
    """One class of five kinds by turns: common, preferred in two forms, options, capped units."""
    n = Fraction(units)
    match place % 5:
        case 0:
            return CommonUnits(n)
        case 1 | 2:
            price = Fraction(1 + place % 11, 2)
            capped = place % 5 == 2
            return PreferredUnits(
                units=n,
                preference=n * price,
                rank=Fraction(1 + place % 4),
                participates=capped,
                cap=3 * n * price if capped else None,
                conversion=Conversion.ELECTED,
                units_on_conversion=n,
            )
        case 3:
            strike = Fraction(place, 40)
            return OptionUnits(n, strike, w.StageId("class_0"), CommonUnits(Fraction(1)))
        case _:
            return CappedUnits(n, n * (3 + place % 7))


def company(classes: int, holders: int) -> ClassTable:
    """So many classes with so many holders in all, each with as many units as the others."""
    each = holders // classes
    claims = []
    for place in range(classes):
        names = [w.PayeeId(f"h{place}_{i}") for i in range(each)]
        parts = tuple((name, Fraction(1, each)) for name in names)
        claims.append(Claim(w.StageId(f"class_{place}"), terms(place, 100 * each), parts, WHY))
    return ClassTable(
        entity="company",
        currency="USD",
        claims=tuple(claims),
        residual=None,
        payees=tuple(who for claim in claims for who, _ in claim.holders),
        leftover=Leftover.LARGEST_REMAINDER,
        because=WHY,
        because_residual=WHY,
    )


def best_responses(table: ClassTable, amount: Fraction) -> tuple[Fraction, ...]:
    """What each claim receives when all have elected in turn until nobody gains by another."""
    choices = [elections(claim) for claim in table.claims]
    profile: Profile = tuple(own[0] for own in choices)
    moved = True
    while moved:
        moved = False
        for place, own in enumerate(choices):
            for other in own:
                tried = (*profile[:place], other, *profile[place + 1 :])
                if poured(tried, amount).paid[place] > poured(profile, amount).paid[place]:
                    profile, moved = tried, True
    return poured(profile, amount).paid


def main() -> None:
    """Print the seconds and the ratio."""
    large = company(CLASSES, HOLDERS)
    amount = Fraction(3_000_000)
    began = process_time()
    paid = distribution(large, amount)
    seconds = process_time() - began
    assert sum(line.paid.minor for line in paid.lines) == amount * 100
    print(f"{CLASSES} classes, {HOLDERS:,} holders: compiled and paid in {seconds:.2f} s")
    print(f"  target {TARGET} s: {'met' if seconds <= TARGET else 'missed'}")

    small = company(FEW, FEW)
    amount = Fraction(20_000)
    began = process_time()
    slow = best_responses(small, amount)
    slow_seconds = process_time() - began
    compiled.cache_clear()
    began = process_time()
    fast = class_amounts(replace(small), amount)
    fast_seconds = process_time() - began
    assert tuple(fast.values()) == slow, "both pay alike"
    print(f"{FEW} classes, one amount: closed form {fast_seconds * 1000:.1f} ms, ", end="")
    print(f"best responses {slow_seconds * 1000:.0f} ms, ratio {slow_seconds / fast_seconds:.0f}")


if __name__ == "__main__":
    main()
