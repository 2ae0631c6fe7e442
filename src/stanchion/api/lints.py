"""What is lawful in a charter and can hardly be meant, as the company stands."""

from stanchion.api.view import View
from stanchion.control.lints import LINTS, Linted
from stanchion.exact.record import record
from stanchion.source.diagnostic import Diagnostic, Severity


@record(frozen=True, slots=True)
class Lints:
    """The findings by place, and the decisions that could not be looked at with the reason."""

    as_of: str
    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[tuple[str, str], ...]
    looked_for: int

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings that can hardly be meant; notes are left out."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.WARNING)


def lints(asked: View) -> Lints:
    """Every lint of the charter at the instant of the view."""
    linted = Linted(asked.state)
    found = [diagnostic for lint in LINTS for diagnostic in lint(linted)]
    return Lints(
        as_of=asked.state.instant.isoformat(timespec="minutes"),
        diagnostics=tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key)),
        skipped=tuple(linted.skipped.items()),
        looked_for=len(LINTS),
    )
