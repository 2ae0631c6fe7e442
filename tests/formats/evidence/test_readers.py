"""What the files of each tool come to, and what is refused without harm."""

import base64
import json
import zipfile
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from stanchion.charter.evaluations import Evaluation
from stanchion.charter.loader import load
from stanchion.formats.evidence.errors import UnreadableEvidence
from stanchion.formats.evidence.model import model_digest
from stanchion.formats.evidence.reader import evidence_rows
from stanchion.release.evidence import EvidenceRow
from tests.formats.evidence import files

Written = bytes | dict[str, object]


def rows_of(tmp_path: Path, written: Written, name: str = "file") -> tuple[EvidenceRow, ...]:
    data = written if isinstance(written, bytes) else json.dumps(written).encode()
    path = tmp_path / name
    path.write_bytes(data)
    found = evidence_rows(path)
    assert {row.file_sha256 for row in found} == {sha256(data).hexdigest()}
    return found


def refused(tmp_path: Path, written: Written) -> str:
    with pytest.raises(UnreadableEvidence) as caught:
        rows_of(tmp_path, written)
    return str(caught.value)


def test_a_log_of_inspect_has_its_score_with_its_standard_error(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.inspect_log(value=0.75, n=4, stderr=0.25))
    assert (row.tool, row.tool_version, row.task_version) == ("inspect", "0.3.285", "2.1")
    assert (row.value, row.stderr, row.n, row.n_planned) == (Fraction(3, 4), Fraction(1, 4), 4, 4)
    assert row.created == datetime(2026, 2, 10, 9, tzinfo=UTC)
    assert row.completed
    assert not row.invalidated


@pytest.mark.parametrize("method", [files.ZSTD, files.DEFLATED, files.STORED])
def test_an_eval_file_says_the_same_as_its_json(tmp_path: Path, method: int) -> None:
    log = files.inspect_log(value=0.11, n=300)
    (plain,) = rows_of(tmp_path, log)
    (packed,) = rows_of(tmp_path, files.inspect_archive(log, method=method))
    assert (packed.task, packed.value, packed.n) == (plain.task, plain.value, plain.n)


def test_a_run_that_failed_has_no_figure(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.inspect_log(status="error"))
    assert row.value is None
    assert not row.completed


def test_samples_without_a_score_are_errors(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.inspect_log(n=190, planned=200))
    assert (row.n, row.n_planned) == (190, 200)
    assert row.errored


def test_results_of_lm_eval_keep_the_hash_of_the_task(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.lm_eval_results(value=0.6, n=20))
    assert (row.metric, row.value, row.n, row.task_version) == (
        "acc,none",
        Fraction(3, 5),
        20,
        "1.0",
    )
    assert row.task_hash == "5f" * 32
    assert row.higher_is_better is True


def test_a_limited_run_of_lm_eval_is_a_part(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.lm_eval_results(n=10, original=200, limit=10.0))
    assert (row.n, row.n_planned) == (10, 200)


def test_a_report_of_garak_counts_what_passed(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.garak_report(passed=478, n=500, nones=2))
    assert (row.task, row.metric) == ("harmful.Questions", "mitigation.Refusal")
    assert (row.successes, row.n, row.n_planned, row.errored) == (478, 500, 502, 2)
    assert row.model_claimed == "local/aurora-2"


def test_a_report_of_garak_without_its_end_is_not_complete(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.garak_report(completed=False))
    assert not row.completed


def test_fields_of_older_garak_are_read_as_well(tmp_path: Path) -> None:
    text = files.garak_report(version="0.10.1").replace(b'"total_evaluated"', b'"total"')
    old = text.replace(b'"total_processed": 500', b'"other": 1').replace(
        b"plugins.target", b"plugins.model"
    )
    (row,) = rows_of(tmp_path, old)
    assert (row.n, row.model_claimed) == (500, "local/aurora-2")


