"""How fast class terms are loaded and paid: the closed form, and best responses one by one.

Prints the seconds of processor time that 200 classes and 10,000 holders take to be loaded from a
charter (and how often its parser alone would have read it), and to be compiled and paid to the
cent, with the memory that it all took. On 20 classes it prints the ratio to letting every claim
elect in turn until nobody gains by another election, which pours the money out once for every
claim asked.
"""

import gc
import resource
from dataclasses import replace
from fractions import Fraction
from time import process_time

import yaml

from stanchion.api.loading import load
from stanchion.cli.main import OBJECTS_BEFORE_A_LOOK
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
CLASSES, HOLDERS, TARGET, LOAD_TARGET = 200, 10_000, 1.0, 2.0
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


def written(classes: int, holders: int) -> str:
    """Such a company as a charter: a line for each party, each class and each holding.

    No two holders have the same number of units.
    """
    each = holders // classes
    people = [f"h{place}_{i}" for place in range(classes) for i in range(each)]
    units = [100 + place for place in range(classes * each)]
    out = [sum(units[i * each : (i + 1) * each]) for i in range(classes)]
    preferred = "rank: 1, conversion_ratio: 1, converts_by: each holder, preference: 1x"
    kinds = (
        "kind: common",
        f"kind: preferred, issue_price: 3, participation: none, {preferred}",
        f"kind: preferred, issue_price: 5, participation: full, {preferred}",
        "kind: option, strike: 1.25, over: class_0",
        "kind: capped_unit, cap: 90 k, cap_is_on: gross return, freed: others pro rata",
    )
    return "\n".join(
        [
            "stanchion: 1\nname: Large\nas_of: 2026-01-01\ntime_zone: UTC\ncurrency: USD\nparties:",
            *(f"  {name}: {{person: Holder {name}}}" for name in people),
            "  co: {company: The company}\nclasses:\n  co:",
            *(
                f"    class_{i}: {{{kinds[i % 5]}, units: {out[i]}, granted: {out[i]}}}"
                if i % 5 == 3
                else f"    class_{i}: {{{kinds[i % 5]}, units: {out[i]}}}"
                for i in range(classes)
            ),
            "holdings:\n  co:",
            *(
                f"    - {{holder: {name}, class: class_{place // each}, units: {units[place]}}}"
                for place, name in enumerate(people)
            ),
            "pay: {co: {pays: proceeds, rounding: largest remainder, by: class terms}}\n",
        ]
    )


def print_loading() -> None:
    """Seconds, and their ratio to the events of the parser alone."""
    text = written(CLASSES, HOLDERS)
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK)  # as in every command
    began = process_time()
    loaded = load(text, file="large.yaml")
    seconds = process_time() - began
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    began = process_time()
    events = sum(1 for _ in yaml.parse(text, Loader=yaml.CSafeLoader))
    alone = process_time() - began
    print(f"{CLASSES} classes, {HOLDERS:,} holders: loaded in {seconds:.2f} s", end="")
    print(f" ({events:,} events of YAML alone {alone:.2f} s, ratio {seconds / alone:.1f})")
    print(f"  target {LOAD_TARGET} s: {'met' if seconds <= LOAD_TARGET else 'missed'}")


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
    print_loading()
    large = company(CLASSES, HOLDERS)
    amount = Fraction(3_000_000)
    began = process_time()
    paid = distribution(large, amount)
    seconds = process_time() - began
    assert sum(line.paid.minor for line in paid.lines) == amount * 100
    print(f"{CLASSES} classes, {HOLDERS:,} holders: compiled and paid in {seconds:.2f} s")
    print(f"  target {TARGET} s: {'met' if seconds <= TARGET else 'missed'}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  most memory at any time: {most:.0f} MB")

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
