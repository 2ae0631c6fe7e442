"""A replay knows on each day what was known, and is scored beside forecasters without a model."""

import json

import pytest

from stanchion.api.replay import replay
from stanchion.conflict.crisis.compiled import NoCrisis
from stanchion.conflict.replay.replay import NothingHappened
from stanchion.conflict.replay.results import Replay
from stanchion.conflict.trials import Trials
from stanchion.reports import replay as told
from tests.conflict.firm import FIRM, charter_of

TRIALS = Trials(5, 1000)


@pytest.fixture(scope="module")
def found() -> Replay:
    return replay(charter_of(), TRIALS, shufflings=2)


def test_forecasts_are_made_on_every_day_until_it_ended(found: Replay) -> None:
    days = [one.at.strftime("%d %H:%M") for one in found.forecasts]
    assert days == ["01 12:01", "02 12:00", "03 12:00", "04 12:00"]
    assert found.happened == "returns"
    assert all(one.standing == "stands" for one in found.forecasts)
    for one in found.forecasts:
        assert sum(share.value for _, share in one.probabilities) == pytest.approx(1)


def test_what_came_later_changes_no_earlier_forecast(found: Replay) -> None:
    """Without the offer of the second, the shift of the third and the end, the first days stay."""
    text = FIRM.replace("work for all}", "other work}").replace(
        "lowers_cost_to: 20", "lowers_cost_to: 1"
    )
    text = text.replace("{stands: 10, returns: 90}", "{stands: 99, returns: 1}")
    text = text.replace(
        "  - {id: back, at: 2024-03-04 18:00, what: Dan is back, effect: dan becomes ceo}\n", ""
    )
    other = replay(charter_of(text), TRIALS, shufflings=2)
    assert other.forecasts[0].probabilities == found.forecasts[0].probabilities
    assert other.forecasts[1].probabilities != found.forecasts[1].probabilities


def test_what_is_dated_to_a_day_is_known_when_the_day_is_over(found: Replay) -> None:
    text = FIRM.replace("when: 2024-03-02 09:00", "when: 2024-03-02")
    other = replay(charter_of(text), TRIALS, shufflings=2)
    assert other.forecasts[1].probabilities == found.forecasts[0].probabilities
    assert other.forecasts[2].probabilities != found.forecasts[1].probabilities


def test_a_change_of_mind_shows_from_its_day_on(found: Replay) -> None:
    of_return = [dict(one.probabilities)["returns"].value for one in found.forecasts]
    assert of_return[2] > of_return[1]
    assert of_return[2] > 0.5
    assert found.forecasts[2].score.log < found.forecasts[1].score.log


def test_naive_forecasters_and_the_control_stand_beside_it(found: Replay) -> None:
    assert [one.name for one in found.naive] == ["uniform", "always the last state", "coin"]
    always = found.naive[1]
    assert always.mean.brier == 2, "the last state was not what came"
    assert all(len(one.scores) == len(found.forecasts) for one in found.others)
    said = told.replay(found)
    assert "labels shuffled" in said
    assert "no validation" in said
    for name in found.beaten:
        assert name in said


def test_settings_span_what_the_ranges_allow(found: Replay) -> None:
    for one in found.forecasts:
        spread = one.settings
        assert 0 <= spread.low <= spread.middle <= spread.high <= 1
        assert 0 <= spread.above_half <= 1


def test_the_json_has_every_day(found: Replay) -> None:
    made = json.loads(json.dumps(told.replay_json(found)))
    assert len(made["forecasts"]) == len(found.forecasts)
    assert set(made["model"]["mean"]) == {"brier", "log_bits"}


def test_a_dispute_whose_end_is_not_known_cannot_be_scored() -> None:
    with pytest.raises(NothingHappened, match="happened"):
        replay(charter_of(FIRM.replace("      happened: 2024-03-04 18:00\n", "")), TRIALS)
    with pytest.raises(NoCrisis):
        replay(charter_of(FIRM[: FIRM.index("dispute:")]), TRIALS)
    early = FIRM.replace("happened: 2024-03-04 18:00", "happened: 2024-03-01 12:00")
    with pytest.raises(NoCrisis, match="as soon as"):
        replay(charter_of(early), TRIALS)
