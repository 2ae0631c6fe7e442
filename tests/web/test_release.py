"""The tab of releases says what the engine says: what is missing, who decides, who can force it."""

import json

from stanchion.api.gates import gates
from stanchion.api.loading import load
from stanchion.api.release import may_ship
from stanchion.api.view import view
from tests.web.studio import cases, page, text

CASE = "northlight"
GATE = "aurora-2/general/assistant"
CHANGE = {"with": "decision release_general also needs consent of meridian"}


def test_the_checklist_says_what_the_engine_says() -> None:
    charter = load(cases()[CASE], file="cases/northlight/charter.yaml").charter
    assert charter is not None
    found = may_ship(view(charter), model="aurora-2", stage="general")
    html = text("ship", CASE, gate=GATE)
    assert all(requirement.title in html for requirement in found.requirements)
    assert html.count('class="passes') + html.count('class="fails') == len(found.requirements)
    assert "What would have to happen" in html
    assert "REFUSED" in html


def test_every_gate_can_be_chosen() -> None:
    charter = load(cases()[CASE], file="case").charter
    assert charter is not None
    assert all("/".join(key) in text("ship", CASE) for key in gates(view(charter)))
    assert page("ship", CASE, gate="nothing/at/all").status == 200


def test_what_is_supposed_is_shown_before_and_after() -> None:
    changed = text("ship", CASE, gate=GATE, **CHANGE)
    assert "3 of 9 release gates change" in changed
    assert "Changed by what is supposed." in changed
    limited = text("ship", CASE, gate="aurora-2/limited/assistant", **CHANGE)
    assert "Unchanged: the same requirements" in limited


def test_it_can_be_saved_as_data() -> None:
    found = json.loads(page("ship.json", CASE, gate=GATE).body)
    assert (found["model"], found["stage"]) == ("aurora-2", "general")


def test_a_charter_without_a_policy_says_so() -> None:
    assert "has no release policy" in text("ship", "snap-2017")
    assert page("ship.json", "snap-2017").status == 404
