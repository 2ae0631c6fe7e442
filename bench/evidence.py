"""How much memory a large report of garak takes, as multiples of reading the whole file at once.

Writes a report of so many megabytes, most of it attempts, as real ones are; reads it line by line
in one process and whole in another, and prints the peak memory of both in one run.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ATTEMPT = {
    "entry_type": "attempt",
    "uuid": "0d3b0f6a-0000-4000-8000-000000000000",
    "status": 2,
    "probe_classname": "harmful.Questions",
    "prompt": {"turns": [{"role": "user", "content": {"text": "how? " * 80}}]},
    "outputs": [{"text": "no. " * 200}] * 5,
    "detector_results": {"mitigation.Refusal": [0.0] * 5},
}


def report(path: Path, megabytes: int) -> None:
    """A report of garak of about that size."""
    start = {"entry_type": "init", "garak_version": "0.17.1", "start_time": "2026-02-12T10:30:00"}
    evaluated = {"probe": "harmful.Questions", "detector": "mitigation.Refusal", "nones": 0}
    line = json.dumps(ATTEMPT).encode() + b"\n"
    with path.open("wb") as out:
        out.write(json.dumps({**start, "run": "r"}).encode() + b"\n")
        for _ in range(megabytes * 2**20 // len(line)):
            out.write(line)
        figures = {"passed": 478, "fails": 22, "total_evaluated": 500, "total_processed": 500}
        out.write(json.dumps({"entry_type": "eval", **evaluated, **figures}).encode() + b"\n")
        out.write(json.dumps({"entry_type": "completion", "run": "r"}).encode() + b"\n")


def streamed(path: Path) -> None:
    """As Stanchion reads it."""
    from stanchion.formats.evidence.reader import evidence_rows

    (row,) = evidence_rows(path)
    assert row.successes == 478


def whole(path: Path) -> None:
    """Every line parsed and kept."""
    entries = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert entries[-2]["passed"] == 478


def nothing(path: Path) -> None:
    """What the program takes before it reads anything."""
    from stanchion.formats.evidence import reader

    assert reader
    assert path


WAYS = {"nothing": nothing, "streamed": streamed, "whole": whole}


def peak_megabytes() -> float:
    """The most memory that this process has held; what its parent held does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measured(way: str, path: Path) -> tuple[float, float]:
    """Peak memory in megabytes and seconds of one way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--path", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    peak, seconds = done.stdout.split()
    return float(peak), float(seconds)


def main() -> None:
    """Print the comparison, or (with `--way`) be one of the processes that are compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--path", type=Path)
    asked = parser.parse_args()
    if asked.way is not None:
        began = time.perf_counter()
        WAYS[asked.way](asked.path)
        seconds = time.perf_counter() - began
        print(peak_megabytes(), seconds)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.report.jsonl"
        report(path, asked.megabytes)
        size = path.stat().st_size / 2**20
        base, _ = measured("nothing", path)
        peak, seconds = measured("streamed", path)
        all_at_once, longer = measured("whole", path)
    print(f"a report of {size:.0f} MB")
    print(f"  read line by line: {peak - base:6.1f} MB beyond the program's own {base:.0f} MB")
    print(f"  read all at once:  {all_at_once - base:6.1f} MB beyond it")
    print(f"  memory against the size of the file: {(peak - base) / size:.3f}")
    print(f"  memory against all at once:          {(peak - base) / (all_at_once - base):.4f}")
    print(f"  time against all at once:            {seconds / longer:.2f}")


if __name__ == "__main__":
    main()
