"""The studio as a running server."""

import logging

import uvicorn

from stanchion.exact.record import record
from stanchion.reports.language import Tag
from stanchion.web.application import application
from stanchion.web.job import Job
from stanchion.web.pages.case import TABS
from stanchion.web.protection import access
from stanchion.web.shelf import Shelf
from stanchion.web.workers import Failed, Limits, TooMuch, Workers

FIRST = ("overview", "proof", "prevails")
TAB_NAMES = tuple(page for page, _ in TABS)


@record(frozen=True, slots=True)
class Address:
    """Where the studio listens."""

    host: str
    port: int


class _Announcing(uvicorn.Server):
    """Says where it is once it answers, for only then is its port known to be free."""

    def __init__(self, config: uvicorn.Config, words: str) -> None:
        super().__init__(config)
        self._words = words

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            logging.getLogger("stanchion.studio").warning(self._words)


def serve(shelf: Shelf, address: Address, *, workers: int, limits: Limits | None = None) -> None:
    """Answer until interrupted; says where, with the token if one is needed."""
    rules = access(address.host)
    made = Workers(shelf.cases, count=workers, limits=limits or Limits())
    try:
        app = application(shelf, made, rules, ahead=_ahead(shelf))
        shown = f"[{address.host}]" if ":" in address.host else address.host
        token = "" if rules.token is None else f"?token={rules.token}"
        words = f"the studio is at http://{shown}:{address.port}/{token}"
        config = uvicorn.Config(
            app,
            host=address.host,
            port=address.port,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
        _Announcing(config, words).run()
    finally:
        made.close()


def _ahead(shelf: Shelf) -> tuple[Job, ...]:
    """The first page, and of every case what takes longest and what is looked at first."""
    home = Job("home", "en", "/en/", query=shelf.offers)
    cases = (Job(p, "en", f"/en/case/{c}/{p}", c) for c in shelf.cases for p in FIRST)
    return (home, *cases)


def checked(shelf: Shelf, *, workers: int, limits: Limits | None = None) -> tuple[int, list[str]]:
    """Every tab of every case made once, of the first in every language: how many, which failed."""
    made = Workers(shelf.cases, count=workers, limits=limits or Limits())
    jobs = [
        Job(page, tag.value, f"/{tag.value}/case/{case}/{page}", case)
        for number, case in enumerate(shelf.cases)
        for page in TAB_NAMES
        for tag in (Tag if number == 0 else (Tag.ENGLISH,))
    ]

    def problem(job: Job) -> str | None:
        try:
            page = made.ask(job)
        except TooMuch as much:
            return f"{job.address}: {much.why}"
        except Failed as fault:
            return f"{job.address}: {fault.trace}"
        return None if page.status == 200 else f"{job.address}: {page.status}"

    try:
        problems = list(made.threads.map(problem, jobs))
    finally:
        made.close()
    return len(jobs), [each for each in problems if each is not None]
