"""From shared options to the view that a question is asked of."""

from typing import TYPE_CHECKING

from stanchion.cli.files import open_charter
from stanchion.cli.output import say_error

if TYPE_CHECKING:
    from stanchion.api.view import View
    from stanchion.charter.model import Charter


def view_of(
    case: str,
    *,
    at: str | None = None,
    readings: list[str] | None = None,
    terms: list[str] | None = None,
    changes: list[str] | None = None,
) -> "View":
    """The charter of a case at an instant, under readings, with terms set and changes supposed."""
    from stanchion.api.view import instant_of, view

    charter = open_charter(case)
    instant = None if at is None else instant_of(charter, at)
    return view(
        charter,
        at=instant,
        readings=readings or (),
        terms=terms_of(terms or []),
        changes=changes or (),
    )


def charter_of(case: str, changes: list[str] | None) -> "Charter":
    """The charter of a case, with changes supposed."""
    from stanchion.api.view import changed

    return changed(open_charter(case), changes or ())


def terms_of(written: list[str]) -> dict[str, str]:
    """Values of terms as written after `--set`; exits with 2 where one is not TERM=AMOUNT."""
    found = {}
    for item in written:
        name, equals, value = item.partition("=")
        if not equals:
            say_error(f"`--set {item}` is not TERM=AMOUNT")
            raise SystemExit(2)
        found[name.strip()] = value.strip()
    return found
