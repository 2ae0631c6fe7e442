"""What a caller of `stanchion.exact` can do wrong, and the root of all such errors."""

from dataclasses import dataclass, fields
from fractions import Fraction


@dataclass(eq=False)
class StanchionError(Exception):
    """The caller is wrong: a subclass is a dataclass whose fields are the facts.

    A subclass says its message in `__str__`: lower case, no full stop. The facts survive
    pickling, however they were passed, because ensembles raise in worker processes.
    """

    def __reduce__(self) -> tuple[object, ...]:
        facts = {field.name: getattr(self, field.name) for field in fields(self)}
        return (_rebuilt, (type(self), facts))


def _rebuilt(kind: type[StanchionError], facts: dict[str, object]) -> StanchionError:
    return kind(**facts)


@dataclass(eq=False)
class UnknownCurrency(StanchionError, ValueError):
    """`code` is not an active ISO 4217 code; `close` are the codes it may stand for, best first."""

    code: str
    close: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"unknown currency `{self.code}`"


@dataclass(eq=False)
class CurrencyMismatch(StanchionError, ValueError):
    """Amounts in two currencies were added, subtracted or compared; the fields are codes."""

    left: str
    right: str

    def __str__(self) -> str:
        return f"`{self.left}` and `{self.right}` do not mix"


@dataclass(eq=False)
class NotWholeMinorUnits(StanchionError, ValueError):
    """`amount` in major units cannot be paid in units of 10 ** -`minor_digits`."""

    amount: Fraction
    currency: str
    minor_digits: int

    def __str__(self) -> str:
        return f"`{self.amount}` {self.currency} is not a whole number of minor units"


@dataclass(eq=False)
class BadEntitlements(StanchionError, ValueError):
    """What was to be allocated is no division of `total`; amounts in minor units.

    `index` is the payee at fault, None where the sum `entitled` or a length is.
    """

    why: str
    total: int
    entitled: Fraction
    index: int | None = None

    def __str__(self) -> str:
        payee = "" if self.index is None else f", payee {self.index}"
        return f"{self.why} (entitled to `{self.entitled}` of `{self.total}`{payee})"


@dataclass(eq=False)
class AllocationImpossible(StanchionError, ValueError):
    """All payees have ceilings, which together leave no room for `total` minor units."""

    total: int
    ceilings: tuple[int, ...]

    def __str__(self) -> str:
        return f"`{self.total}` does not fit under ceilings of `{sum(self.ceilings)}` in all"


@dataclass(eq=False)
class OutsideDomain(StanchionError, ValueError):
    """A function on [0, oo) was asked about a negative x."""

    x: Fraction | int

    def __str__(self) -> str:
        return f"`{self.x}` is below zero, where the function is not defined"


@dataclass(eq=False)
class EmptyInterval(StanchionError, ValueError):
    """An interval ends before it starts."""

    start: Fraction | int
    end: Fraction | int

    def __str__(self) -> str:
        return f"the interval from `{self.start}` to `{self.end}` is empty"


@dataclass(eq=False)
class MalformedCurve(StanchionError, ValueError):
    """What was given is no continuous function on [0, oo); `at` is where it fails."""

    why: str
    at: Fraction | int | None = None

    def __str__(self) -> str:
        return self.why if self.at is None else f"{self.why} at `{self.at}`"


@dataclass(eq=False)
class NotInvertible(StanchionError, ValueError):
    """The function starts below zero, or does not rise after `at`.

    `value` is the function at `at`, `slope` its slope just after.
    """

    at: Fraction
    value: Fraction
    slope: Fraction

    def __str__(self) -> str:
        if self.slope <= 0:
            return f"not invertible: no rise after `{self.at}` (slope `{self.slope}`)"
        return f"not invertible: starts below zero, at `{self.value}`"


@dataclass(eq=False)
class NegativeArgument(StanchionError, ValueError):
    """The inner function of a composition is negative: `value` at `at`."""

    at: Fraction
    value: Fraction

    def __str__(self) -> str:
        return f"the inner function is `{self.value}`, below zero, at `{self.at}`"
