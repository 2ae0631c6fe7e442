"""The teaching laboratory: its files of evidence, and what they come to for its models."""

from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from stanchion.api.loading import load
from stanchion.api.release import Supposed, supposed
from stanchion.api.view import View, view
from stanchion.formats.evidence.reader import evidence_rows
from stanchion.release.dossier import Choice
from stanchion.release.evidence import EvidenceRow
from stanchion.release.results import Found, Outcome, Verdict

CASE = Path(__file__).resolve().parents[2] / "cases/northlight"
FILES = [
    CASE / "evidence" / name
    for name in (
        "uplift.json",
        "uplift_guarded_errored.json",
        "uplift_guarded.eval",
        "novel_uplift.json",
        "refusals.report.jsonl",
        "house_rules.json",
        "weak.json",
        "weak_to_strong.json",
        "ceiling.json",
    )
]
"""What there is about Aurora 2; the folder has files of its successor too."""
SAID = Supposed(
    attested_by=("harbour_evals",),
    votes=(
        ("committee", "moreau", Choice.YES),
        ("committee", "quill", Choice.YES),
        ("chief", "wren", Choice.YES),
    ),
    filed=("capabilities", "safeguards"),
)


@pytest.fixture(scope="module")
def asked() -> View:
    charter = load((CASE / "charter.yaml").read_bytes(), file="charter.yaml").charter
    assert charter is not None
    return view(charter)


def rows(*left_out: str) -> list[EvidenceRow]:
    return [row for f in FILES if f.name not in left_out for row in evidence_rows(f)]


def ship(asked: View, *left_out: str, model: str = "aurora-2", what: Supposed = SAID) -> Verdict:
    return supposed(asked, rows(*left_out), what, model=model, stage="general")


def test_with_all_its_evidence_and_everybody_agreed_it_ships(asked: View) -> None:
    found = ship(asked)
    assert found.outcome is Outcome.PASSED
    assert found.stands_from == datetime.fromisoformat("2026-03-04T09:00:00+00:00")
    assert all(said.startswith("supposed") for said in found.assumptions[:3])


def test_a_run_that_ended_in_an_error_leaves_the_risk_open(asked: View) -> None:
    found = ship(asked, "uplift_guarded.eval")
    misuse = next(r for r in found.requirements if r.id == "misuse")
    assert misuse.found is Found.CANNOT_RULE_OUT
    assert "the run did not end as it should" in misuse.words
    assert found.outcome is Outcome.REFUSED


@pytest.mark.parametrize("missing", ["refusals.report.jsonl", "house_rules.json", "ceiling.json"])
def test_a_missing_file_refuses(asked: View, missing: str) -> None:
    assert ship(asked, missing).outcome is Outcome.REFUSED


def test_the_laboratorys_own_word_is_not_independent(asked: View) -> None:
    own = Supposed(("eval_team",), SAID.votes, SAID.filed)
    found = ship(asked, what=own)
    misuse = next(r for r in found.requirements if r.id == "misuse")
    assert "0 of 1 independent evaluators" in misuse.words


def test_the_gap_recovered_is_two_thirds(asked: View) -> None:
    values = {row.task: row.value for row in rows() if row.tool == "lm-eval"}
    weak, between, ceiling = (
        values[f"northlight_{n}"] or Fraction(0) for n in ("weak", "weak_to_strong", "ceiling")
    )
    assert (between - weak) / (ceiling - weak) == Fraction(2, 3)


def test_what_stands_behind_it_is_bound_to_one_build(asked: View) -> None:
    found = ship(asked, model="aurora-2-1")
    assert found.subject_sha256 != ship(asked).subject_sha256
    assert found.policy_sha256 == ship(asked).policy_sha256
