"""What a page is asked: a charter, an instant, readings and changes; and what it is compared to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from stanchion.api.loading import Loaded
from stanchion.api.view import View, instant_of, view
from stanchion.charter.model import Charter
from stanchion.exact.errors import StanchionError
from stanchion.reports.language import Language
from stanchion.web.job import TERM, Job

KEPT = ("at", "reading", "set", "with", "entity")
"""Parts of an address that every tab of a case keeps."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a page; `before` is what it is compared to, where anything is supposed."""

    job: Job
    language: Language
    loaded: Loaded
    charter: Charter
    text: str
    view: View
    before: View | None
    wrong: str | None
    others: Mapping[str, Charter]

    def one(self, name: str) -> str | None:
        """The last value of a part of the address, if it says anything."""
        found = [value.strip() for key, value in self.job.query if key == name and value.strip()]
        return found[-1] if found else None

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a part of the address."""
        return tuple(
            value.strip() for key, value in self.job.query if key == name and value.strip()
        )

    def terms(self) -> dict[str, str]:
        """The values supposed of terms, by their names."""
        return terms_of(self.job)

    @property
    def since(self) -> datetime | None:
        """The instant asked about; None where it is that of the charter."""
        return None if self.one("at") is None or self.wrong else self.view.state.instant

    @property
    def root(self) -> str:
        """The address of the case or draft, without the page."""
        return root_of(self.job)

    def link(self, page: str, **more: str | None) -> str:
        """The address of another page of the same case, all that is supposed kept."""
        kept = [(k, v) for k, v in self.job.query if _is_kept(k) and k not in more and v.strip()]
        kept += [(key, value) for key, value in more.items() if value is not None]
        return f"{self.root}/{page}" + (f"?{urlencode(kept)}" if kept else "")


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith(TERM)


def root_of(job: Job) -> str:
    """The address of the case or draft of a job."""
    if job.draft is not None:
        return f"/{job.language}/draft/{job.draft_id}"
    return f"/{job.language}/case/{quote(job.case or '')}"


def supposed(
    job: Job, charter: Charter, origin: Charter | None
) -> tuple[View, View | None, str | None]:
    """The view that is asked for, what to compare it to, and what was wrong with the question.

    What cannot be supposed is said, and the charter is shown as written.
    """
    query = job.query
    at_text = next((v.strip() for k, v in query if k == "at" and v.strip()), None)
    readings = tuple(v for k, v in query if k == "reading" and v.strip())
    changes = tuple(v.strip() for k, v in query if k == "with" and v.strip())
    terms = terms_of(job)
    wrong: str | None = None
    at = None
    try:
        at = None if at_text is None else instant_of(charter, at_text)
        plain = view(charter, at=at)
    except StanchionError as fault:
        wrong, at, plain = str(fault), None, view(charter)
    asked = plain
    if readings or changes or terms:
        try:
            asked = view(charter, at=at, readings=readings, terms=terms, changes=changes)
        except StanchionError as fault:
            wrong = str(fault)
    if origin is not None:
        try:
            return asked, view(origin, at=at), wrong
        except StanchionError as fault:
            wrong = wrong or str(fault)
    return asked, (plain if asked is not plain else None), wrong


def terms_of(job: Job) -> dict[str, str]:
    """The values that an address supposes of terms: `set=NAME=VALUE`, or `term.NAME=VALUE`."""
    found = dict(_term(v) for k, v in job.query if k == "set" and "=" in v)
    return found | {
        k[len(TERM) :]: v.strip() for k, v in job.query if k.startswith(TERM) and v.strip()
    }


def _term(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()
