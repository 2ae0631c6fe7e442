"""The arrays against the plain loop, run by run, in disputes that use every part."""

import pytest

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.days import follow
from tests.conflict.crisis.disputes import small
from tests.conflict.crisis.one_by_one import one_by_one

RANGES = (
    ("ann: 90, bob: 80", "ann: 70 (40 to 100), bob: 60 (30 to 90)"),
    ("exit_threshold: 30, spread: 20, exit_cost: 50, loyalty: 0",
     "exit_threshold: 40 (5 to 80), exit_cost: 50 (20 to 90), loyalty: 40 (0 to 90)"),
    ("noise: 0", "noise: 5 to 30"),
)  # fmt: skip
REMOVE = "remove_chief: {by: board, effect: chief falls vacant, notice: none}"
APPOINT = "appoint_chief: {by: board, effect: someone becomes chief, notice: none}"
LATER = "2024-03-31T00:00:00+00:00"


@pytest.mark.parametrize(
    "changes",
    [
        (),
        ((REMOVE, REMOVE.replace("none", "48 hours")),),
        ((APPOINT, APPOINT.replace("notice: none", "notice: 1 days, time_lock: 1 days")),),
        ((APPOINT, APPOINT.replace("notice: none", "notice: 3 days, waiver: ann")),),
        (("      left_by: staff\n", "      effect: cyd leaves board\n"),),
    ],
    ids=["plain", "notice of the act", "notice and lag of the return", "waiver", "no one leaves"],
)
@pytest.mark.parametrize("known", [None, LATER])
def test_arrays_say_what_the_plain_loop_says(
    changes: tuple[tuple[str, str], ...], known: str | None
) -> None:
    made = small(*RANGES, *changes, known=known)
    arrays = follow(made, 3, runs_from(0, 60))
    for run, (outcome, day, signed) in enumerate(one_by_one(made, 3, 60)):
        assert (outcome, day) == (arrays.outcome[run], arrays.day[run]), f"run {run}"
        assert signed == pytest.approx([float(each[run]) for each in arrays.signed], abs=1e-6)