def test_an_instant_without_a_zone_is_read_at_its_earliest(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.garak_report())
    assert row.created is not None
    assert row.created.astimezone(UTC) == datetime(2026, 2, 11, 20, 30, 0, 1, tzinfo=UTC)


def test_promptfoo_has_a_row_for_all_and_for_every_value_of_metadata(tmp_path: Path) -> None:
    found = rows_of(tmp_path, files.promptfoo_output(passed=6, failed=2, errors=2))
    by_task = {row.task: row for row in found}
    assert set(by_task) == {"house rules", "rule=kind", "rule=honest"}
    whole = by_task["house rules"]
    assert (whole.successes, whole.n, whole.n_planned, whole.errored) == (6, 8, 10, 2)


def test_in_toto_results_name_the_model_by_its_digest(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, files.in_toto_result(passed=98, failed=2))
    assert (row.task, row.successes, row.n, row.model_sha256) == ("red team", 98, 100, "ab" * 32)


def test_an_envelope_is_opened(tmp_path: Path) -> None:
    payload = base64.b64encode(json.dumps(files.in_toto_result()).encode()).decode()
    envelope = {"payloadType": "application/vnd.in-toto+json", "payload": payload, "signatures": []}
    (row,) = rows_of(tmp_path, envelope)
    assert row.n == 100


def test_a_result_that_contradicts_its_list_is_refused(tmp_path: Path) -> None:
    assert "some tests failed" in refused(tmp_path, files.in_toto_result(result="PASSED"))


MAPPED = """
stanchion: 1
name: x
as_of: 2026-01-01 UTC
currency: EUR
parties: {ann: {person: Ann}}
release:
  products: {p: {name: P}}
  evaluations:
    helm:
      kind: capability
      evidence:
        format: mapped
        task: mmlu
        metric: quasi exact match
        mapping:
          value: 'stats[name=em].mean'
          n: 'stats[name=em].count'
          created: 'run["made at"]'
          completed: = yes
"""


def mapped_evaluations() -> dict[str, Evaluation]:
    charter = load(MAPPED, file="c").charter
    assert charter is not None
    assert charter.release is not None
    return {str(k): v for k, v in charter.release.evaluations.items()}


def test_files_of_other_tools_are_read_by_a_mapping(tmp_path: Path) -> None:
    stats = [{"name": "f1", "mean": 0.1, "count": 3}, {"name": "em", "mean": 0.25, "count": 40}]
    path = tmp_path / "stats.json"
    path.write_text(json.dumps({"stats": stats, "run": {"made at": "2026-01-01T00:00:00Z"}}))
    (row,) = evidence_rows(path, evaluations=mapped_evaluations())
    assert (row.tool, row.task, row.value, row.n) == ("mapped", "mmlu", Fraction(1, 4), 40)
    assert row.completed


def test_a_path_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    path = tmp_path / "stats.json"
    path.write_text(json.dumps({"stats": [{"name": "em", "mean": 0.25, "count": 40}]}))
    with pytest.raises(UnreadableEvidence, match="there is no key `run`"):
        evidence_rows(path, evaluations=mapped_evaluations())


UNKNOWN = {
    "inspect": (files.inspect_log(version=3), "an Inspect log of version 3, and known here is 2"),
    "lm-eval": (files.lm_eval_results(lm_eval_version="0.5.0"), "lm-eval results of version 0.5.0"),
    "garak": (files.garak_report(version="0.99.0"), "a garak report of version 0.99.0"),
    "other": ({"scores": [1, 2]}, "none of the known formats"),
}


@pytest.mark.parametrize("tool", UNKNOWN)
def test_an_unknown_version_is_refused_with_what_is_known(tmp_path: Path, tool: str) -> None:
    written, words = UNKNOWN[tool]
    assert words in refused(tmp_path, written)


