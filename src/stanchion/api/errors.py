"""What a caller can ask that has no answer: facts as fields, words for people in `str`."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class BadQuestion(StanchionError, ValueError):
    """A phrase in a question that cannot be read; `start` and `end` bound the fault in `text`."""

    text: str
    message: str
    start: int
    end: int
    label: str
    help: str = ""

    def __str__(self) -> str:
        underline = " " * self.start + "^" * max(1, self.end - self.start)
        remedy = f"\n  = help: {self.help}" if self.help else ""
        return f"{self.message}\n  {self.text}\n  {underline} {self.label}{remedy}"


@dataclass(eq=False)
class UnknownName(StanchionError, LookupError):
    """The charter has no such thing; `close` are names it may stand for, `known` all there are."""

    what: str
    name: str
    close: tuple[str, ...]
    known: tuple[str, ...]

    def __str__(self) -> str:
        if self.close:
            hint = f"did you mean {' or '.join(f'`{name}`' for name in self.close)}?"
        elif self.known:
            hint = f"there is: {', '.join(f'`{name}`' for name in self.known[:12])}"
        else:
            hint = f"the charter has no {self.what} at all"
        return f"unknown {self.what} `{self.name}`; {hint}"


@dataclass(eq=False)
class ReadingsClash(StanchionError, ValueError):
    """One of the chosen readings takes away what another changes: no `what` called `missing`."""

    readings: tuple[str, ...]
    what: str
    missing: str

    def __str__(self) -> str:
        chosen = " and ".join(f"`{name}`" for name in self.readings)
        return f"{chosen} do not go together: they leave no {self.what} `{self.missing}` to change"


@dataclass(eq=False)
class BeforeOpening(StanchionError, ValueError):
    """The question is about an instant before the charter's opening; it says nothing of then."""

    asked: str
    opens: str

    def __str__(self) -> str:
        return (
            f"this charter describes the company from {self.opens} on and says nothing of "
            f"{self.asked}"
        )


@dataclass(eq=False)
class NothingPlanned(StanchionError, LookupError):
    """No payouts are named in the question, and the charter called `charter` plans none."""

    charter: str

    def __str__(self) -> str:
        return (
            f"`{self.charter}` plans no distributions; name them, as in "
            "`--amounts '150 m at 2025-01-01, 10 m at 2026-01-01'`, or write `distributions:`"
        )


@dataclass(eq=False)
class UndatedMoney(StanchionError, ValueError):
    """A yearly return depends on the day of `what` of `payee`, and the charter names none."""

    payee: str
    what: str

    def __str__(self) -> str:
        return (
            f"the return of `{self.payee}` cannot be worked out: {self.what} has no date; "
            "add `on:` to it"
        )
