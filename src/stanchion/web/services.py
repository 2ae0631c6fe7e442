"""The answers of the studio as data, under `/api`; the document of all addresses is made from here.

Every address asks about one case and takes what can be supposed: `at`, `reading`, `set`, `with`.
What is wrong with a question is answered with 422 and `{"error": ...}`, in the words of the
command line.
"""

# ruff: noqa: ARG001 - parameters are declared for the document; a worker reads the query itself

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response

from stanchion import __version__
from stanchion.reports.language import Tag
from stanchion.web.job import Job

Ask = Callable[[Job], Awaitable[Response]]
At = Annotated[str | None, Query(description="the company as of this instant")]
Reading = Annotated[list[str] | None, Query(description="`question.option`, for a disputed term")]
Set = Annotated[list[str] | None, Query(alias="set", description="`term=value`")]
With = Annotated[
    list[str] | None, Query(alias="with", description="a change in the charter's own words")
]
Names = Annotated[list[str] | None, Query(description="parties by their ids")]
WRONG: dict[int | str, dict[str, Any]] = {
    404: {"description": "there is no such case"},
    422: {"description": "what is wrong with the question"},
    503: {"description": "it took more time or memory than it may"},
}


def services(cases: list[str], ask: Ask) -> FastAPI:
    """The addresses; `ask` makes the answer to a job."""
    app = FastAPI(
        title="Stanchion",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.router.redirect_slashes = False

    async def answer(request: Request, case: str, name: str) -> Response:
        if case not in cases:
            return JSONResponse({"error": f"there is no case `{case}`"}, 404)
        query = tuple(request.query_params.multi_items())
        address = f"/en/api/{name}"
        return await ask(Job(f"api/{name}", Tag.ENGLISH.value, address, case, query=query))

    _of_money(app, answer)
    _of_control(app, answer)
    _of_conduct(app, answer)

    @app.get("/cases")
    async def names() -> list[str]:
        """The cases that come with Stanchion."""
        return cases

    return app


Answer = Callable[[Request, str, str], Awaitable[Response]]


def _of_money(app: FastAPI, answer: Answer) -> None:
    @app.get("/{case}/pay", responses=WRONG)
    async def pay(
        request: Request,
        case: str,
        amount: Annotated[str, Query(description="`200 bn`, or a list of amounts")],
        entity: str | None = None,
        at: At = None,
        reading: Reading = None,
        terms: Set = None,
        changes: With = None,
    ) -> Response:
        """Who receives what of an amount."""
        return await answer(request, case, "pay")

    @app.get("/{case}/curve", responses=WRONG)
    async def curve(
        request: Request,
        case: str,
        entity: str | None = None,
        at: At = None,
        reading: Reading = None,
        terms: Set = None,
        changes: With = None,
    ) -> Response:
        """What each receives of any amount, as exact piecewise linear functions."""
        return await answer(request, case, "curve")


def _of_control(app: FastAPI, answer: Answer) -> None:
    @app.get("/{case}/decisions", responses=WRONG)
    async def decisions(
        request: Request, case: str, at: At = None, terms: Set = None, changes: With = None
    ) -> Response:
        """Every decision: the fewest who can take it, and who can stop it."""
        return await answer(request, case, "decisions")

    @app.get("/{case}/vote", responses=WRONG)
    async def vote(
        request: Request,
        case: str,
        yes: Names = None,
        no: Names = None,
        at: At = None,
        changes: With = None,
    ) -> Response:
        """Which decisions pass when these say yes and no, and everybody else is away."""
        return await answer(request, case, "vote")

    @app.get("/{case}/timeline", responses=WRONG)
    async def timeline(request: Request, case: str) -> Response:
        """What happened, and what it changed in who can do what."""
        return await answer(request, case, "timeline")

    @app.get("/{case}/proof", responses=WRONG)
    async def proof(
        request: Request, case: str, terms: Set = None, changes: With = None
    ) -> Response:
        """What the charter expects of itself, proved or with its counterexample."""
        return await answer(request, case, "proof")


def _of_conduct(app: FastAPI, answer: Answer) -> None:
    @app.get("/{case}/sources", responses=WRONG)
    async def sources(request: Request, case: str) -> Response:
        """Every publication that a fact rests on, with its confidence."""
        return await answer(request, case, "sources")

    @app.get("/{case}/clash", responses=WRONG)
    async def clash(
        request: Request,
        case: str,
        runs: Annotated[str | None, Query(description="1000, 4000 or 20000")] = None,
        at: At = None,
        changes: With = None,
    ) -> Response:
        """Who prevails in the dispute: probabilities with errors."""
        return await answer(request, case, "clash")

    @app.get("/{case}/ship", responses=WRONG)
    async def ship(
        request: Request,
        case: str,
        model: str,
        stage: str,
        product: str | None = None,
        at: At = None,
        changes: With = None,
    ) -> Response:
        """May a model version go to a stage, with nothing on record."""
        return await answer(request, case, "ship")
