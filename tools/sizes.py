"""Modules must stay small: over 400 lines is listed, over 600 fails; commands are documented."""

import sys
from pathlib import Path

ARGUE, REFUSE = 400, 600


def main() -> int:
    """Print what is long, and exit with 1 where something is too long or not documented."""
    root = Path(__file__).resolve().parents[1]
    failed = False
    for path in sorted((root / "src").rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > ARGUE:
            print(f"{path.relative_to(root)}: {lines} lines")
            failed = failed or lines > REFUSE
    documented = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    internal = {
        "__init__",
        "main",
        "files",
        "output",
        "options",
        "asked",
        "progress",
        "drawn",
        "trials",
        "kept",
        "northlight",
    }
    for path in sorted((root / "src/stanchion/cli").glob("*.py")):
        command = path.stem.replace("_", " ")
        if path.stem not in internal and f"## `stanchion {command}" not in documented:
            print(f"docs/commands.md has no section for `stanchion {command}`")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