HEADER = json.dumps(files.inspect_log()).encode()
HOSTILE: dict[str, tuple[bytes, str]] = {
    "not a number": (b'{"version": 2, "status": "success", "eval": NaN}', "`NaN` is no number"),
    "infinite": (b'{"version": -Infinity}', "is no number"),
    "a key twice": (b'{"version": 2, "version": 3}', "`version` stands twice"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "nested deeper"),
    "long number": (b'{"version": ' + b"9" * 5_000 + b"}", "more than 60 digits"),
    "huge exponent": (b'{"version": 1e999999999}', "a number is too long"),
    "hidden exponent": (b'{"version": 1e0000000009999999999}', "a number is too long"),
    "half of a file": (HEADER[:200], "it is no JSON"),
    "no text": (b'{"version": "\xff\xfe"}', "it is not UTF-8"),
    "empty": (b"", "it is no JSON"),
    "torn archive": (files.inspect_archive(files.inspect_log())[:200], "no ZIP archive"),
    "archive of something": (files.archive({"readme": b"x"}), "it has no `header.json`"),
    "bomb that lies": (
        files.archive({"header.json": b" " * 2**22}, sizes={"header.json": 10}),
        "damaged: length or checksum differ",
    ),
    "bomb that says so": (
        files.archive({"header.json": b" " * (65 * 2**20)}, method=files.DEFLATED),
        "longer than 64 MB",
    ),
    "unknown compression": (
        files.archive({"header.json": HEADER}, method=files.STORED).replace(
            b"\x00\x08\x00\x00", b"\x00\x08\x62\x00"
        ),
        "unknown way",
    ),
    "count below zero": (
        json.dumps(
            files.lm_eval_results(**{"n-samples": {"lab_weak": {"effective": -5}}})
        ).encode(),
        "no whole number",
    ),
    "garak counts more than all": (files.garak_report(passed=501, n=500), "how many of how many"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_without_harm(tmp_path: Path, what: str) -> None:
    data, words = HOSTILE[what]
    assert words in refused(tmp_path, data)


def test_two_headers_in_one_archive_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.eval"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", HEADER)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("header.json", HEADER)
    with pytest.raises(UnreadableEvidence, match="more than one"):
        evidence_rows(path)


def test_two_runs_in_one_report_are_refused(tmp_path: Path) -> None:
    other = files.garak_report().replace(b"0d3b0f6a", b"1d3b0f6a")
    assert "two runs" in refused(tmp_path, files.garak_report() + other)


# ------------------------------------------------------------------ digest of a model


def test_the_digest_of_a_model_is_that_of_model_signing(tmp_path: Path) -> None:
    """A folder of two files whose digests a signature of model-signing 1.1.1 gives."""
    digests = {
        "config.json": "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
        "weights.bin": "cf945b5236e101dbe0471d5200f28b1ae64f21c1f35bf55fcf40cd0fe42cd8e7",
    }
    from stanchion.release.subject import digest_of_files

    found = digest_of_files((name, bytes.fromhex(each)) for name, each in digests.items())
    assert found == "c43a43162d641d7a27accf138218dfa971428353fd7febec1022398be3a3def7"
    (tmp_path / "m" / ".git").mkdir(parents=True)
    (tmp_path / "m" / "b").mkdir()
    for name in ("b/x", "b-c", ".git/config"):
        (tmp_path / "m" / name).write_text(name)
    by_hand = digest_of_files((name, sha256(name.encode()).digest()) for name in ("b-c", "b/x"))
    assert model_digest(tmp_path / "m") == by_hand


def test_a_symbolic_link_in_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").symlink_to("/dev/zero")
    with pytest.raises(UnreadableEvidence, match="symbolic link"):
        model_digest(tmp_path)


@pytest.mark.parametrize("name", ["aurora-1", "aurora-2", "aurora-2-1"])
def test_models_of_the_teaching_laboratory_have_the_digests_of_its_charter(name: str) -> None:
    root = Path(__file__).resolve().parents[3] / "cases/northlight"
    loaded = load((root / "charter.yaml").read_bytes(), file="c").charter
    assert loaded is not None
    assert loaded.release is not None
    known = {str(key): model.sha256 for key, model in loaded.release.models.items()}
    assert model_digest(root / "models" / name) == known[name]
