"""Who presses Ctrl-C gets what is done by then, and is told of how much it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from stanchion.api.levers import levers
from stanchion.api.replay import replay
from stanchion.api.why import Effort, why
from stanchion.conflict.trials import Stopped, Trials
from stanchion.reports import levers as levers_told
from stanchion.reports import replay as replay_told
from stanchion.reports import sensitivity
from stanchion.workers.kept_trials import KeptSomethingElse, keeping
from tests.conflict.firm import charter_of

RUNS = 300
EFFORT = Effort(inputs=2, rows=32, tries=2, runs_at_ends=20)


def stopping_after(times: int) -> Callable[[], bool]:
    """Goes on so many times."""
    asked = iter(range(times))
    return lambda: next(asked, None) is not None


def stopped(times: int, runs: int = RUNS) -> Trials:
    return Trials(3, runs, go_on=stopping_after(times))


def test_levers_that_were_tried_are_as_if_nobody_had_stopped() -> None:
    whole = levers(charter_of(), Trials(3, RUNS))
    found = levers(charter_of(), stopped(2))
    assert found.stopped
    assert not whole.stopped
    assert found.tried == whole.tried[:1]
    assert [*found.untried] == [one.key for one in whole.tried[1:]]
    assert not found.complete
    shown = levers_told.levers(found)
    assert f"stopped before these were tried: {', '.join(found.untried)}" in shown
    assert levers_told.levers_json(found)["stopped"] is True


def test_runs_that_are_done_before_any_lever_are_counted() -> None:
    found = levers(charter_of(), stopped(1, runs=5000))
    assert found.grounds.runs == 4096
    assert found.before.value == pytest.approx(
        levers(charter_of(), Trials(3, 4096)).before.value, abs=1e-12
    )
    assert found.tried == ()
    assert "4,096 runs" in levers_told.levers(found)


@pytest.mark.parametrize("question", [levers, why, replay])
def test_nothing_done_is_said(question: Callable[..., object]) -> None:
    with pytest.raises(Stopped, match="stopped after 0 of 300 runs: too soon for an answer"):
        question(charter_of(), stopped(0))


@pytest.mark.parametrize("times", [1, 2, 5, 8, 20, 24, 28])
def test_why_has_the_inputs_and_specifications_that_are_done(times: int) -> None:
    found = why(charter_of(), stopped(times), effort=EFFORT)
    assert found.stopped
    assert found.grounds.runs == RUNS
    assert (found.spread is None) == (not found.specifications)
    shown = sensitivity.why(found)
    assert "stopped" in shown
    assert "nan" not in shown
    said = sensitivity.why_json(found)
    assert said["stopped"] is True
    assert len(said["specifications"]) == len(found.specifications)


def test_a_replay_has_the_days_that_are_done_and_no_control_of_part_of_them() -> None:
    whole = replay(charter_of(), Trials(3, RUNS), days=3, shufflings=1)
    found = replay(charter_of(), stopped(3), days=3, shufflings=1)
    assert (found.stopped, whole.stopped) == (True, False)
    assert found.forecasts == whole.forecasts[: len(found.forecasts)]
    assert len(found.forecasts) < found.days_asked == len(whole.forecasts)
    assert found.shuffled is None
    assert all(len(one.scores) == len(found.forecasts) for one in found.others)
    assert "of 2 days; without the control" in replay_told.replay(found)
    assert replay_told.replay_json(found)["labels_shuffled"] is None


@pytest.mark.parametrize(("times", "runs", "done"), [(1, 5000, 4096), (2, 5000, 5000)])
def test_a_replay_stopped_on_its_first_day_answers_from_what_is_done_of_it(
    times: int, runs: int, done: int
) -> None:
    found = replay(charter_of(), stopped(times, runs=runs), days=3, shufflings=1)
    assert found.stopped
    assert (len(found.forecasts), found.grounds.runs) == (1, done)
    whole = replay(charter_of(), Trials(3, done), days=1, shufflings=1)
    assert found.forecasts[0].probabilities == whole.forecasts[0].probabilities
    assert (found.forecasts[0].settings, found.shuffled) == (None, None)
    shown = replay_told.replay(found)
    assert f"stopped: part of the first of 2 days, {done:,} runs; without the control" in shown
    assert "Over settings" not in shown
    assert replay_told.replay_json(found)["forecasts"][0]["over_settings"] is None


def test_what_is_kept_is_gone_on_with_to_the_same_answer(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    whole = replay(charter_of(), Trials(3, RUNS), days=3, shufflings=1)
    trials = Trials(3, RUNS, keeping(file, map), stopping_after(2))
    first = replay(charter_of(), trials, days=3, shufflings=1)
    assert first.stopped
    kept = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*kept, kept[0][:40]]), encoding="utf-8")  # cut off as it was written
    assert replay(charter_of(), Trials(3, RUNS, keeping(file, map)), days=3, shufflings=1) == whole
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[: len(kept)] == kept
    assert len(lines) == len({*lines}) > len(kept)
    again = Trials(3, RUNS, keeping(file, lambda work, missing: map(_refused, missing)))
    assert replay(charter_of(), again, days=3, shufflings=1) == whole


@pytest.mark.parametrize("bent", ["AAAA" * 99, "f39/" * 100])
def test_what_cannot_be_the_endings_of_a_stretch_is_worked_off_again(
    tmp_path: Path, bent: str
) -> None:
    file = tmp_path / "kept"
    whole = replay(charter_of(), Trials(3, RUNS, keeping(file, map)), days=3, shufflings=1)
    first, *others = file.read_text(encoding="utf-8").splitlines()
    line = json.dumps({"stretch": json.loads(first)["stretch"], "endings": bent})
    file.write_text("\n".join([line, *others, ""]), encoding="utf-8")
    assert replay(charter_of(), Trials(3, RUNS, keeping(file, map)), days=3, shufflings=1) == whole


def _refused(missing: object) -> NoReturn:
    raise AssertionError(f"worked off again: {missing}")


def test_another_seed_and_another_specification_are_not_taken_from_what_is_kept(
    tmp_path: Path,
) -> None:
    file = tmp_path / "kept"
    for seed in (3, 4):
        plain = why(charter_of(), Trials(seed, RUNS), effort=EFFORT)
        assert why(charter_of(), Trials(seed, RUNS, keeping(file, map)), effort=EFFORT) == plain
        kept = Trials(seed, RUNS, keeping(file, map))
        assert why(charter_of(), kept, effort=EFFORT) == plain


@pytest.mark.parametrize("content", [b"stanchion: 1\n", b"\xff\xfe", b'{"crisis": "a"}\n'])
def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "charter.yaml"
    file.write_bytes(content)
    with pytest.raises(KeptSomethingElse, match="is left as it is; name another file"):
        keeping(file, map)
    assert file.read_bytes() == content
