"""All models side by side: on the founding case, on small disputes, and where nothing is open."""

from datetime import UTC, datetime
from fractions import Fraction

import numpy as np
import pytest

from stanchion.api.clash import Followed, clash
from stanchion.api.compare import accuracy, compare
from stanchion.api.errors import BadQuestion
from stanchion.api.loading import load
from stanchion.api.view import View, view
from stanchion.conflict.accuracy.decisions import NothingDecided
from stanchion.conflict.accuracy.forecasts import MODELS
from stanchion.conflict.compare import Compared
from stanchion.conflict.from_charter import NoDispute
from stanchion.formats.decided import decisions
from stanchion.formats.faults import BadFile
from stanchion.formats.ktab import ktab_scenario
from stanchion.reports import clash as clash_text
from stanchion.reports import compare as text
from stanchion.reports import jsonable_compare
from tests.conflict.firm import charter_of

LAB = """
stanchion: 1
name: A lab
as_of: 2024-01-01 UTC
currency: EUR
parties:
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  lab: {company: The lab}
dispute:
  question: When does it ship
  begins: 2024-01-02 UTC
  axes: {years: {low: soon, high: late, scale: 4 to 10}}
  parties:
    ann:
      positions: {years: {position: 4, salience: 80}}
      influence: 30
      because: she built it
      shifts:
        - start: 2024-02-01 UTC
          positions: {years: {position: 9, salience: 80}}
          because: she tested it
    bob:
      positions: {years: {position: 10, salience: 50%}}
      influence: 40
      because: he answers for it
    cyd:
      positions: {years: {position: 7, salience: 0}}
      influence: 90
      because: the owner, who does not mind
"""


