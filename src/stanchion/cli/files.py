"""Finding and reading charters: a path, or the name of a case that comes with Stanchion."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from stanchion.cli.output import Style, say_error, style_for

if TYPE_CHECKING:
    from stanchion.charter.loader import Loaded
    from stanchion.charter.model import Charter
    from stanchion.charter.prices import LoadedPrices

HERE = Path(__file__).resolve()


def cases_folder() -> Path:
    """Where the cases are: beside the sources of a checkout, or inside an installed package."""
    installed = HERE.parents[1] / "_cases"
    return installed if installed.is_dir() else HERE.parents[3] / "cases"


def case_names() -> tuple[str, ...]:
    """The cases that come with Stanchion, by name."""
    return tuple(sorted(path.parent.name for path in cases_folder().glob("*/charter.yaml")))


def path_of(name: str) -> Path:
    """The file meant by a path or the name of a case; exits with 2 where there is none."""
    written = Path(name)
    if written.is_file():
        return written
    if written.is_dir() and (written / "charter.yaml").is_file():
        return written / "charter.yaml"
    case = cases_folder() / name / "charter.yaml"
    if "/" not in name and case.is_file():
        return case
    from stanchion.source.suggest import closest

    near = closest(name, case_names(), limit=2)
    say_error(f"there is no file and no case `{name}`")
    if near:
        say_error("  did you mean " + " or ".join(f"`{found}`" for found in near) + "?")
    else:
        say_error("  `stanchion cases` lists what comes with Stanchion")
    raise SystemExit(2)


def shown_name(path: Path) -> str:
    """A path as people wrote or know it: relative where it can be."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        folder = cases_folder()
        inside = path.is_relative_to(folder)
        return str(Path("cases") / path.relative_to(folder)) if inside else str(path)


def read_charter(name: str) -> tuple["Loaded", str]:
    """The charter at a path or case name, with all its diagnostics, and the text; exits with 2
    where it cannot be read at all."""
    from stanchion.api.loading import load

    path = path_of(name)
    try:
        data = path.read_bytes()
    except OSError as unreadable:
        say_error(f"cannot read `{name}`: {unreadable.strerror}")
        raise SystemExit(2) from None
    return load(data, file=shown_name(path)), data.decode("utf-8", errors="replace")


def open_charter(name: str) -> "Charter":
    """The charter at a path or case name; shows what is wrong and exits with 1 if it is."""
    loaded, text = read_charter(name)
    if loaded.charter is None:
        show_faults(loaded, text)
    return loaded.charter


def text_or_file(said: str) -> str:
    """A text as given, or what the file holds that is named after an `@`."""
    if not said.startswith("@"):
        return said
    try:
        return Path(said[1:]).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        say_error(f"`{said[1:]}` is not text")
        raise SystemExit(2) from None


def show_faults(loaded: "Loaded | LoadedPrices", text: str) -> NoReturn:
    """Print the diagnostics of a charter that cannot be used, and exit with 1."""
    from stanchion.source.render import to_text

    colour = style_for(sys.stderr) is Style.COLOUR
    sources = {d.at.file: text for d in loaded.diagnostics}
    print(to_text(loaded.diagnostics, sources, colour=colour), file=sys.stderr)
    raise SystemExit(1)
