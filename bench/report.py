"""How long a board paper takes from the shell, against loading the charter alone.

Run from the root: `.venv/bin/python -m bench.report`. Medians of processes that take turns; the
limit is that promised, 3 s on an idle machine.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 5
LOADING = (
    "from stanchion.cli.files import open_charter; open_charter('openai-2023')"  # nothing is asked
)


def seconds(arguments: list[str]) -> float:
    """Wall time of one process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Print medians and ratios to loading."""
    with tempfile.TemporaryDirectory() as folder:
        report = ["-m", "stanchion", "report", "openai-2023", "-o"]
        commands = {
            "loading alone": ["-c", LOADING],
            "report as HTML": [*report, str(Path(folder) / "report.html")],
            "report as PDF": [*report, str(Path(folder) / "report.pdf")],
            "report as PDF, Chinese": [
                *report,
                str(Path(folder) / "zh.pdf"),
                "--language",
                "zh-Hant",
            ],
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, arguments in commands.items():
                found[name].append(seconds(arguments))
    base = median(found["loading alone"])
    for name, runs in found.items():
        print(f"{name:24} {median(runs):6.2f} s   x {median(runs) / base:5.1f}")


if __name__ == "__main__":
    main()
