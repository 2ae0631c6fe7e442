"""Companies written as charters from a few figures, for examples and random tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from stanchion.api.loading import load
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.economics.classes.table import ClassTable
from stanchion.economics.from_charter import waterfall
from stanchion.economics.waterfall import PayeeId

HEAD = """\
stanchion: 1
name: An example
as_of: 2024-01-01 UTC
currency: USD
"""


@dataclass(frozen=True)
class Written:
    """One class, held by `h_NAME` alone: its name, its terms, its units (None: it counts none)."""

    name: str
    terms: str
    units: int | None

    @property
    def holder(self) -> str:
        return f"h_{self.name}".lower()

    @property
    def key(self) -> str:
        return f"class_{self.name}".lower()


def common(name: str, units: int) -> Written:
    return Written(name, "kind: common", units)


def preferred(
    name: str,
    units: int,
    *,
    invested: int,
    multiple: str = "1",
    rank: int = 1,
    participates: bool = False,
    cap: str | None = None,
    extra: str = "",
) -> Written:
    """Preferred on what was invested; a `cap` is a multiple of that, the preference counted."""
    price = Fraction(invested, units)
    terms = (
        f"kind: preferred, issue_price: 1, preference: {Fraction(multiple) * price}x, rank: {rank}"
    )
    if cap is not None:
        total = Fraction(cap) * price
        terms += f", participation: capped, participation_cap: {total}x"
        terms += ", cap_counts: with the preference"
    else:
        terms += f", participation: {'full' if participates else 'none'}"
    terms += extra or ", converts_by: each holder"
    return Written(name, f"{terms}, conversion_ratio: 1", units)


def option(name: str, units: int, *, strike: str, over: str) -> Written:
    return Written(name, f"kind: option, strike: {strike}, over: class_{over}".lower(), units)


def company(classes: Iterable[Written], *, more: str = "", pay: str = "") -> str:
    """The charter of a company `co` that pays exit proceeds by the terms of these classes."""
    listed = tuple(classes)
    holders = "\n".join(f"  {c.holder}: {{fund: {c.name}}}" for c in listed)
    terms = "\n".join(f"    {c.key}: {{{_with_units(c)}}}" for c in listed)
    held = "\n".join(
        f"    - {{holder: {c.holder}, class: {c.key}"
        + (", share: 100%}" if c.units is None else f", units: {c.units}}}")
        for c in listed
    )
    return (
        f"{HEAD}parties:\n  co: {{company: Co}}\n  charity: {{nonprofit: Charity}}\n{holders}\n"
        f"classes:\n  co:\n{terms}\nholdings:\n  co:\n{held}\n"
        f"pay:\n  co: {{pays: exit proceeds, rounding: largest remainder, by: class terms{pay}}}\n"
        f"{more}"
    )


def _with_units(written: Written) -> str:
    return written.terms if written.units is None else f"{written.terms}, units: {written.units}"


@lru_cache(maxsize=64)
def charter(text: str) -> Charter:
    """The charter, which must load without an error."""
    loaded = load(text, file="example.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.errors]
    return loaded.charter


def table(text: str, **outcomes: bool) -> ClassTable:
    """The compiled table of `co`."""
    made = waterfall(view(charter(text)).state, entity="co", outcomes=outcomes)
    assert isinstance(made, ClassTable)
    return made


def holder(name: str) -> PayeeId:
    return PayeeId(f"h_{name}".lower())
