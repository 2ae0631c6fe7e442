"""Random numbers by counter: the published vectors, and that nothing else decides a draw."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.conflict.chance import Words, key_of, philox, runs_from, uniforms

SEEDS = st.integers(0, 2**64 - 1)


@dataclass(frozen=True)
class Case:
    """A known answer of the generator."""

    source: str
    counter: tuple[int, int, int, int]
    key: int
    expected: tuple[int, int, int, int]


RANDOM123 = "Random123, known-answer vectors of philox4x32 with 10 rounds"
CASES = (
    Case(RANDOM123, (0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    Case(
        RANDOM123,
        (0xFFFFFFFF,) * 4,
        0xFFFFFFFF_FFFFFFFF,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    Case(
        RANDOM123,
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        0x299F31D0_A4093822,
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


def words(counter: tuple[int, int, int, int]) -> Words:
    a, b, c, d = (np.array([word], dtype=np.uint64) for word in counter)
    return a, b, c, d


@pytest.mark.parametrize("case", CASES, ids=lambda case: hex(case.key))
def test_the_generator_gives_the_published_numbers(case: Case) -> None:
    assert tuple(int(word[0]) for word in philox(words(case.counter), case.key)) == case.expected


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.integers(0, 2**63), st.integers(0, 2**64 - 1), st.integers(0, 400))
def test_a_run_draws_the_same_alone_as_in_a_batch(
    seed: int, first: int, party: int, day: int
) -> None:
    batch = uniforms(seed, runs_from(first, 7), party, day)
    alone = [uniforms(seed, runs_from(first + n, 1), party, day)[0] for n in range(7)]
    assert batch.tolist() == alone
    assert all(0 < u < 1 for u in batch)


def test_what_it_is_drawn_for_tells_draws_apart() -> None:
    runs = runs_from(0, 1000)
    one = uniforms(1, runs, key_of("ann"), 3)
    others = (
        uniforms(1, runs, key_of("ann"), 4),
        uniforms(1, runs, key_of("bob"), 3),
        uniforms(1, runs, 3, key_of("ann")),
        uniforms(1, runs, key_of("ann"), 3, 0),
        uniforms(2, runs, key_of("ann"), 3),
    )
    for other in others:
        assert abs(float(np.corrcoef(one, other)[0, 1])) < 0.15
        assert not np.array_equal(one, other)


def test_the_numbers_are_spread_evenly() -> None:
    drawn = uniforms(7, runs_from(0, 100_000), key_of("ann"))
    counts, _ = np.histogram(drawn, bins=100, range=(0, 1))
    assert float(((counts - 1000) ** 2 / 1000).sum()) < 150  # 99 degrees of freedom
    assert np.abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.02


def test_the_last_cell_stays_below_one() -> None:
    highest = ((2**52 - 1) + 0.5) * 2.0**-52
    assert highest < 1
    assert 0.5 * 2.0**-52 > 0


def test_a_name_has_the_same_key_in_every_process() -> None:
    assert key_of("microsoft") == 17419538113113271143
