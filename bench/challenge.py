"""How many runs of the challenge model a second, against the plain Python implementation.

Run from the root of the repository by `python -m bench.challenge`. Ten parties, ten rounds, one
core; prints runs a second by batch size, of the naive implementation, and the ratio, from one run.
"""

import time

import numpy as np
from tests.conflict.naive_challenge import positions_after

from stanchion.conflict.challenge.options import DEFAULT, PRESETS
from stanchion.conflict.challenge.rounds import course
from stanchion.conflict.contest import Contest

PARTIES, ROUNDS = 10, 10
BATCHES = (256, 512, 1024, 2048)
RUNS = 4096
PLAIN = 5


def contest(runs: int) -> Contest:
    """Parties anywhere, of any strength."""
    rng = np.random.default_rng(1)
    shape = (PARTIES, runs)
    return Contest(
        tuple(map(str, range(PARTIES))),
        rng.uniform(0, 100, shape),
        rng.uniform(1, 100, shape),
        rng.uniform(0.1, 1, shape),
        0,
        100,
    )


def rate(batch: int) -> float:
    """Runs a second in batches of this size, by processor time."""
    made = contest(batch)
    course(made, PRESETS[DEFAULT], rounds=1)
    start = time.process_time()
    for _ in range(RUNS // batch):
        course(made, PRESETS[DEFAULT], rounds=ROUNDS)
    return RUNS / (time.process_time() - start)


def plain_rate() -> float:
    """Runs a second of the naive implementation, which must end where the arrays do."""
    made = contest(PLAIN)
    ends = course(made, PRESETS[DEFAULT], rounds=ROUNDS).positions[-1]
    start = time.process_time()
    for run in range(PLAIN):
        rows = zip(
            made.positions[:, run], made.influence[:, run], made.salience[:, run], strict=True
        )
        found = positions_after(
            [(float(x), float(c), float(s)) for x, c, s in rows],
            PRESETS[DEFAULT],
            rounds=ROUNDS,
            declared=100,
        )
        assert np.allclose(found, ends[:, run], atol=1e-6), run
    return PLAIN / (time.process_time() - start)


def main() -> None:
    """Print the rates and their ratio."""
    print(f"{PARTIES} parties, {ROUNDS} rounds, preset `{DEFAULT}`, one core")
    rates = {batch: rate(batch) for batch in BATCHES}
    for batch, found in rates.items():
        print(f"batches of {batch:>5,}: {found:>8,.0f} runs/s")
    plain = plain_rate()
    print(f"plain Python:      {plain:>8,.1f} runs/s")
    print(f"ratio:             {max(rates.values()) / plain:>8,.0f}")


if __name__ == "__main__":
    main()
