"""Did you mean: near enough to help, far enough not to mislead, and never slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.source.suggest import closest

NAMES = ("foundation", "microsoft", "board", "safety_committee", "seats in office", "CEO", "staff")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("fundation", ("foundation",)),
        ("foundatoin", ("foundation",)),  # neighbours swapped
        ("Mircosoft", ("microsoft",)),
        ("borad", ("board",)),
        ("bord", ("board",)),
        ("BOARD", ("board",)),
        ("safety-committee", ("safety_committee",)),
        ("safetycomittee", ("safety_committee",)),
        ("committee_safety", ("safety_committee",)),
        ("Seats_in_Office", ("seats in office",)),
        ("ceo", ("CEO",)),
        ("cfo", ("CEO",)),
        ("stuf", ()),
        ("x", ()),
        ("", ()),
        ("--", ()),
        ("board", ()),  # what is known needs no suggestion
        ("google", ()),
        ("b" * 1000, ()),
    ],
)
def test_near_names_are_found(word: str, expected: tuple[str, ...]) -> None:
    assert closest(word, NAMES) == expected


def test_the_best_come_first_and_ties_in_alphabetical_order() -> None:
    names = ["series_d", "series_c", "series_b", "seriesa1", "Series-A"]
    assert closest("series_a", names) == ("Series-A", "series_b", "series_c")
    assert closest("series_a", set(names), limit=1) == ("Series-A",)
    assert closest("series_a", reversed(names), limit=9) == closest("series_a", names, limit=9)


def test_work_is_bounded() -> None:
    names = [f"investor_{'abcdefghij'[n % 10]}{n:06}" for n in range(50_000)]
    started = time.process_time()
    assert len(closest("investr_a000000x", names)) == 3
    assert closest("y" * 64, ["x" * 64] * 50_000 + ["y" * 63 + "z"]) == ("y" * 63 + "z",)
    assert closest("y" * 1_000_000, names) == ()
    assert time.process_time() - started < 4


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text("abcé_- \0深", max_size=9), st.lists(st.text("abcé_- 深", max_size=9), max_size=9))
def test_what_is_suggested_is_a_candidate(word: str, candidates: list[str]) -> None:
    found = closest(word, candidates)
    assert set(found) <= set(candidates) - {word}
    assert len(found) == len(set(found)) <= 3


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text("abcdefgh", min_size=6, max_size=20), st.data())
def test_one_slip_in_six_letters_is_always_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    slips = [
        name[:at] + name[at + 1 :],
        name[:at] + "x" + name[at:],
        name[:at] + "x" + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ]
    for slip in slips:
        assert slip == name or len(slip) < 6 or closest(slip, [name, "unrelated"])[:1] == (name,)
