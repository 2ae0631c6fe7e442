"""Levers: what one change of the rules would have done, on the same random draws."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stanchion.api.errors import BadQuestion, UnknownName
from stanchion.api.levers import NoLevers, levers
from stanchion.conflict.crisis.compiled import NoCrisis
from stanchion.conflict.levers.results import Levers, Tried
from stanchion.conflict.trials import Trials
from stanchion.reports import levers as told
from stanchion.workers.spread import mapper
from tests.conflict.firm import FIRM, charter_of

TRIALS = Trials(3, 1500)


@pytest.fixture(scope="module")
def found() -> Levers:
    return levers(charter_of(), TRIALS)


def lever(found: Levers, key: str) -> Tried:
    return next(one for one in found.tried if one.key == key)


def test_a_rule_that_is_as_it_was_changes_no_run(found: Levers) -> None:
    same = lever(found, "majority").difference
    assert same is not None
    assert (same.gained, same.lost, same.change.value) == (0, 0, 0)
    assert not same.shown


def test_a_rule_that_the_two_cannot_meet_keeps_the_removal_from_happening(found: Levers) -> None:
    assert found.outcome == "stands"
    assert found.before.value > 0.5
    changed = lever(found, "all_three")
    assert changed.difference is not None
    assert changed.difference.after < 0.1
    assert changed.crosses
    assert dict(changed.endings)["returns"].value > 0.8
    assert ("all_three",) in [one.keys for one in found.smallest]
    assert all(one.clear for one in found.smallest if one.keys == ("all_three",))


def test_a_supposed_change_is_tried_beside_the_declared_ones() -> None:
    phrase = "decision remove_ceo needs at least 3/3 of seats in office of board"
    found = levers(charter_of(), TRIALS, supposed=[phrase])
    assert [one.key for one in found.tried][-1] == phrase
    assert lever(found, phrase).difference == lever(found, "all_three").difference


def test_endings_of_every_lever_sum_to_one(found: Levers) -> None:
    for one in found.tried:
        assert sum(share.value for _, share in one.endings) == pytest.approx(1)


def test_another_name_for_a_party_or_another_order_gives_the_same_answer() -> None:
    """Renaming draws other numbers, so the answer agrees within its error; order draws the same."""
    plain = levers(charter_of(), Trials(3, 3000))
    renamed = levers(charter_of(FIRM.replace("cat", "eve").replace("Cat", "Eve")), Trials(3, 3000))
    assert renamed.before.low < plain.before.high
    assert plain.before.low < renamed.before.high
    first = FIRM.index("    ann:\n")
    second, third = FIRM.index("    bob:\n"), FIRM.index("    cat:\n")
    end = FIRM.index("  crowds:\n")
    moved = FIRM[:first] + FIRM[third:end] + FIRM[second:third] + FIRM[first:second] + FIRM[end:]
    other = levers(charter_of(moved), Trials(3, 3000))
    assert other.endings == plain.endings
    assert [one.difference for one in other.tried] == [one.difference for one in plain.tried]


def test_two_processes_give_the_answer_of_one(found: Levers) -> None:
    with mapper(2) as spread:
        shared = levers(charter_of(), Trials(3, 1500, spread))
    assert shared == found


def test_batches_do_not_matter() -> None:
    first = Trials(3, 4096).endings
    from stanchion.conflict.crisis.from_charter import crisis, scene

    made = crisis(scene(charter_of()))
    assert (Trials(3, 6000).endings(made)[:4096] == first(made)).all()


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(UnknownName, match="outcome"):
        levers(charter_of(), TRIALS, ending="stand")
    with pytest.raises(UnknownName):
        levers(charter_of(), TRIALS, supposed=["decision remove_cfo needs consent of bank"])
    with pytest.raises(BadQuestion):
        levers(charter_of(), TRIALS, supposed=["make it better"])
    none = FIRM[: FIRM.index("  levers:")]
    with pytest.raises(NoLevers, match="--with"):
        levers(charter_of(none), TRIALS)
    no_dispute = FIRM[: FIRM.index("dispute:")]
    with pytest.raises(NoCrisis):
        levers(charter_of(no_dispute), TRIALS)


def test_the_answer_says_what_it_rests_on(found: Levers) -> None:
    said = told.levers(found)
    assert "no validation" in said
    assert "uncertain inputs are judgements" in said
    assert "1,500 runs, seed 3" in said
    assert json.loads(json.dumps(told.levers_json(found)))["exact"] is False


def test_the_command_draws(tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text(FIRM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "stanchion", "clash", "levers", "firm.yaml", "-n", "200",
         "--svg", "levers.svg"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "levers.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "Smallest sets of levers" in done.stdout
