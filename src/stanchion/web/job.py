"""What goes to a worker, what comes back: both plain values, for they cross processes."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

DISPUTED = frozenset({"prevails", "clash", "endings", "days", "forecasts"})
TERM = "term."
"""What begins the part of an address that supposes a value of a term."""
Query = tuple[tuple[str, str], ...]


@record(frozen=True, slots=True)
class Draft:
    """A charter that somebody wrote or opened here: its text, and the case it set out from."""

    text: str
    origin: str | None
    file: str = "charter.yaml"


@record(frozen=True, slots=True)
class Job:
    """One page to be made: of a case by its name, of a draft, or of neither."""

    page: str
    language: str
    address: str
    case: str | None = None
    draft: Draft | None = None
    draft_id: str | None = None
    query: Query = ()
    theme: str = ""

    @property
    def follows_dispute(self) -> bool:
        """Whether the page is made of many runs of a dispute, which takes seconds."""
        return self.page.removeprefix("api/").partition(".")[0] in DISPUTED


@record(frozen=True, slots=True)
class Page:
    """What a browser is sent; `file` is the name under which it is saved."""

    status: int
    media: str
    body: bytes
    file: str | None = None


@dataclass(eq=False)
class NoSuchPage(StanchionError, LookupError):
    """There is no case, draft or page of this name."""

    what: str
    name: str

    def __str__(self) -> str:
        return f"there is no {self.what} `{self.name}`"
