"""The studio in one process, for tests: pages are made by a desk instead of by workers."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import httpx

from stanchion.web.application import application
from stanchion.web.desk import Desk
from stanchion.web.job import Job, Page
from stanchion.web.protection import Access
from stanchion.web.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
FORM = "the-secret-of-forms"
HERE = "http://127.0.0.1:8321"


@cache
def cases() -> dict[str, bytes]:
    return {p.parent.name: p.read_bytes() for p in sorted(ROOT.glob("cases/*/charter.yaml"))}


@cache
def desk() -> Desk:
    return Desk(cases())


class OneDesk:
    """What `Workers` are to the application, without processes."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(1)

    def ask(self, job: Job) -> Page:
        return desk().page(job)


def shelf() -> Shelf:
    return Shelf(cases(), {"venture": "stanchion: 1\n"})


def client(
    *, access: Access | None = None, workers: object | None = None, host: str = HERE
) -> httpx.AsyncClient:
    rules = access or Access("127.0.0.1", None, FORM)
    app = application(shelf(), workers or OneDesk(), rules)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url=host)


def page(name: str, case: str = "openai-2023", *, language: str = "en", **query: str) -> Page:
    pairs = tuple((key.replace("__", "."), value) for key, value in query.items())
    address = f"/{language}/case/{case}/{name}"
    return desk().page(Job(name, language, address, case, query=pairs))


def text(name: str, case: str = "openai-2023", *, language: str = "en", **query: str) -> str:
    made = page(name, case, language=language, **query)
    assert made.status == 200
    return made.body.decode()
