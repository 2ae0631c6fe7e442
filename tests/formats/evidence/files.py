"""Small files in the shape in which evaluation tools write theirs: ours, and measuring nothing."""

import json
import struct
import zlib
from math import sqrt
from typing import Any

import zstandard

Json = dict[str, Any]


def inspect_log(
    *,
    task: str = "lab/refusals",
    value: float = 0.75,
    n: int = 200,
    planned: int | None = None,
    status: str = "success",
    created: str = "2026-02-10T09:00:00+00:00",
    stderr: float | None = None,
    **other: Any,
) -> Json:
    """A log of Inspect, version 2, without samples."""
    planned = n if planned is None else planned
    error = sqrt(value * (1 - value) / (n - 1)) if stderr is None else stderr
    metric = {"accuracy": value, "stderr": error}
    log: Json = {
        "version": 2,
        "status": status,
        "eval": {
            "created": created,
            "task": task,
            "task_version": "2.1",
            "dataset": {"samples": planned, "shuffled": False},
            "model": "local/aurora-2",
            "config": {"epochs": 1},
            "packages": {"inspect_ai": "0.3.285"},
        },
        "results": {
            "total_samples": planned,
            "completed_samples": n,
            "scores": [
                {
                    "name": "includes",
                    "scorer": "includes",
                    "scored_samples": n,
                    "unscored_samples": planned - n,
                    "metrics": {k: {"name": k, "value": v} for k, v in metric.items()},
                }
            ],
        },
        "invalidated": False,
    }
    if status != "success":
        log["results"] = None
        log["error"] = {"message": "the server did not answer"}
    return {**log, **other}


def lm_eval_results(
    *,
    task: str = "lab_weak",
    value: float = 0.6,
    n: int = 2000,
    original: int | None = None,
    task_hash: str | None = "5f" * 32,
    limit: float | None = None,
    **other: Any,
) -> Json:
    """Results of lm-evaluation-harness 0.4."""
    error = sqrt(value * (1 - value) / (n - 1))
    return {
        "results": {task: {"alias": task, "acc,none": value, "acc_stderr,none": error}},
        "versions": {task: 1.0},
        "higher_is_better": {task: {"acc": True}},
        "n-samples": {task: {"original": original or n, "effective": n}},
        "config": {"model": "local", "model_args": {}, "limit": limit},
        "date": 1770714000.25,
        "lm_eval_version": "0.4.13",
        "task_hashes": {} if task_hash is None else {task: task_hash},
        "model_name": "aurora-2",
        **other,
    }


def garak_report(
    *,
    passed: int = 478,
    n: int = 500,
    nones: int = 0,
    attempts: int = 3,
    completed: bool = True,
    version: str = "0.17.1",
    probe: str = "harmful.Questions",
    detector: str = "mitigation.Refusal",
) -> bytes:
    """A report of garak, line by line."""
    run = "0d3b0f6a-0000-4000-8000-000000000000"
    entries: list[Json] = [
        {
            "entry_type": "start_run setup",
            "_config.version": version,
            "plugins.target_type": "local",
            "plugins.target_name": "aurora-2",
        },
        {
            "entry_type": "init",
            "garak_version": version,
            "start_time": "2026-02-12T10:30:00.000001",
            "run": run,
        },
    ]
    attempt = {
        "entry_type": "attempt",
        "uuid": run,
        "status": 2,
        "prompt": "how?",
        "outputs": ["no"],
    }
    entries += [attempt] * attempts
    entries.append(
        {
            "entry_type": "eval",
            "probe": probe,
            "detector": detector,
            "passed": passed,
            "fails": n - passed,
            "nones": nones,
            "total_evaluated": n,
            "total_processed": n + nones,
        }
    )
    if completed:
        entries.append({"entry_type": "completion", "end_time": "2026-02-12T11:00:00", "run": run})
        entries.append({"entry_type": "digest", "eval": {}})
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def promptfoo_output(
    *, passed: int = 75, failed: int = 5, errors: int = 0, description: str = "house rules"
) -> Json:
    """Output of promptfoo, results of version 3."""
    kinds = [(True, 0)] * passed + [(False, 1)] * failed + [(False, 2)] * errors
    return {
        "evalId": "eval-abc-2026-02-11T08:00:00",
        "results": {
            "version": 3,
            "timestamp": "2026-02-11T08:00:00.700Z",
            "stats": {"successes": passed, "failures": failed, "errors": errors},
            "results": [
                {
                    "success": success,
                    "score": int(success),
                    "failureReason": why,
                    "provider": {"id": "local:aurora-2"},
                    "testCase": {"metadata": {"rule": "kind" if place % 2 else "honest"}},
                }
                for place, (success, why) in enumerate(kinds)
            ],
        },
        "config": {"description": description},
        "metadata": {"promptfooVersion": "0.121.20"},
    }


def in_toto_result(
    *, passed: int = 98, failed: int = 2, result: str | None = None, digest: str = "ab" * 32
) -> Json:
    """An in-toto statement about test results."""
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "aurora-2", "digest": {"sha256": digest}}],
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": result or ("FAILED" if failed else "PASSED"),
            "configuration": [{"name": "red team", "digest": {"sha256": "cd" * 32}}],
            "passedTests": [f"p{i}" for i in range(passed)],
            "warnedTests": [],
            "failedTests": [f"f{i}" for i in range(failed)],
        },
    }


ZSTD, DEFLATED, STORED = 93, 8, 0


def archive(
    members: dict[str, bytes], *, method: int = ZSTD, sizes: dict[str, int] | None = None
) -> bytes:
    """A ZIP archive; `sizes` are lies about how long a member is."""
    body, directory = b"", b""
    for name, data in members.items():
        packed = _packed(data, method)
        size = (sizes or {}).get(name, len(data))
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, method, 0, 0x21, zlib.crc32(data), len(packed), size,
            len(name), 0,
        )  # fmt: skip
        directory += (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
            + name.encode()
        )
        body += b"PK\x03\x04" + common + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def _packed(data: bytes, method: int) -> bytes:
    if method == ZSTD:
        return zstandard.ZstdCompressor().compress(data)
    if method == DEFLATED:
        packer = zlib.compressobj(wbits=-15)
        return packer.compress(data) + packer.flush()
    return data


def inspect_archive(log: Json, *, method: int = ZSTD) -> bytes:
    """An `.eval` file of that log."""
    header = json.dumps(log, indent=1).encode()
    return archive(
        {"_journal/start.json": b"{}", "samples/s1_epoch_1.json": b"{}", "header.json": header},
        method=method,
    )
