"""The cases that come with Stanchion: beside the sources of a checkout, or in the package."""

from pathlib import Path

HERE = Path(__file__).resolve()


def cases_folder() -> Path:
    """Where the cases are: beside the sources of a checkout, or inside an installed package."""
    installed = HERE.parents[1] / "_cases"
    return installed if installed.is_dir() else HERE.parents[3] / "cases"


def case_names() -> tuple[str, ...]:
    """The cases that come with Stanchion, by name."""
    return tuple(sorted(path.parent.name for path in cases_folder().glob("*/charter.yaml")))


def file_of(name: str) -> Path | None:
    """The file meant by a path, a folder or the name of a case; None where there is none."""
    written = Path(name)
    if written.is_file():
        return written
    if written.is_dir() and (written / "charter.yaml").is_file():
        return written / "charter.yaml"
    case = cases_folder() / name / "charter.yaml"
    return case if "/" not in name and case.is_file() else None


def shown_name(path: Path) -> str:
    """A path as people wrote or know it: relative where it can be."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        folder = cases_folder()
        inside = path.is_relative_to(folder)
        return str(Path("cases") / path.relative_to(folder)) if inside else str(path)
