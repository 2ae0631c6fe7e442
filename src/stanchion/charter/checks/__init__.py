"""What is looked at in every charter: small named functions, each with its code and its reason.

A check takes a `Context` and yields diagnostics; its docstring is what `stanchion explain` prints.
To add one: write the function in the module of its subject, add it to that module's `CHECKS`, and
a bad charter with the expected words to `tests/charter/bad`.
"""

from collections.abc import Callable, Iterator

from stanchion.charter.checks import (
    accruals,
    bodies,
    class_terms,
    deductions,
    dispute,
    evaluations,
    funds,
    money,
    names,
    ownership,
    power,
    release,
    rings,
    tenders,
    time,
)
from stanchion.charter.checks.context import Context, Names
from stanchion.charter.checks.names import declared_names
from stanchion.source.diagnostic import Diagnostic

CHECKS: tuple[Callable[[Context], Iterator[Diagnostic]], ...] = (
    *names.CHECKS,
    *ownership.CHECKS,
    *money.CHECKS,
    *funds.CHECKS,
    *rings.CHECKS,
    *class_terms.CHECKS,
    *bodies.CHECKS,
    *tenders.CHECKS,
    *deductions.CHECKS,
    *accruals.CHECKS,
    *power.CHECKS,
    *time.CHECKS,
    *dispute.CHECKS,
    *evaluations.CHECKS,
    *release.CHECKS,
)

__all__ = ["CHECKS", "Context", "Names", "declared_names"]
