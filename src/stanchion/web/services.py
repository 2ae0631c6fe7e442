"""The answers of the studio as data, under `/api`; the document of all addresses is made from here.

Every question is asked of a case by its name, or of a charter whose text is sent, and takes what
can be supposed: `at`, `reading`, `set`, `with`. What is wrong with a question or a charter is
answered with 422 and `{"error": ...}`, in the words of the command line. To add a question: a
function here that declares what it takes, and its answer in `pages/answers.py`.
"""

# ruff: noqa: ARG001 - parameters are declared for the document; a worker reads the query itself

from collections.abc import Awaitable, Callable
from inspect import getdoc, signature
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from stanchion import __version__
from stanchion.reports.language import Tag
from stanchion.web.job import TERM, Draft, Job
from stanchion.web.protection import LARGEST_BODY, BodyTooLarge

Ask = Callable[[Job], Awaitable[Response]]
Question = Callable[..., Awaitable[None]]
At = Annotated[str | None, Query(description="the company as of this instant")]
Entity = Annotated[str | None, Query(description="who pays; the one that does, if left out")]
Reading = Annotated[list[str] | None, Query(description="`question.option`, for a disputed term")]
Set = Annotated[list[str] | None, Query(alias="set", description="`term=value`")]
With = Annotated[
    list[str] | None, Query(alias="with", description="a change in the charter's own words")
]
Names = Annotated[list[str] | None, Query(description="parties by their ids")]
Amounts = Annotated[
    str | None,
    Query(description="`150 m at 2025-01-01, 10 m at 2026-01-01`; what is planned, if left out"),
]
WRONG: dict[int | str, dict[str, Any]] = {
    422: {"description": "what is wrong with the question or the charter"},
    503: {"description": "it took more time or memory than it may"},
}
OF_CASE = WRONG | {404: {"description": "there is no such case"}}
OF_DRAFT = WRONG | {413: {"description": f"more than {LARGEST_BODY:,} bytes are not taken"}}
TEXT = {
    "requestBody": {
        "required": True,
        "description": "the text of a charter; it is read, answered, and not kept",
        "content": {"application/yaml": {"schema": {"type": "string"}}},
    }
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

    @app.get("/cases")
    async def names() -> list[str]:
        """The cases that come with Stanchion."""
        return cases

    for question in QUESTIONS:
        _of_a_case(app, cases, ask, question)
        _of_a_text(app, ask, question)
    _of_a_text(app, ask, check)

    @app.exception_handler(RequestValidationError)
    async def unsaid(request: Request, wrong: RequestValidationError) -> Response:
        said = (f"`{fault['loc'][-1]}`: {fault['msg'].lower()}" for fault in wrong.errors())
        return JSONResponse({"error": "; ".join(said)}, 422)

    @app.exception_handler(BodyTooLarge)
    async def too_large(request: Request, wrong: BodyTooLarge) -> Response:
        return JSONResponse({"error": f"more than {LARGEST_BODY:,} bytes are not taken"}, 413)

    return app


def _of_a_case(app: FastAPI, cases: list[str], ask: Ask, question: Question) -> None:
    name = question.__name__

    @app.get(f"/{{case}}/{name}", responses=OF_CASE, **_described(question))
    async def answer(request: Request, case: str) -> Response:
        if case not in cases:
            return JSONResponse({"error": f"there is no case `{case}`"}, 404)
        strange = _strange(request, question)
        return strange or await ask(_job(request, name, case=case))


def _of_a_text(app: FastAPI, ask: Ask, question: Question) -> None:
    name = question.__name__

    @app.post(
        f"/draft/{name}", responses=OF_DRAFT, openapi_extra=TEXT, **_described(question, "_draft")
    )
    async def answer(request: Request) -> Response:
        text = (await request.body()).decode("utf-8", "replace")
        strange = _strange(request, question)
        return strange or await ask(_job(request, name, draft=Draft(text, None)))


def _described(question: Question, suffix: str = "") -> dict[str, Any]:
    """What the document says of an address: its words, and the parameters of the question."""
    return {
        "dependencies": [Depends(question)],
        "description": getdoc(question),
        "name": question.__name__ + suffix,
        "summary": question.__name__.capitalize(),
        "operation_id": question.__name__ + suffix,
    }


def _strange(request: Request, question: Question) -> Response | None:
    """The refusal of a word that the question does not know: it would answer another one."""
    known = {"terms": "set", "changes": "with"}
    takes = {known.get(name, name) for name in signature(question).parameters}
    for name in request.query_params:
        if name not in takes and not (name.startswith(TERM) and "set" in takes):
            choices = ", ".join(sorted(takes)) or "nothing"
            why = f"`{name}` is nothing that is asked here; it takes {choices}"
            return JSONResponse({"error": why}, 422)
    return None


def _job(
    request: Request, name: str, *, case: str | None = None, draft: Draft | None = None
) -> Job:
    query = tuple(request.query_params.multi_items())
    page = f"api/{name}"
    return Job(page, Tag.ENGLISH.value, f"/en/{page}", case, draft=draft, query=query)


async def pay(
    amount: Annotated[str, Query(description="`200 bn`, or a list of amounts")],
    entity: Entity = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """Who receives what of an amount."""


async def curve(
    entity: Entity = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """What each receives of any amount, as exact piecewise linear functions."""


async def statement(
    payee: Annotated[str, Query(description="a party by its id")],
    amount: Annotated[str, Query(description="`200 bn`")],
    entity: Entity = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """One holder's account: what it put in, holds, had before, and receives."""


async def schedule(
    amounts: Amounts = None,
    entity: Entity = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """Distributions over time, each from the state that the earlier ones left."""


async def clawback(
    name: Annotated[str | None, Query(description="one clawback; all, if left out")] = None,
    amounts: Amounts = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """What must be given back, by whom and to whom, once the payouts are made."""


async def tender(
    name: Annotated[str | None, Query(description="one tender; all, if left out")] = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """Who may sell, sells and receives what in a tender offer, and what its price implies."""


async def decisions(
    at: At = None, reading: Reading = None, terms: Set = None, changes: With = None
) -> None:
    """Every decision: the fewest who can take it, and who can stop it."""


async def vote(
    yes: Names = None,
    no: Names = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """Which decisions pass when these say yes and no, and everybody else is away."""


async def timeline(terms: Set = None, changes: With = None) -> None:
    """What happened, and what it changed in who can do what."""


async def proof(terms: Set = None, changes: With = None) -> None:
    """What the charter expects of itself, proved or with its counterexample."""


async def sources() -> None:
    """Every publication that a fact rests on, with its confidence."""


async def clash(
    runs: Annotated[str | None, Query(description="1000, 4000 or 20000")] = None,
    at: At = None,
    reading: Reading = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """Who prevails in the dispute: probabilities with errors."""


async def ship(
    model: str,
    stage: str,
    product: str | None = None,
    at: At = None,
    terms: Set = None,
    changes: With = None,
) -> None:
    """May a model version go to a stage, with nothing on record."""


async def check() -> None:
    """What is wrong with a charter, fault by fault, and whether it can be used."""


QUESTIONS: tuple[Question, ...] = (
    pay,
    curve,
    statement,
    schedule,
    clawback,
    tender,
    decisions,
    vote,
    timeline,
    proof,
    sources,
    clash,
    ship,
)
"""What is asked of a case as of a text, by its name in the address."""