def lab(changed: str = "", to: str = "") -> View:
    loaded = load(LAB.replace(changed, to) if changed else LAB, file="lab.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return view(loaded.charter)


def asked(charter: View, at: datetime | None = None) -> Compared:
    return compare(charter, at=at, runs=50, seed=1)


def model(found: Compared, name: str) -> float:
    return next(a.at_best for a in found.axes[0].answers if a.model == name)


def test_certain_inputs_have_exact_baselines_in_the_axis_s_own_units() -> None:
    found = asked(lab())
    exact = found.axes[0].exact
    assert exact is not None
    assert exact.compromise_mean == Fraction(4 * 2400 + 10 * 2000, 4400)
    assert exact.weighted_median == 4
    assert exact.midpoint == 7
    assert model(found, "compromise_mean") == pytest.approx(float(exact.compromise_mean))
    assert all(a.spread.error < 1e-9 for a in found.axes[0].answers)


def test_who_does_not_care_is_as_good_as_absent() -> None:
    without = LAB[: LAB.index("    cyd:\n      positions")]
    loaded = load(without, file="lab.yaml")
    assert loaded.charter is not None
    found, alone = asked(lab()), asked(view(loaded.charter))
    for one, other in zip(found.axes[0].answers, alone.axes[0].answers, strict=True):
        if one.model != "unweighted_mean":
            assert one.at_best == pytest.approx(other.at_best, abs=1e-9)
    assert found.chances[2].probability == 0


def test_a_dated_shift_counts_from_its_day_on() -> None:
    before = asked(lab(), datetime(2024, 1, 31, tzinfo=UTC))
    after = asked(lab(), datetime(2024, 2, 1, tzinfo=UTC))
    assert model(before, "compromise_mean") < 7 < model(after, "compromise_mean")


def test_nobody_disagrees_is_a_plain_statement() -> None:
    everyone = LAB.replace("position: 10,", "position: 4,").replace("position: 7,", "position: 4,")
    everyone = everyone.replace("position: 9,", "position: 4,")
    loaded = load(everyone, file="lab.yaml")
    assert [d.code for d in loaded.diagnostics] == ["ST503"]
    assert loaded.charter is not None
    found = asked(view(loaded.charter))
    assert found.axes[0].why_not == "nobody disagrees on `years`: all stand at 4"
    assert found.election is None
    assert "nobody disagrees" in text.compared(found)


def test_the_parts_of_an_answer_are_all_told() -> None:
    found = asked(lab())
    shown = text.compared(found)
    for words in ("one case", "spread by inputs", "error on real decisions", "judgements"):
        assert words in shown
    said = jsonable_compare.compared(found)
    assert said["axes"][0]["scale"] == ["4", "10"]
    assert len(said["axes"][0]["models"]) == len(found.axes[0].answers)


def test_batches_and_stopping_change_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    uncertain = lab("influence: 30", "influence: 30 (10 to 50)")
    whole = compare(uncertain, runs=60, seed=3)
    monkeypatch.setattr("stanchion.conflict.compare.BATCH", 25)
    cut = compare(uncertain, runs=60, seed=3)
    assert cut.axes == whole.axes
    assert cut.election == whole.election
    stopped = compare(uncertain, runs=60, seed=3, go_on=lambda done: done < 50)
    assert (stopped.runs, stopped.asked) == (50, 60)
    assert stopped.axes == compare(uncertain, runs=50, seed=3).axes
    assert "stopped after 50 of 60" in text.compared(stopped)


def test_bad_questions_are_refused() -> None:
    with pytest.raises(BadQuestion):
        compare(lab(), runs=0, seed=1)
    without = load(LAB[: LAB.index("dispute:")], file="lab.yaml").charter
    assert without is not None
    with pytest.raises(NoDispute):
        compare(view(without), runs=1, seed=1)


HEAD = "issue,proposal,outcome,actor,position,salience,power\n"
ISSUES = HEAD + "".join(
    f"i{n},p{n // 2},{10 * n},{who},{place},{cares},{power}\n"
    for n in range(8)
    for who, place, cares, power in (("a", 0, 50, 1), ("b", 100, 10 * n + 5, 2), ("c", 40, 0, 9))
)


def test_errors_are_measured_against_what_came_out() -> None:
    found = accuracy(decisions(ISSUES, file="mine.csv"), seed=1, resamples=200)
    assert (found.issues, found.proposals, found.left_out) == (8, 4, 0)
    middle = next(e for e in found.errors if e.model == "midpoint")
    assert middle.mean.value == pytest.approx(np.mean([abs(50 - 10 * n) for n in range(8)]))
    assert middle.median == pytest.approx(np.median([abs(50 - 10 * n) for n in range(8)]))
    assert middle.near.value == 3 / 8
    assert {e.model for e in found.errors} == {m.name for m in MODELS}
    for each in found.errors:
        assert each.mean.low <= each.mean.value <= each.mean.high
    compromise = next(e for e in found.errors if e.model == "compromise_mean")
    assert (compromise.against.low, compromise.against.high) == (0, 0)
    assert found == accuracy(decisions(ISSUES, file="mine.csv"), seed=1, resamples=200)
    assert "against the compromise mean" in text.measured(found)
    assert jsonable_compare.measured(found)["issues"] == 8


def test_json_and_csv_say_the_same() -> None:
    issue = (
        '{"issue": "i1", "proposal": "p", "outcome": 20.0, "actors": ['
        '{"a": "a", "position": 0, "salience": 50}, {"a": "b", "position": 100.0, "salience": 1e1},'
        '{"a": "c", "position": null, "salience": 3}]}'
    )
    read = decisions(
        f'{{"issues": [{issue}, {issue.replace("20.0", "null").replace("i1", "i2")}]}}', file="x"
    )
    assert read.left_out == 1
    assert read.equal_power
    same = decisions(
        "issue,proposal,outcome,actor,position,salience\ni1,p,20,a,0,50\ni1,p,20,b,100,10\n"
        "i1,p,20,c,,3\n",
        file="x",
    )
    assert read.decided == same.decided


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column"),
        ("issue,proposal\n", "no column `outcome`"),
        (HEAD + "i,p,x,a,0,1,1\n", "`x` is no number"),
        (HEAD + "i,p,nan,a,0,1,1\n", "`nan` is no number"),
        (HEAD + "i,p,200,a,0,1,1\n", "not between 0 and 100"),
        (HEAD + "i,p,20,a,0,1,-1\n", "power cannot be negative"),
        (HEAD + "i,p,20,a,0,1,\ni,p,20,b,0,1,2\n", "a number is missing"),
        (HEAD + "i,p,20,a,0,1,1\ni,p,30,b,0,1,1\n", "several outcomes"),
        (HEAD + "i,p\n", "expected 7 values"),
        ("{", "this is no JSON"),
        ('{"issues": 3}', "no list of issues"),
        ('{"issues": [{"issue": "a"}]}', "an issue has"),
        ('{"issues": [{"actors": [{"position": 1}]}]}', "an actor has"),
        ('{"issues": [{"actors": [{"position": [], "salience": 1}]}]}', "a number belongs here"),
        ("[" * 100_000, "this is no JSON"),
    ],
)
def test_a_bad_file_of_decisions_is_told_what_is_wrong(content: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        decisions(content, file="mine.csv")


def test_nothing_to_measure_is_said() -> None:
    with pytest.raises(NothingDecided, match="nothing to measure"):
        accuracy(decisions(HEAD + "i,p,,a,0,1,1\n", file="x"), seed=1, resamples=10)


KTAB = """Oil, a small case, 2, 2,
Actor,Description,Power,Price,Price Salience,Share,Share Salience,
A,The first,10.5,30,24.0,20,48.0,
B,"Second, of two",60,45,44.7,65,41.3,
"""


def test_a_scenario_of_ktab_is_read() -> None:
    read = ktab_scenario(KTAB, file="oil.csv")
    assert (read.name, read.dimensions) == ("Oil", ("Price", "Share"))
    assert read.descriptions == ("The first", "Second, of two")
    assert read.scenario.positions.tolist() == [[0.3, 0.2], [0.45, 0.65]]
    assert read.scenario.power.tolist() == [10.5, 60]


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ("2, 2,", "3, 2,", "3 actors are announced, 2 follow"),
        ("2, 2,", "x, 2,", "`x` is no number"),
        ("2, 2,", "2, 3,", "expected 9 values"),
        ("44.7", "64.7", "more than 100"),
        ("10.5", "-1", "power cannot be negative"),
        (",30,", ",130,", "not between 0 and 100"),
        ("B,", "A,", "two actors are called `A`"),
        (KTAB, "", "no scenario"),
    ],
)
def test_a_bad_scenario_is_told_what_is_wrong(changed: str, to: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        ktab_scenario(KTAB.replace(changed, to), file="oil.csv")


def test_models_that_follow_a_dispute_stand_beside_those_of_positions() -> None:
    found = compare(view(charter_of()), at=None, runs=200, seed=1)
    followed = found.followed
    names = [each.model for each in followed.answers]
    assert names == ["uniform", "simulation", "rules_alone", "game.perfect", "game.logit"]
    for answer in followed.answers:
        assert sum(odds.share for odds in answer.odds) == pytest.approx(1)
    made = clash(view(charter_of()), Followed(runs=200, seed=1))
    simulated = next(each for each in followed.answers if each.model == "simulation")
    assert {odds.ending: odds.share for odds in simulated.odds} == {
        name: chance.share for name, chance in made.ensemble.probabilities.items()
    }
    assert followed.tipping == made.tipping
    shown = text.compared(found)
    for words in ("simulation day by day", "game tree", "cascade", "global game", "never measured"):
        assert words in shown
    assert jsonable_compare.compared(found)["followed"]["models"][0]["model"] == "uniform"


def test_where_there_is_nothing_to_follow_positions_are_compared_all_the_same() -> None:
    found = asked(lab())
    assert found.followed.answers == ()
    assert found.followed.why_not is not None
    assert found.followed.why_not in text.compared(found)
    assert found.axes[0].answers


def test_a_clash_shows_the_baselines_with_their_measured_errors() -> None:
    made = clash(view(charter_of()), Followed(runs=200, seed=1))
    compared = compare(view(charter_of()), at=None, runs=200, seed=1)
    (axis,) = made.baselines
    assert {each.model for each in axis.answers} == {
        "compromise_mean",
        "weighted_median",
        "midpoint",
    }
    assert all(each in compared.axes[0].answers for each in axis.answers)
    assert all(each.known is not None for each in axis.answers)
    shown = clash_text.clash(made)
    assert "23.7 (21.7 to 25.7) of 100" in shown
    assert "error of this simulation on real decisions: never measured" in shown
