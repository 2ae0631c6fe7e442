"""Makes pages, in a worker: reads charters, asks the engines, fills templates."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial

from stanchion.api.loading import Loaded, load
from stanchion.charter.model import Charter
from stanchion.reports.language import language
from stanchion.web.asked import Asked, supposed
from stanchion.web.job import Job, Page
from stanchion.web.pages import (
    answers,
    decides,
    editor,
    files,
    home,
    over_time,
    overview,
    paid,
    plain,
    prevails,
    proof,
    ship,
    sources,
)

MOST_CHARTERS = 64

PAGES: Mapping[str, Callable[[Asked], Page]] = {
    "overview": overview.page,
    "paid": paid.page,
    "decides": decides.page,
    "prevails": prevails.page,
    "ship": ship.page,
    "time": over_time.page,
    "proof": proof.page,
    "sources": sources.page,
    "edit": editor.page,
    **{f"api/{name}": partial(answers.page, name=name) for name in answers.ANSWERS},
    **{name: partial(files.page, name=name) for name in files.FILES},
}
"""Pages of one charter that can be used, by the last part of their addresses."""


class Desk:
    """Where one worker makes pages; it knows the cases and keeps the charters it read last."""

    def __init__(self, cases: Mapping[str, bytes]) -> None:
        self._cases = dict(cases)
        self._read: OrderedDict[tuple[str, str | bytes], Loaded] = OrderedDict()

    def page(self, job: Job) -> Page:
        """The page that a job asks for."""
        if job.page == "home" and job.case is None and job.draft is None:
            charters = {name: self._case(name) for name in self._cases}
            return home.page(job, charters)
        if job.case is None and job.draft is None:
            return plain.page(job)
        if job.page == "schema.json":
            return editor.schema_page()
        loaded, text = self._loaded(job)
        if job.page == "diagnostics":
            return editor.diagnostics(job, loaded)
        if job.page == "api/check":
            return answers.checked(loaded)
        if job.page not in PAGES:
            return plain.missing(job)
        if loaded.charter is None and job.page.startswith("api/"):
            return answers.unusable(loaded)
        if loaded.charter is None:
            return editor.faulty(job, loaded, text)
        return PAGES[job.page](self._asked(job, loaded, text))

    def _asked(self, job: Job, loaded: Loaded, text: str) -> Asked:
        assert loaded.charter is not None  # INVARIANT: a charter with faults has a page of its own
        origin = None
        if job.draft is not None and job.draft.origin is not None:
            origin = self._case(job.draft.origin).charter
        view, before, wrong = supposed(job, loaded.charter, origin)
        speaks = language(job.language)
        charters = {name: self._case(name) for name in self._cases} if job.page == "sources" else {}
        return Asked(
            job, speaks, loaded, loaded.charter, text, view, before, wrong, _charters(charters)
        )

    def _loaded(self, job: Job) -> tuple[Loaded, str]:
        if job.draft is not None:
            return self._read_once(job.draft.file, job.draft.text), job.draft.text
        assert job.case is not None  # INVARIANT: of neither case nor draft there is no charter
        return self._case(job.case), self._cases[job.case].decode("utf-8", "replace")

    def _case(self, name: str) -> Loaded:
        return self._read_once(f"cases/{name}/charter.yaml", self._cases[name])

    def _read_once(self, file: str, data: str | bytes) -> Loaded:
        key = (file, data)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = load(data, file=file)
            while len(self._read) > MOST_CHARTERS + len(self._cases):
                self._read.popitem(last=False)
        self._read.move_to_end(key)
        return found


def _charters(loaded: Mapping[str, Loaded]) -> dict[str, Charter]:
    return {name: one.charter for name, one in loaded.items() if one.charter is not None}
