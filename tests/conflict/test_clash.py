"""Who prevails: power as two numbers, forecasts, honesty; the command, its text and its JSON."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stanchion.conflict.clash import HONESTY, Asked, Clash, clash
from stanchion.conflict.ensembles.ensemble import Order
from stanchion.conflict.power import Influence
from stanchion.reports import clash as told
from stanchion.reports import jsonable_clash
from stanchion.reports.marks import plain
from tests.conflict.crisis.disputes import DISPUTE, HEAD, charter_of

CHARTER = (HEAD + DISPUTE).replace("noise: 0", "noise: 5 to 25")


@pytest.fixture(scope="module")
def found() -> Clash:
    return clash(charter_of(CHARTER), Asked(Order(600)))


def power(found: Clash, party: str) -> Influence:
    return next(item for item in found.influences if item.party == party)


def test_formal_and_actual_power_are_two_numbers(found: Clash) -> None:
    assert [str(power(found, name).undoing) for name in ("ann", "bob", "cyd")] == ["1/2"] * 3
    staff = power(found, "staff")
    assert staff.undoing == 0
    assert staff.actual > 3 * staff.error  # no vote, and yet it moves the ending it wants


def test_who_has_no_move_moves_nothing_and_that_is_said() -> None:
    eva = "    eva: {positions: {}, influence: 5, because: it is about her}\n"
    spectator = charter_of(CHARTER.replace("  crowds:\n", eva + "  crowds:\n"))
    seen = power(clash(spectator, Asked(Order(200))), "eva")
    assert not seen.acts
    assert (seen.actual, seen.error) == (0, 0)


def test_by_the_rules_alone_is_another_answer(found: Clash) -> None:
    assert found.by_rules.probability("stands").share == 1
    assert found.ensemble.probability("stands").share < 1


def test_every_forecast_knows_only_what_was_known_by_then(found: Clash) -> None:
    instants = [forecast.at for forecast in found.forecasts]
    assert instants == sorted(instants)
    assert instants[0] == found.at
    assert found.foreseen is not None


def test_honesty_and_judgements_are_always_there(found: Clash) -> None:
    text = plain(told.clash(found))
    for sentence in HONESTY:
        assert sentence.split("; ")[0][:60] in " ".join(text.split())
    assert "inputs are judgements" in text
    assert "600 runs, seed 1" in text
    assert not found.exact


def test_the_json_has_no_number_that_is_none(found: Clash) -> None:
    document = json.loads(json.dumps(jsonable_clash.clash(found), allow_nan=False))
    shares = [ending["probability"]["value"] for ending in document["endings"]]
    assert sum(shares) == pytest.approx(1)
    assert document["runs"] == 600
    assert sum(document["crowds"][0]["runs"]) == 600
    assert {move["allowed"] for move in document["moves"]} == {True, False}


def test_the_tipping_point_is_one_less_the_cost_of_leaving(found: Clash) -> None:
    plainly, offered = found.tipping
    assert plainly.theta == pytest.approx(1 - 50 / 85)
    assert offered.theta == pytest.approx(1 - 10 / 85)


# ------------------------------------------------------------------------- the command


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    path = tmp_path / "charter.yaml"
    path.write_text(CHARTER)
    return path


def run(*words: str) -> tuple[int, str]:
    from stanchion.cli import main

    main._register(["clash"])
    result = CliRunner().invoke(main.app, ["clash", *words])
    return result.exit_code, result.output


def test_the_command_answers(charter: Path) -> None:
    code, text = run(str(charter), "--runs", "200")
    assert code == 0
    assert "does it stand" in text
    assert "2 people together, by `remove_chief`, at once" in text


def test_a_rule_is_supposed_otherwise(charter: Path) -> None:
    words = ["--with", "decision remove_chief also needs consent of rival", "--json"]
    code, text = run(str(charter), "--runs", "200", *words)
    assert code == 0
    document = json.loads(text)
    assert document["assumptions"][0] == "decision remove_chief also needs consent of rival"
    assert document["ways"][0]["vetoes"] == ["rival"]


def test_an_interrupt_answers_from_what_is_done_and_keeps_it(charter: Path, tmp_path: Path) -> None:
    kept = tmp_path / "runs.jsonl"
    command = [sys.executable, "-m", "stanchion", "clash", str(charter), "--runs", "40000000"]
    process = subprocess.Popen(
        [*command, "--keep", str(kept), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    for _ in range(600):
        if kept.exists() and kept.read_text().count("\n") > 2:
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 0, error.decode()
    document = json.loads(out)
    assert 0 < document["runs"] < document["runs_asked"] == 40_000_000
    assert "stopped after" in error.decode()
    assert kept.read_text().count("\n") - 1 == document["runs"] // 4096
