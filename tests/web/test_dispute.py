"""The tab of a dispute says what the engine says, with errors, and what it does not know."""

import json
import re

import pytest

from stanchion.api.clash import Followed, clash
from stanchion.api.comparison import Difference
from stanchion.api.loading import load
from stanchion.api.prospects import prospects
from stanchion.api.view import view
from stanchion.reports.language import language
from stanchion.reports.prevails import told
from stanchion.web.job import DISPUTED
from stanchion.web.pages.files import FILES
from stanchion.web.pages.prevails import PICTURES, RUNS
from tests.web.studio import cases, page, text

CASE = "wework-2019"


def test_the_table_says_what_the_engine_says() -> None:
    charter = load(cases()[CASE], file="case").charter
    assert charter is not None
    found = clash(view(charter), Followed(runs=RUNS[0]))
    html = text("prevails", CASE)
    for name, title in told(charter, found, language("en")).titles.items():
        assert title in html
        assert f"<b>{found.ensemble.probability(name).share:.1%}</b>" in html
    for words in found.honesty:
        assert words in html
    assert f"{RUNS[0]:,} runs, seed 1" in html


def test_it_says_how_power_and_levers_differ() -> None:
    html = text("prevails", CASE)
    assert "Power by the rules, and in fact" in html
    assert "on the same draws" in html
    assert len(re.findall(r"<circle ", html)) % 50 == 0


def test_a_charter_without_a_dispute_says_so() -> None:
    assert "has no dispute" in text("prevails", "snap-2017")
    assert page("clash.json", "snap-2017").status == 404


def test_more_runs_can_be_asked_for_and_no_others() -> None:
    few = json.loads(page("clash.json", CASE).body)
    more = json.loads(page("clash.json", CASE, runs=str(RUNS[1])).body)
    odd = json.loads(page("clash.json", CASE, runs="7").body)
    assert (few["runs"], more["runs"]) == RUNS[:2]
    assert odd == few


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_the_same_each_time(name: str) -> None:
    first, again = (page(f"{name}.svg", CASE).body for _ in range(2))
    assert first == again
    assert b"NaN" not in first


def test_whatever_follows_a_dispute_may_take_longer() -> None:
    named = {name.partition(".")[0] for name in FILES}
    assert named >= DISPUTED - {"prevails"}
    assert named >= set(PICTURES)
    assert set(PICTURES) <= DISPUTED


def test_an_instant_before_the_dispute_is_answered_by_why_not() -> None:
    assert page("prevails", CASE, at="1900-01-01").status == 200


def test_what_is_supposed_is_compared_on_the_same_draws() -> None:
    charter = load(cases()["tata-sons-2016"], file="case").charter
    assert charter is not None
    assert charter.dispute is not None
    decision = next(iter(charter.decisions))
    holder = next(iter(charter.dispute.parties))
    change = {"with": f"decision {decision} also needs consent of {holder}"}
    html = text("prevails", "tata-sons-2016", **change)
    assert "Before and after" in html
    assert "Unchanged: the same rules" in html or "The same draws before and after" in html


def test_a_change_that_the_dispute_does_not_turn_on_samples_nothing() -> None:
    charter = load(cases()["wework-2019"], file="case").charter
    assert charter is not None
    plain = view(charter)
    found = prospects(plain, view(charter))
    assert found
    assert all(one.paired is None for one in found)
    assert all(one.difference is Difference.SAME for one in found)
