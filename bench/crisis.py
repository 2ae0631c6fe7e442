"""How fast the founding case's crisis is followed, against a plain Python loop over runs.

Run from the root of the repository by `python -m bench.crisis`. Prints: 100,000 runs on one, two
and four workers, and whether they count the same; runs a second of a plain implementation of the
same rules, and the ratio; the most memory that twenty batches take against one.
"""

import math
import time
import tracemalloc
from pathlib import Path

from tests.conflict.crisis.one_by_one import one_by_one

from stanchion.api.loading import load
from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import follow
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.ensembles.batches import BATCH
from stanchion.conflict.ensembles.ensemble import Order, ensemble
from stanchion.workers.pool import workers

RUNS = 100_000
PLAIN = 300


def founding() -> Crisis:
    """The crisis of the founding case, from its beginning."""
    path = Path(__file__).resolve().parents[1] / "cases" / "openai-2023" / "charter.yaml"
    charter = load(path.read_bytes(), file=path.name).charter
    assert charter is not None
    return crisis(scene(charter))


def plain_rate(made: Crisis) -> float:
    """Runs a second of the plain loop, which must agree with the arrays on every run."""
    arrays = follow(made, 1, runs_from(0, PLAIN))
    start = time.perf_counter()
    plain = one_by_one(made, 1, PLAIN)
    elapsed = time.perf_counter() - start
    assert [outcome for outcome, _, _ in plain] == arrays.outcome.tolist()
    return PLAIN / elapsed


def peak(made: Crisis, runs: int) -> int:
    """The most memory in bytes that so many runs take."""
    tracemalloc.start()
    ensemble(made, Order(runs))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> None:
    """Print it all."""
    made = founding()
    follow(made, 1, runs_from(0, 10))  # libraries are loaded
    tallies, seconds = [], {}
    for count in (1, 2, 4):
        start = time.perf_counter()
        tallies.append(ensemble(made, Order(RUNS, workers=workers(count))).tally)
        seconds[count] = time.perf_counter() - start
        print(f"{RUNS:,} runs on {count} workers: {seconds[count]:.1f} s")
    same = all(tally == tallies[0] for tally in tallies)
    print(f"counts on 1, 2 and 4 workers are {'the same' if same else 'DIFFERENT'}")
    rate, arrays = plain_rate(made), RUNS / seconds[1]
    print(f"plain Python: {rate:,.0f} runs a second; arrays: {arrays:,.0f}; {arrays / rate:,.0f}x")
    one, many = peak(made, BATCH), peak(made, 20 * BATCH)
    print(f"peak memory: {one / 1e6:.1f} MB for a batch, {many / 1e6:.1f} MB for 20 of them")
    assert math.isfinite(rate)
    assert same


if __name__ == "__main__":
    main()
