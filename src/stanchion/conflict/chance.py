"""Random numbers by counter: each is a function of the seed, the run and what it is drawn for.

So a run is the same alone or in a batch, on any number of workers, and a party that is added, or
a rule that is changed, leaves the draws of all others as they were (common random numbers).
Source: Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
(Philox4x32-10).
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Runs = NDArray[np.uint64]
Words = tuple[Runs, Runs, Runs, Runs]
"""Four words of 32 bits each, kept in 64 so that products fit."""

ROUNDS = 10
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
FRACTION_BITS = 52
"""One less than a float holds, so that the middle of the last cell is still below one."""


def uniforms(seed: int, runs: Runs, *keys: int) -> Floats:
    """One number for each run, in the open interval from 0 to 1.

    `keys` say what it is drawn for, such as a party (`key_of` its name), a day and a purpose: the
    same keys give the same numbers, others give independent ones. `seed` counts 64 bits.
    """
    stream = _stream_of(keys)
    counted = np.asarray(runs, dtype=np.uint64)
    drawn_for = np.full_like(counted, stream & 0xFFFFFFFF), np.full_like(counted, stream >> 32)
    words = philox((counted & LOW, counted >> HALF, *drawn_for), seed)
    bits = ((words[0] << HALF) | words[1]) >> np.uint64(64 - FRACTION_BITS)
    return (bits.astype(np.float64) + 0.5) * 2.0**-FRACTION_BITS


def key_of(name: str) -> int:
    """A key that depends on a name alone, wherever in the charter it stands; of 64 bits."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def runs_from(first: int, count: int) -> Runs:
    """The numbers of consecutive runs."""
    return np.arange(first, first + count, dtype=np.uint64)


def philox(counter: Words, key: int) -> Words:
    """Philox4x32-10 of counters, element by element, under a key of 64 bits."""
    c0, c1, c2, c3 = counter
    k0, k1 = key & 0xFFFFFFFF, key >> 32 & 0xFFFFFFFF
    for _ in range(ROUNDS):
        one, other = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c2 = (other >> HALF) ^ c1 ^ np.uint64(k0), (one >> HALF) ^ c3 ^ np.uint64(k1)
        c1, c3 = other & LOW, one & LOW
        k0, k1 = k0 + WEYL[0] & 0xFFFFFFFF, k1 + WEYL[1] & 0xFFFFFFFF
    return c0, c1, c2, c3


def _stream_of(keys: tuple[int, ...]) -> int:
    """The keys of a draw mixed into 64 bits; order and number of them count."""
    text = b"".join((key & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "little") for key in keys)
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
