"""The answers for programs: the same as those of the command line, and never a fault of ours."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stanchion.web.pages.answers import ANSWERS
from tests.web.studio import client

QUESTIONS = {"pay": "?amount=200 bn", "ship": "?model=gpt-4&stage=general"}
CASE = "collective-conversion"
"""A small one, for many questions."""
SLOW = {"/{case}/clash", "/{case}/timeline"}


def get(address: str) -> httpx.Response:
    async def run() -> httpx.Response:
        async with client() as made:
            return await made.get(address)

    return asyncio.run(run())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_every_question_is_answered_as_data(name: str) -> None:
    case = "wework-2019" if name in {"clash", "timeline"} else "openai-2023"
    answer = get(f"/api/{case}/{name}{QUESTIONS.get(name, '')}")
    assert answer.status_code == 200, answer.text
    assert answer.json()
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/nothing/pay?amount=1", 404, "no case"),
        ("/api/openai-2023/pay", 422, "amount"),
        ("/api/openai-2023/pay?amount=much", 422, "expected a number"),
        ("/api/openai-2023/vote?yes=nobody", 422, "nobody"),
        ("/api/openai-2023/vote?yes=toner&no=toner", 422, "toner"),
        ("/api/openai-2023/decisions?with=the board dances", 422, "^"),
        ("/api/snap-2017/clash", 422, "dispute"),
        ("/api/openai-2023/ship?model=none&stage=general", 422, "none"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(address: str, status: int, said: str) -> None:
    answer = get(address)
    assert answer.status_code == status
    assert said in json.dumps(answer.json())


def document() -> dict[str, Any]:
    found: dict[str, Any] = get("/api/openapi.json").json()
    return found


def test_the_document_names_every_question() -> None:
    assert set(document()["paths"]) == {"/cases", *(f"/{{case}}/{name}" for name in ANSWERS)}


def _fast() -> dict[str, Any]:
    """The document of what is quickly answered, with the case that is asked about."""
    found = document()
    found["paths"] = {path: what for path, what in found["paths"].items() if path not in SLOW}
    for what in found["paths"].values():
        for parameter in what["get"].get("parameters", ()):
            if parameter["name"] == "case":
                parameter["schema"] = {"type": "string", "enum": [CASE, "nothing"]}
    return found


OPERATIONS = sorted(f"/{{case}}/{name}" for name in ANSWERS if f"/{{case}}/{name}" not in SLOW)


@pytest.mark.parametrize("path", OPERATIONS)
def test_whatever_the_document_allows_is_answered_or_refused(path: str) -> None:
    operation = schemathesis.openapi.from_dict(_fast())[path]["GET"]

    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(asked=operation.as_strategy())
    def answered(asked: Any) -> None:
        where = path.format(**asked.path_parameters)
        query = httpx.QueryParams(
            [
                (key, str(each).encode("utf-8", "replace").decode())
                for key, value in (asked.query or {}).items()
                for each in (value if isinstance(value, list) else [value])
            ]
        )
        answer = get(f"/api{where}?{query}")
        assert answer.status_code in {200, 404, 422}, answer.text
        assert answer.headers["content-type"].startswith("application/json")

    answered()


HOSTILE = st.sampled_from(["amount", "at", "reading", "set", "with", "entity", "yes", "no"])


@settings(max_examples=15, derandomize=True, deadline=None, database=None)
@given(
    name=st.sampled_from(sorted({"pay", "curve", "decisions", "vote", "proof", "ship"})),
    query=st.lists(st.tuples(HOSTILE, st.text(max_size=40)), max_size=4),
)
def test_hostile_words_are_never_a_fault(name: str, query: list[tuple[str, str]]) -> None:
    async def run() -> int:
        async with client() as made:
            given_ = [(k, v.encode("utf-8", "replace").decode()) for k, v in query]
            return (await made.get(f"/api/{CASE}/{name}", params=given_)).status_code

    assert asyncio.run(run()) in {200, 422}
