"""What each payee receives at any amount: exact piecewise linear curves of one distribution."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from stanchion.economics import waterfall as w
from stanchion.economics.sweep import ZERO, Cell, sweep
from stanchion.exact.piecewise import PiecewiseLinear, sum_of


@dataclass(frozen=True)
class PayoffCurves:
    """For every cell (stage, payee) a curve over the amount distributed, in major units.

    The curves of one distribution: what was received before is the state, not part of them.
    """

    waterfall: w.Waterfall
    cells: tuple[tuple[Cell, PiecewiseLinear], ...]

    def of(self, payee: w.PayeeId) -> PiecewiseLinear:
        """All that the payee receives."""
        return self._sum(lambda cell: cell[1] == payee)

    def in_stage(self, payee: w.PayeeId, stage: w.StageId) -> PiecewiseLinear:
        """What the payee receives in one stage."""
        return self._sum(lambda cell: cell == (stage, payee))

    def _sum(self, wanted: Callable[[Cell], bool]) -> PiecewiseLinear:
        return sum_of(curve for cell, curve in self.cells if wanted(cell))

    def by_payee(self) -> dict[w.PayeeId, PiecewiseLinear]:
        """All curves, by payee in order of declaration."""
        return {payee: self.of(payee) for payee in self.waterfall.payees}


@lru_cache(maxsize=256)
def payoff_curves(waterfall: w.Waterfall) -> PayoffCurves:
    """The curves of one distribution from the waterfall's state; raises NobodyReceives."""
    flows = sweep(waterfall).flows
    cells = dict.fromkeys((stage, payee) for flow in flows for stage, payee, _ in flow.rates)
    return PayoffCurves(
        waterfall,
        tuple(
            (
                cell,
                PiecewiseLinear.from_slopes(
                    [
                        (flow.start, {(s, p): r for s, p, r in flow.rates}.get(cell, ZERO))
                        for flow in flows
                    ]
                ),
            )
            for cell in cells
        ),
    )
