"""Every case loads without error, proves what it expects, is laid out canonically, and answers
as it did when it was last reviewed."""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest

from stanchion.api.facts import formatted
from stanchion.api.levers import levers
from stanchion.api.loading import load
from stanchion.api.money import breakpoints
from stanchion.api.outcomes import outcomes
from stanchion.api.power import decisions
from stanchion.api.proof import check
from stanchion.api.readings import readings
from stanchion.api.release import may_ship
from stanchion.api.replay import replay
from stanchion.api.schedule import clawbacks, schedule
from stanchion.api.tenders import tenders
from stanchion.api.view import View, view
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.release import ReleaseStage
from stanchion.charter.sources import Confidence
from stanchion.conflict.trials import Trials
from stanchion.economics.classes.from_charter import TermsUnclear
from stanchion.economics.instruments.in_state import OutcomeUnknown
from stanchion.reports import jsonable, jsonable_tenders, jsonable_time
from stanchion.reports.outcomes import jsonable as outcomes_json

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "cases").glob("*/charter.yaml"))
AMOUNT = Fraction(200 * 10**9)
FEW = Trials(seed=1, runs=400)
DISPUTES = [path for path in CASES if "\ndispute:\n" in path.read_text(encoding="utf-8")]
TEMPLATES = sorted((ROOT / "src/stanchion/charter/templates").glob("*.yaml"))


def name_of(path: Path) -> str:
    return path.parent.name if path.name == "charter.yaml" else path.stem


def charter_at(path: Path) -> Charter:
    loaded = load(path.read_bytes(), file=path.name)
    assert loaded.charter is not None, [str(d) for d in loaded.errors]
    return loaded.charter


@pytest.mark.parametrize("path", [*CASES, *TEMPLATES], ids=name_of)
def test_it_loads_and_proves_what_it_expects(path: Path) -> None:
    charter = charter_at(path)
    assert charter.expect, "a case without expectations shows nothing"
    missed = [f"{o.text}: {o.words}" for o in check(charter).outcomes if not o.met]
    assert not missed


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_not_even_a_warning(path: Path) -> None:
    assert load(path.read_bytes(), file=path.name).diagnostics == ()


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_every_fact_names_a_source_or_is_marked_as_assumed(path: Path) -> None:
    found = load(path.read_bytes(), file=path.name).diagnostics
    assert [d.message for d in found if d.code == "ST703"] == []
    assert (path.parent / "sources.md").is_file()


@pytest.mark.parametrize("path", [*CASES, *TEMPLATES], ids=name_of)
def test_it_is_laid_out_canonically_and_stays_so(path: Path) -> None:
    once = formatted(path.read_bytes(), file=path.name)
    assert once.text is not None
    again = formatted(once.text, file=path.name)
    assert again.text == once.text, "formatting twice changes nothing"
    before, after = load(path.read_bytes(), file="x"), load(once.text, file="x")
    assert before.charter == after.charter, "formatting keeps the meaning"


@pytest.mark.parametrize("path", CASES, ids=name_of)
def test_answers_are_those_last_reviewed(path: Path) -> None:
    """Golden answers; `STANCHION_REVIEW=1 ./check test tests/cases` writes them anew for review."""
    answers = json.dumps(_answers(charter_at(path)), indent=1, ensure_ascii=False) + "\n"
    golden = path.parent / "expected" / "answers.json"
    if os.environ.get("STANCHION_REVIEW"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(answers, encoding="utf-8")
    assert answers == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DISPUTES, ids=name_of)
def test_forecasts_are_those_last_reviewed(path: Path) -> None:
    """Golden forecasts of a few hundred runs from one seed; written anew as the answers are."""
    forecasts = json.dumps(_forecasts(charter_at(path)), indent=1, ensure_ascii=False) + "\n"
    golden = path.parent / "expected" / "conflict.json"
    if os.environ.get("STANCHION_REVIEW"):
        golden.write_text(forecasts, encoding="utf-8")
    assert forecasts == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DISPUTES, ids=name_of)
def test_no_dispute_claims_more_than_a_judgement(path: Path) -> None:
    """What people want and weigh is nobody's fact; a hypothesis of the cause is none either."""
    dispute = charter_at(path).dispute
    assert dispute is not None
    weighed = [*dispute.parties.values(), *dispute.crowds.values(), *dispute.outcomes.values()]
    shifts = [shift for party in dispute.parties.values() for shift in party.shifts]
    for entry in (*weighed, *shifts):
        assert entry.confidence is Confidence.JUDGEMENT, entry
    assert dispute.note is not None
    assert "judgement" in str(dispute.note)
    assert len(dispute.hypotheses) != 1, "one hypothesis alone is told as if it were the cause"


