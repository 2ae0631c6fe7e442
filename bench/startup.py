"""How long the program takes to answer from the shell, as medians of whole processes.

Run from the root: `.venv/bin/python -m bench.startup`. The ratio is to `python -c pass` in the same
run; the limits are those promised: `--help` 300 ms, `pay` 600 ms, both on an idle machine.
"""

import subprocess
import sys
import time
from statistics import median

RUNS = 9
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "stanchion --help": ["-m", "stanchion", "--help"],
    "stanchion pay openai-2023": ["-m", "stanchion", "pay", "openai-2023", "--amount", "200 bn"],
    "stanchion (the founding case)": ["-m", "stanchion"],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Print medians and ratios; commands take turns, so that a slow moment hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            found[name].append(seconds(arguments))
    base = median(found["python -c pass"])
    for name, runs in found.items():
        print(f"{name:32} {median(runs) * 1000:7.0f} ms   x {median(runs) / base:5.1f}")


if __name__ == "__main__":
    main()
