"""What every answer about a dispute carries: how it was made, on what, and its worth."""

from stanchion.conflict.clash import HONESTY
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.inputs import assumed_shapes, judged
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Grounds:
    """Method, random numbers, inputs that are judgements, assumptions, and what is not known."""

    method: str
    seed: int
    runs: int
    judgements: tuple[str, ...]
    inputs: int
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    digest: str
    exact: bool = False


def grounds(crisis: Crisis, method: str, *, seed: int, runs: int) -> Grounds:
    """The grounds of an answer that rests on runs of a crisis."""
    uncertain = [one for one in crisis.inputs if not one.is_certain]
    return Grounds(
        method=method,
        seed=seed,
        runs=runs,
        judgements=tuple(one.name for one in judged(uncertain)),
        inputs=len(uncertain),
        assumptions=(*crisis.assumptions, *assumed_shapes(uncertain)),
        caveats=HONESTY,
        digest=crisis.digest,
    )
