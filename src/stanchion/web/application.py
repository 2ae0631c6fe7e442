"""The addresses of the studio: each is one job for a worker, or a form that keeps a draft."""

import asyncio
import hmac
import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from stanchion.reports.language import Tag
from stanchion.web.assets import Assets
from stanchion.web.job import Draft, Job, Page
from stanchion.web.protection import LARGEST_BODY, Access, App, BodyTooLarge, Guarded
from stanchion.web.services import services
from stanchion.web.shelf import Shelf
from stanchion.web.workers import Failed, TooMuch, Workers

log = logging.getLogger("stanchion.studio")
MOST_PAGES = 400
"""Pages of cases kept once they are made; they depend on nothing but their address."""
Answer = Callable[[Request], Awaitable[Response]]


class Studio:
    """The pages and what they are made of."""

    def __init__(self, shelf: Shelf, workers: Workers, access: Access) -> None:
        self.shelf, self.workers, self.access = shelf, workers, access
        self.assets = Assets()
        self._made: OrderedDict[Job, Page] = OrderedDict()

    async def page(self, job: Job) -> Page:
        """The page, made now or before."""
        known = self._made.get(job)
        if known is not None:
            self._made.move_to_end(job)
            return known
        loop = asyncio.get_running_loop()
        page = await loop.run_in_executor(self.workers.threads, self.workers.ask, job)
        if job.draft is None and page.status == 200:
            self._made[job] = page
            while len(self._made) > MOST_PAGES:
                self._made.popitem(last=False)
        return page

    async def prepare(self, jobs: tuple[Job, ...]) -> None:
        """Make pages one after the other, so that other workers stay free for those who ask."""
        for job in jobs:
            try:
                await self.page(job)
            except (TooMuch, Failed) as wrong:
                log.warning("made ahead: %s %s", job.address, wrong)

    async def answer(self, job: Job) -> Response:
        """The page as a response; what went wrong is said plainly, with an id."""
        try:
            page = await self.page(job)
        except TooMuch as much:
            return await self.trouble(job, 503, much.why, None)
        except Failed as fault:
            return await self.trouble(job, 500, "", fault.trace)
        headers = {"cache-control": "no-store" if job.draft else "no-cache"}
        if page.file is not None:
            headers["content-disposition"] = f'attachment; filename="{page.file}"'
        return Response(self.filled(page), page.status, headers, page.media)

    async def data(self, job: Job) -> Response:
        """The answer for a program; what went wrong has an id, and the rest is in the log."""
        try:
            page = await self.page(job)
        except TooMuch as much:
            return JSONResponse({"error": much.why}, 503)
        except Failed as fault:
            ident = logged(job, "", fault.trace)
            return JSONResponse({"error": "this answer could not be made", "id": ident}, 500)
        headers = {"cache-control": "no-store" if job.draft else "no-cache"}
        return Response(page.body, page.status, headers, page.media)

    def filled(self, page: Page) -> bytes:
        """The body with the secret of our forms, which no worker knows."""
        if not page.media.startswith("text/html"):
            return page.body
        return page.body.replace(b"@@FORM@@", self.access.form.encode())

    async def trouble(self, job: Job, status: int, why: str, trace: str | None) -> Response:
        """A plain page with an id; the rest goes to the log under the same id."""
        ident = logged(job, why, trace)
        query = (("id", ident), ("why", why), ("status", str(status)))
        known = Tag(job.language)
        plain = Job("trouble", known.value, job.address, query=query, theme=job.theme)
        try:
            page = await self.page(plain)
            body = page.body
        except (TooMuch, Failed):
            body = f"<!doctype html><title>{status}</title><p>{status} {ident}</p>".encode()
        return Response(body, status, {"cache-control": "no-store"}, "text/html; charset=utf-8")


def logged(job: Job, why: str, trace: str | None) -> str:
    """Put into the log what went wrong; the id under which it stands there."""
    ident = secrets.token_hex(4)
    log.error("%s %s: %s%s", ident, job.address, why, f"\n{trace}" if trace else "")
    return ident


