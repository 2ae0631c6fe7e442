"""Ensembles: the same for any workers and batches, kept when stopped, gone on with afterwards."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from stanchion.conflict.chance import runs_from
from stanchion.conflict.crisis.compiled import Crisis
from stanchion.conflict.crisis.days import follow
from stanchion.conflict.ensembles.batches import Batch, worked_off
from stanchion.conflict.ensembles.ensemble import (
    NoRuns,
    Order,
    chance,
    each_run,
    ensemble,
    inputs_matrix,
)
from stanchion.conflict.ensembles.tally import Tally, tallied
from stanchion.workers.kept import KeptOtherwise, kept_in
from stanchion.workers.pool import workers
from tests.conflict.crisis.disputes import small

RANGES = (
    ("ann: 90, bob: 80", "ann: 80 (50 to 100), bob: 70 (40 to 90)"),
    ("exit_threshold: 30, spread: 20, exit_cost: 50, loyalty: 0",
     "exit_threshold: 40 (10 to 80), exit_cost: 50 (20 to 90), loyalty: 40 (0 to 90)"),
    ("noise: 0", "noise: 5 to 25"),
)  # fmt: skip


@pytest.fixture(scope="module")
def crisis() -> Crisis:
    return small(*RANGES)


@pytest.fixture(scope="module")
def whole(crisis: Crisis) -> Tally:
    return tallied(crisis, follow(crisis, 1, runs_from(0, 1000)))


@pytest.mark.parametrize("size", [1000, 999, 64, 4096])
def test_batches_of_any_size_add_up_to_the_same(crisis: Crisis, whole: Tally, size: int) -> None:
    assert ensemble(crisis, Order(1000, size=size)).tally == whole


@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_workers_counts_the_same(crisis: Crisis, whole: Tally, count: int) -> None:
    order = Order(1000, size=250, workers=workers(count))
    assert ensemble(crisis, order).tally == whole


class _Backwards:
    """Workers who are done with the last batch first."""

    def work_off(
        self, work: Callable[[Batch], Tally], batches: Sequence[Batch]
    ) -> Iterator[tuple[int, Tally]]:
        for place in reversed(range(len(batches))):
            yield place, work(batches[place])


def test_the_order_in_which_batches_are_done_makes_no_difference(
    crisis: Crisis, whole: Tally
) -> None:
    assert ensemble(crisis, Order(1000, size=100, workers=_Backwards())).tally == whole


def test_an_interruption_keeps_what_is_done_and_says_how_many(crisis: Crisis) -> None:
    told: list[int] = []

    def progress(done: int, asked: int) -> bool:
        told.append(done)
        return done < 300

    found = ensemble(crisis, Order(1000, size=100, progress=progress))
    assert (found.runs, found.asked, found.whole) == (300, 1000, False)
    assert told == [0, 100, 200, 300]


def test_what_is_kept_is_gone_on_with(tmp_path: Path, crisis: Crisis, whole: Tally) -> None:
    path = tmp_path / "runs.jsonl"
    kept = kept_in(path, crisis, seed=1, size=100)
    stop = Order(1000, size=100, progress=lambda done, _: done < 400, done=kept.add)
    assert ensemble(crisis, stop).runs == 400
    with path.open("a") as file:
        file.write('{"batch": 7, "runs": 1')  # cut off in the middle of a line

    again = kept_in(path, crisis, seed=1, size=100)
    assert sorted(again.known) == [0, 1, 2, 3]
    new: list[int] = []

    def note(batch: Batch, tally: Tally) -> None:
        new.append(batch.number)
        again.add(batch, tally)

    found = ensemble(crisis, Order(1000, size=100, known=again.known, done=note))
    assert found.tally == whole
    assert new == [4, 5, 6, 7, 8, 9]
    assert len(kept_in(path, crisis, seed=1, size=100).known) == 10


@pytest.mark.parametrize("other", [{"seed": 2, "size": 100}, {"seed": 1, "size": 99}])
def test_a_file_of_another_question_is_refused(
    tmp_path: Path, crisis: Crisis, other: dict[str, int]
) -> None:
    path = tmp_path / "runs.jsonl"
    kept_in(path, crisis, seed=1, size=100)
    with pytest.raises(KeptOtherwise, match="another charter, instant, seed or size"):
        kept_in(path, crisis, **other)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, crisis: Crisis) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(KeptOtherwise):
        kept_in(path, crisis, seed=1, size=100)
    assert path.read_text() == "my notes\n"


@pytest.mark.parametrize(
    "line",
    [
        '{"batch": 1}',
        '{"batch": "x", "runs": 1}',
        "[1, 2]",
        '{"batch": 1, "runs": 5, "endings": 3}',
    ],
)
def test_a_line_that_is_no_batch_is_worked_off_again(
    tmp_path: Path, crisis: Crisis, line: str
) -> None:
    path = tmp_path / "runs.jsonl"
    kept_in(path, crisis, seed=1, size=100)
    with path.open("a") as file:
        file.write(line + "\n")
    assert not kept_in(path, crisis, seed=1, size=100).known


def test_no_runs_are_no_answer(crisis: Crisis) -> None:
    with pytest.raises(NoRuns, match="ask for one at least"):
        ensemble(crisis, Order(0))
    with pytest.raises(NoRuns):
        ensemble(crisis, Order(100, progress=lambda *_: False))


def test_a_tally_is_read_back_as_it_was_written(crisis: Crisis, whole: Tally) -> None:
    assert Tally.from_plain(json.loads(json.dumps(whole.plain())), crisis) == whole


def test_a_batch_is_counted_as_its_runs_one_by_one(crisis: Crisis) -> None:
    batch = Batch(0, crisis, 5, 100, 25)
    alone = Tally.empty(crisis)
    for run in range(100, 125):
        alone = alone + worked_off(Batch(0, crisis, 5, run, 1))
    assert worked_off(batch) == alone


def test_what_never_happened_is_not_certain() -> None:
    assert chance(0, 1000).error > 0
    assert chance(0, 1000).share == 0


def test_runs_and_inputs_can_be_had_one_by_one(crisis: Crisis) -> None:
    runs = each_run(crisis, 1, 10, 5)
    assert runs.runs.tolist() == [10, 11, 12, 13, 14]
    assert runs.outcome.shape == (5,)
    assert runs.signed.shape == (1, 5)
    names, values = inputs_matrix(crisis, 1, 10, 5)
    assert values.shape == (len(names), 5)
    assert "staff.threshold" in names
