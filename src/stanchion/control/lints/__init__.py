"""What is lawful in a charter and can hardly be meant: one small function for each lint.

A lint takes a `Linted` (a state with its decisions compiled) and yields diagnostics, as a check of
the charter does; its docstring is what `stanchion explain` prints. Unlike a check it looks at the
company as it stands at an instant: who sits, who holds what. To add one: write the function in the
module of its subject, add it to that module's `LINTS`, and a charter that shows it to
`tests/control/lints/bad`. May import: `stanchion.charter` and below, and the rest of `control`.
"""

from collections.abc import Callable, Iterator

from stanchion.control.lints import decisions, fillings, ownership, quorums, thresholds, vetoes
from stanchion.control.lints.linted import Linted
from stanchion.source.diagnostic import Diagnostic

LINTS: tuple[Callable[[Linted], Iterator[Diagnostic]], ...] = (
    *vetoes.LINTS,
    *quorums.LINTS,
    *fillings.LINTS,
    *decisions.LINTS,
    *thresholds.LINTS,
    *ownership.LINTS,
)

__all__ = ["LINTS", "Linted"]