def test_at_least_four_real_conflicts_with_a_known_end_are_replayed() -> None:
    ended = [
        name_of(path)
        for path in DISPUTES
        if any(o.happened for o in charter_at(path).dispute.outcomes.values())  # type: ignore[union-attr]
    ]
    assert {"openai-2023", "tata-sons-2016", "wework-2019"} < set(ended)


def _forecasts(charter: Charter) -> dict[str, object]:
    """What each lever becomes, and the dated forecasts; counts of 400 runs, so nothing is lost."""
    tried, dated = levers(charter, FEW), replay(charter, FEW, shufflings=2)
    return {
        "levers": {
            "outcome": tried.outcome,
            "before": round(tried.before.value, 4),
            "becomes": {
                one.key: round(one.difference.after, 4) if one.difference else one.unable
                for one in tried.tried
            },
            "smallest": [list(one.keys) for one in tried.smallest],
        },
        "replay": {
            "happened": dated.happened,
            "forecasts": [
                [str(one.at), {name: round(chance.value, 4) for name, chance in one.probabilities}]
                for one in dated.forecasts
            ],
            "mean scores": {
                one.name: [round(one.mean.brier, 3), round(one.mean.log, 3)]
                for one in (dated.model, *dated.others)
            },
            "beaten": list(dated.beaten),
        },
    }


def _answers(charter: Charter) -> dict[str, object]:
    asked = view(charter)
    return {
        "who": {
            item.decision: {
                "fewest": item.who.fewest,
                "minimal": [" ".join(c) for c in item.who.minimal],
                "veto_players": list(item.who.veto_players),
            }
            if item.who is not None
            else item.why_not
            for item in decisions(asked)
        },
        "money": {str(entity): _money(asked, Name(entity)) for entity in charter.pay},
        **({"tenders": _tenders(asked)} if charter.tenders else {}),
        **_over_time(asked),
        **({"ship": _ships(asked)} if charter.release and charter.release.models else {}),
        "expect": [[o.text, o.verdict.value, o.words] for o in check(charter).outcomes],
    }


def _ships(asked: View) -> dict[str, object]:
    """Whether each model may go to each stage that a policy covers, with nothing on record."""
    release = asked.charter.release
    assert release is not None
    found = {}
    for model in release.models:
        for stage in ReleaseStage:
            made = may_ship(asked, model=model, stage=stage.value)
            if made.policy is not None:
                found[f"{model} to {stage.value}"] = [
                    made.policy,
                    made.outcome.value,
                    [[each.id, each.found.value] for each in made.requirements],
                    [[each.id, each.effect, each.standing.value] for each in made.approvals],
                    [" ".join(coalition) for coalition in made.least or ()],
                ]
    return found


def _tenders(asked: View) -> list[object]:
    found = [jsonable_tenders.tender(result) for result in tenders(asked)]
    return [{k: v for k, v in each.items() if k not in {"because", "digest"}} for each in found]


def _over_time(asked: View) -> dict[str, object]:
    """What planned distributions come to, and what goes back after them."""
    found: dict[str, object] = {}
    if any(waterfall.distributions for waterfall in asked.charter.pay.values()):
        run = jsonable_time.run(schedule(asked))
        found["schedule"] = [
            [
                payout["at"],
                payout["distribution"]["entity"],
                line["payee"],
                line["paid_minor_units"],
            ]
            for payout in run["payouts"]
            for line in payout["distribution"]["lines"]
        ]
    if asked.charter.clawbacks:
        keys = ("clawback", "from", "to", "carry", "allowed", "short", "most", "owed")
        returned = jsonable_time.clawbacks(clawbacks(asked))
        found["clawbacks"] = [{key: item[key] for key in keys} for item in returned]
    return found


def _money(asked: View, entity: Name) -> object:
    try:
        found = jsonable.breakpoints(breakpoints(asked, entity=entity))
    except TermsUnclear as unclear:
        return str(unclear)
    except OutcomeUnknown:
        hanging = outcomes_json(outcomes(asked, entity=entity))
        return {key: hanging[key] for key in ("decisions", "stretches", "steps")}
    grid = jsonable.readings(readings(asked.charter, AMOUNT, entity=entity))
    return {
        "breakpoints": [
            {key: interval[key] for key in ("from", "to", "stage", "owners", "begins")}
            for interval in found["intervals"]
        ],
        "readings": [[row["options"], row["reverts_at"], row["receives"]] for row in grid["rows"]],
    }
