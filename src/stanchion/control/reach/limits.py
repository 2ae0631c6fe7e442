"""How far a search may go: options of the question, and what happens when they are met."""

from collections.abc import Callable

from stanchion.exact.record import record


def never() -> bool:
    """No limit of time."""
    return False


@record(frozen=True, slots=True)
class Limits:
    """Positions that may be looked at, and whether time is up (asked now and then)."""

    positions: int = 100_000
    time_is_up: Callable[[], bool] = never


class Stopped(Exception):
    """A search that met a limit; the text says which, `positions` how many it had looked at."""

    def __init__(self, why: str, positions: int) -> None:
        super().__init__(why)
        self.positions = positions


def check(limits: Limits, positions: int) -> None:
    """Raises Stopped where a limit is met."""
    if positions > limits.positions:
        why = f"more than {limits.positions:,} positions; allow more with `--positions`"
        raise Stopped(why, positions)
    if positions % 64 == 0 and limits.time_is_up():
        why = f"time was up after {positions:,} positions; allow more with `--seconds`"
        raise Stopped(why, positions)
