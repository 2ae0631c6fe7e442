"""Why: the input that decides is found, with the value at which the answer flips."""

import json

import pytest

from stanchion.api.why import Effort, why
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.trials import Trials
from stanchion.conflict.why.results import Why
from stanchion.conflict.why.variants import Variant, varied
from stanchion.reports import sensitivity as told
from tests.conflict.firm import FIRM, charter_of

EFFORT = Effort(inputs=3, rows=64, tries=8, runs_at_ends=400)
TRIALS = Trials(2, 1500)


@pytest.fixture(scope="module")
def found() -> Why:
    """At the first evening, when only Bob can change sides."""
    return why(charter_of(), TRIALS, ending="returns", effort=EFFORT)


def test_the_inputs_of_whom_it_hangs_on_are_found(found: Why) -> None:
    names = [one.name for one in found.carriers]
    assert any(name.startswith("bob.worth") for name in names)
    assert not any(name.startswith("rival") for name in names[:1])


def test_a_tornado_goes_with_what_is_wanted(found: Why) -> None:
    """The more Bob gives the return the likelier it is; the removal, the less likely."""
    by_name = {one.name: one for one in found.carriers}
    if "bob.worth.returns" in by_name:
        assert by_name["bob.worth.returns"].high.value > by_name["bob.worth.returns"].low.value
    if "bob.worth.stands" in by_name:
        assert by_name["bob.worth.stands"].high.value < by_name["bob.worth.stands"].low.value


def test_flip_points_lie_inside_the_range(found: Why) -> None:
    for one in found.carriers:
        assert all(float(one.ends[0]) <= flip <= float(one.ends[1]) for flip in one.flips)
        if (one.low.value > 0.5) != (one.high.value > 0.5):
            assert one.flips


def test_every_specification_is_tried_and_the_stated_one_agrees(found: Why) -> None:
    assert [one.words for one in found.specifications] == [variant.value for variant in Variant]
    assert found.specifications[0].probability == found.before
    low, high = found.spread
    assert low <= found.before.value <= high


@pytest.mark.parametrize("variant", Variant)
def test_a_specification_keeps_the_names_and_so_the_draws(variant: Variant) -> None:
    stated = crisis(scene(charter_of()))
    names = {one.name for one in varied(stated, variant).inputs}
    assert names <= {one.name for one in stated.inputs}


def test_nothing_is_claimed_where_nothing_matters() -> None:
    text = FIRM.replace("bob: 60 (30 to 90)", "bob: 100").replace("bob: 40 (10 to 70)", "bob: 0")
    text = text[: text.index("  crowds:")] + text[text.index("  outcomes:") :]
    text = text[: text.index("    gone:")] + text[text.index("  levers:") :]
    found = why(charter_of(text), TRIALS, effort=EFFORT)
    assert not found.shares_known
    assert "no input moves it" in told.why(found) or "no shares are claimed" in told.why(found)


def test_the_answer_in_words_and_json(found: Why) -> None:
    said = told.why(found)
    assert "what is analysed is the probability" in said
    assert "Built otherwise" in said
    made = json.loads(json.dumps(told.why_json(found)))
    assert {"inputs", "indices", "specifications", "judgements"} <= set(made)