def application(
    shelf: Shelf, workers: Workers, access: Access, *, ahead: tuple[Job, ...] = ()
) -> App:
    """The studio as an ASGI application; pages `ahead` are made before anybody asks."""
    studio = Studio(shelf, workers, access)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        making = asyncio.create_task(studio.prepare(ahead))
        yield
        making.cancel()

    app = FastAPI(
        title="Stanchion studio",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    _reading(app, studio)
    _of_charters(app, studio)
    _writing(app, studio)

    app.mount("/api", services(sorted(shelf.cases), studio.data))

    @app.exception_handler(404)
    async def missing(request: Request, wrong: Any) -> Response:
        del wrong
        return await studio.answer(_job(request, "missing"))

    @app.exception_handler(BodyTooLarge)
    async def too_large(request: Request, wrong: Any) -> Response:
        del request, wrong
        return Response(f"more than {LARGEST_BODY:,} bytes are not taken\n", 413)

    return Guarded(app, access)


def _language(request: Request) -> str:
    """The language of the address, else the first that the browser asks for and we speak."""
    written = request.url.path.split("/")[1]
    known = [tag.value for tag in Tag]
    if written in known:
        return written
    for wish in request.headers.get("accept-language", "").split(","):
        tag = wish.partition(";")[0].strip().lower()
        if tag.startswith("zh"):
            far = any(part in tag for part in ("hant", "tw", "hk", "mo"))
            return Tag.TRADITIONAL.value if far else Tag.SIMPLIFIED.value
        if tag.startswith("en"):
            break
    return Tag.ENGLISH.value


def _job(request: Request, page: str, **more: Any) -> Job:
    theme = request.cookies.get("theme", "")
    return Job(
        page=page,
        language=_language(request),
        address=request.url.path,
        query=tuple(request.query_params.multi_items()),
        theme=theme if theme in {"light", "dark"} else "",
        **more,
    )


def _reading(app: FastAPI, studio: Studio) -> None:
    @app.get("/")
    async def start(request: Request) -> Response:
        return RedirectResponse(f"/{_language(request)}/", 303)

    @app.get("/static/{name}")
    async def static(name: str) -> Response:
        found = studio.assets.named(name)
        if found is None:
            return Response("", 404)
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(found.body, 200, headers, found.media)

    @app.get("/health")
    async def health() -> Response:
        return JSONResponse({"ready": True})

    @app.get("/{language}/")
    async def home(request: Request, language: Tag) -> Response:
        del language
        job = _job(request, "home")
        return await studio.answer(replace(job, query=(*job.query, *studio.shelf.offers)))


def _of_charters(app: FastAPI, studio: Studio) -> None:
    @app.get("/{language}/case/{case}/{page}")
    async def case(request: Request, language: Tag, case: str, page: str) -> Response:
        del language
        if case not in studio.shelf.cases:
            return await studio.answer(_job(request, "missing"))
        return await studio.answer(_job(request, page, case=case))

    @app.get("/{language}/draft/{ident}/{page}")
    async def draft(request: Request, language: Tag, ident: str, page: str) -> Response:
        del language
        found = studio.shelf.draft(ident)
        if found is None:
            return await studio.answer(_job(request, "missing"))
        job = _job(request, page, draft=found, draft_id=ident, case=found.origin)
        return await studio.answer(job)

    @app.get("/{language}/new/{name}")
    async def new(request: Request, language: Tag, name: str) -> Response:
        found = studio.shelf.templates.get(name)
        if found is None:
            return await studio.answer(_job(request, "missing"))
        ident = studio.shelf.keep(Draft(found, None, f"{name}.yaml"))
        return RedirectResponse(f"/{language.value}/draft/{ident}/edit", 303)


def _writing(app: FastAPI, studio: Studio) -> None:
    @app.post("/{language}/draft")
    async def keep(request: Request, language: Tag) -> Response:
        """Keep a charter that was typed or opened, and show the page asked for."""
        async with request.form() as form:
            if not _ours(studio, str(form.get("form", ""))):
                return Response("this form was not made by this studio\n", 403)
            upload = form.get("file")
            text, file = str(form.get("text", "")), "charter.yaml"
            if upload is not None and not isinstance(upload, str):
                text = (await upload.read()).decode("utf-8", "replace")
                file = _file_name(upload.filename or file)
            origin, then = str(form.get("origin", "")), str(form.get("then", "overview"))
        known = origin if origin in studio.shelf.cases else None
        ident = studio.shelf.keep(Draft(_plain_breaks(text), known, file))
        page = then if then.isalpha() else "overview"
        return RedirectResponse(f"/{language.value}/draft/{ident}/{page}", 303)

    @app.post("/{language}/diagnostics")
    async def diagnostics(request: Request, language: Tag) -> Response:
        """What is wrong with a text, and under which address its answers stand."""
        del language
        if not _ours(studio, request.headers.get("x-form", "")):
            return Response("this form was not made by this studio\n", 403)
        text = (await request.body()).decode("utf-8", "replace")
        origin = request.query_params.get("origin", "")
        known = origin if origin in studio.shelf.cases else None
        draft = Draft(_plain_breaks(text), known)
        ident = studio.shelf.keep(draft)
        job = _job(request, "diagnostics", draft=draft, draft_id=ident, case=known)
        return await studio.answer(job)


def _ours(studio: Studio, form: str) -> bool:
    return hmac.compare_digest(form.encode(), studio.access.form.encode())


def _plain_breaks(text: str) -> str:
    """Forms send lines ended by CR LF; the text that is underlined has LF."""
    return text.replace("\r\n", "\n")


def _file_name(name: str) -> str:
    kept = "".join(
        c for c in name.replace("\\", "/").rpartition("/")[2] if c.isalnum() or c in "._-"
    )
    return kept[:60] or "charter.yaml"
