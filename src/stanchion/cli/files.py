"""Finding and reading charters: a path, or the name of a case that comes with Stanchion."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from stanchion.cli.output import Style, say_error, style_for
from stanchion.formats.cases import case_names, cases_folder, file_of, shown_name

if TYPE_CHECKING:
    from stanchion.charter.loader import Loaded
    from stanchion.charter.model import Charter
    from stanchion.charter.prices import LoadedPrices

__all__ = ["case_names", "cases_folder", "open_charter", "path_of", "read_charter", "shown_name"]


def path_of(name: str) -> Path:
    """The file meant by a path or the name of a case; exits with 2 where there is none."""
    found = file_of(name)
    if found is not None:
        return found
    from stanchion.source.suggest import closest

    near = closest(name, case_names(), limit=2)
    say_error(f"there is no file and no case `{name}`")
    if near:
        say_error("  did you mean " + " or ".join(f"`{found}`" for found in near) + "?")
    else:
        say_error("  `stanchion cases` lists what comes with Stanchion")
    raise SystemExit(2)


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


def open_with_bytes(name: str) -> tuple["Charter", bytes, str]:
    """The charter at a path or case name, the bytes of its file, and what the file is called."""
    path = path_of(name)
    return open_charter(name), path.read_bytes(), shown_name(path)


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
