"""What is wrong with a file, as data: where, in which words, and what to do about it.

A fault is reported by a function, and that function's docstring is what explains it: the
decorator `explains` ties the two together. There is no registry; whoever wants to list the codes
passes the functions that report them.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from inspect import cleandoc
from typing import TypeAlias, TypeVar

from stanchion.exact.record import record
from stanchion.source.span import Span

Reporter: TypeAlias = Callable[..., object]
ReporterT = TypeVar("ReporterT", bound=Reporter)
SortKey: TypeAlias = tuple[Span, str, str]


class Severity(Enum):
    """Whether the file can be used in spite of it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record(frozen=True, slots=True)
class Code:
    """A kind of fault: its stable id, its name in few words, and what it means."""

    id: str
    title: str
    explanation: str


@record(frozen=True, slots=True)
class Label:
    """A second place that matters to a diagnostic, and why."""

    span: Span
    text: str


@record(frozen=True, slots=True)
class Diagnostic:
    """One fault. Words are lower case without a full stop, the user's own words in backticks.

    `message` says what is wrong, `label` what about the place `at` is wrong, `help` what to do;
    `others` are further places. Diagnostics sort by position, then code.
    """

    code: str
    message: str
    at: Span
    label: str = ""
    help: tuple[str, ...] = ()
    others: tuple[Label, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> SortKey:
        """Position, then code, then message."""
        return self.at, self.code, self.message

    def __lt__(self, other: "Diagnostic") -> bool:
        return self.sort_key < other.sort_key


def explains(code: str, title: str) -> Callable[[ReporterT], ReporterT]:
    """Say that a function reports this code; its docstring becomes the explanation.

    A function may report several codes which share an explanation: decorate it once for each.
    """

    def attach(function: ReporterT) -> ReporterT:
        words = cleandoc(function.__doc__ or "")
        assert words, f"{code} is not explained"  # INVARIANT: no code without an explanation
        vars(function)["codes"] = (Code(code, title, words), *codes_of(function))
        return function

    return attach


def codes_of(function: Reporter) -> tuple[Code, ...]:
    """The codes that a function reports, in the order of its decorators."""
    codes: tuple[Code, ...] = getattr(function, "codes", ())
    return codes


def explanations(functions: Iterable[Reporter]) -> dict[str, Code]:
    """The codes that these functions report, by id and in that order."""
    found: dict[str, Code] = {}
    for function in functions:
        for code in codes_of(function):
            known = found.setdefault(code.id, code)
            # INVARIANT: a code means one thing, whoever reports it
            assert known == code, f"{code.id} is explained twice"
    return dict(sorted(found.items()))
