"""The answers for programs: the same as those of the command line, and never a fault of ours."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from functools import cache
from inspect import signature
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stanchion.web.application import application
from stanchion.web.pages.answers import ANSWERS
from stanchion.web.protection import Access
from stanchion.web.services import QUESTIONS as QUESTIONS_ASKED
from stanchion.web.services import Question
from tests.web.studio import HERE, ROOT, OneDesk, cases, shelf

QUESTIONS = {
    "pay": "?amount=200 bn",
    "ship": "?model=gpt-4&stage=general",
    "statement": "?payee=microsoft&amount=200 bn",
}
ABOUT = {
    "clash": "wework-2019",
    "timeline": "wework-2019",
    "schedule": "fund-european",
    "clawback": "fund-european",
    "tender": "openai-tender-2023",
}
"""A case that can be asked the question, where the founding one cannot or takes long."""
CASE = "collective-conversion"
"""A small one, for many questions."""


@cache
def transport() -> httpx.ASGITransport:
    """One application for all questions: to make one takes longer than most answers."""
    app = application(shelf(), OneDesk(), Access("127.0.0.1", None, "form"))  # type: ignore[arg-type]
    return httpx.ASGITransport(app)  # type: ignore[arg-type]


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=transport(), base_url=HERE)


def get(address: str) -> httpx.Response:
    async def run() -> httpx.Response:
        async with client() as made:
            return await made.get(address)

    return asyncio.run(run())


def post(address: str, text: str | bytes, **headers: str) -> httpx.Response:
    async def run() -> httpx.Response:
        async with client() as made:
            return await made.post(address, content=text, headers=headers)

    return asyncio.run(run())


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_every_question_is_answered_as_data_of_a_case_and_of_its_text(name: str) -> None:
    case = ABOUT.get(name, "openai-2023")
    answer = get(f"/api/{case}/{name}{QUESTIONS.get(name, '')}")
    assert answer.status_code == 200, answer.text
    assert answer.json()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    of_text = post(f"/api/draft/{name}{QUESTIONS.get(name, '')}", cases()[case])
    assert of_text.status_code == 200, of_text.text
    assert _but_of_the_file(of_text.json()) == _but_of_the_file(answer.json())
    assert of_text.headers["cache-control"] == "no-store"


def _but_of_the_file(found: Any) -> Any:
    """The answer without the name of the file, which reasons point to and digests are made of."""
    named = r'(cases/[\w-]+/)?charter\.yaml|"digest": "\w+"'
    return re.sub(named, "", json.dumps(found))


def test_a_text_that_cannot_be_used_is_refused_with_its_faults() -> None:
    text = cases()[CASE].decode().replace("stanchion: 1", "stanchion: 1\nsurprise: 1", 1)
    answer = post("/api/draft/decisions", text)
    assert answer.status_code == 422
    assert answer.json()["error"] == "this charter cannot be used"
    fault = answer.json()["diagnostics"][0]
    assert (fault["severity"], fault["at"]["line"]) == ("error", 2 + _head(text))
    assert post("/api/draft/check", text).json()["usable"] is False
    assert post("/api/draft/check", cases()[CASE]).json() == {"usable": True, "diagnostics": []}


def _head(text: str) -> int:
    return text[: text.index("stanchion: 1")].count("\n")


@pytest.mark.parametrize("text", ["", "\0", "- " * 5000, "&a [*a]", "{" * 3000, b"\xff\xfe\x00"])
def test_whatever_text_is_sent_is_answered_as_a_charter_with_faults(text: str | bytes) -> None:
    answer = post("/api/draft/curve", text)
    assert answer.status_code == 422, answer.text
    assert answer.json()["diagnostics"]


def test_a_text_is_taken_from_this_site_only_and_up_to_a_size() -> None:
    strange = post("/api/draft/check", "stanchion: 1\n", origin="https://elsewhere.example")
    assert strange.status_code == 403
    assert post("/api/draft/check", " " * 1_000_001).status_code == 413


def test_more_than_was_announced_is_not_taken() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b" " * 100_000

    async def run() -> httpx.Response:
        async with client() as made:
            return await made.post("/api/draft/check", content=pieces())

    answer = asyncio.run(run())
    assert (answer.status_code, answer.json()["error"][:9]) == (413, "more than")


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
        ("/api/openai-2023/pay?amount=1&entty=openai", 422, "`entty` is nothing"),
        ("/api/openai-2023/sources?at=2023", 422, "it takes nothing"),
        ("/api/openai-2023/statement?payee=microsoft&amount=1, 2", 422, "one amount"),
        ("/api/wework-2019/clash?runs=7", 422, "one of 1000"),
        ("/api/openai-2023/clawback", 422, "clawback"),
        ("/api/openai-2023/tender", 422, "tenders"),
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
    of_cases = {f"/{{case}}/{name}" for name in ANSWERS}
    of_texts = {f"/draft/{name}" for name in (*ANSWERS, "check")}
    assert set(document()["paths"]) == {"/cases", *of_cases, *of_texts}


def _texts() -> list[str]:
    """A charter, one with a fault, and what is none."""
    sound = cases()[CASE].decode()
    return [sound, sound.replace("\n", "\n? ", 9), sound[: len(sound) // 2], "", "\0"]


@cache
def _bounded() -> dict[str, Any]:
    """The document, with the cases that are asked about and the texts that are sent."""
    found = document()
    for path, operations in found["paths"].items():
        case = ABOUT.get(path.rpartition("/")[2], CASE)
        for what in operations.values():
            for parameter in what.get("parameters", ()):
                if parameter["name"] == "case":
                    parameter["schema"] = {"type": "string", "enum": [case, "nothing"]}
            if "requestBody" in what:
                what["requestBody"]["content"]["application/yaml"]["schema"]["enum"] = _texts()
    return found


OPERATIONS = [
    ("GET", "/cases"),
    ("POST", "/draft/check"),
    *(("GET", f"/{{case}}/{name}") for name in sorted(ANSWERS)),
    *(("POST", f"/draft/{name}") for name in sorted(ANSWERS)),
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_the_document_allows_is_answered_or_refused(method: str, path: str) -> None:
    operation = schemathesis.openapi.from_dict(_bounded())[path][method]

    @settings(
        max_examples=8,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(asked=operation.as_strategy())
    def answered(asked: Any) -> None:
        where = path.format(**asked.path_parameters or {})
        query = [
            (key, str(each))
            for key, value in (asked.query or {}).items()
            for each in (value if isinstance(value, list) else [value])
        ]
        text = asked.body if isinstance(asked.body, str) else ""
        _answered_or_refused(method, where, query, text)

    answered()


def _answered_or_refused(method: str, where: str, query: list[tuple[str, str]], text: str) -> None:
    said = httpx.QueryParams([(k, v.encode("utf-8", "replace").decode()) for k, v in query])
    address = f"/api{where}?{said}"
    answer = get(address) if method == "GET" else post(address, text.encode("utf-8", "replace"))
    assert answer.status_code in {200, 404, 422}, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.status_code == 200 or answer.json()["error"]


NUMBERS = ("0", "-1", "1e999999", "9" * 400, "1/0", "NaN", "∞", "1" + "," * 90)
PHRASES = ("a.b", "=", "x=", "=1", "..", "%", "'", "2023-02-30", "0000-01-01", "9999-12-31 24:00")
HOSTILE = st.sampled_from((*NUMBERS, *PHRASES)) | st.text(max_size=40)
PLACES = st.sampled_from(
    [
        "amount",
        "amounts",
        "at",
        "reading",
        "set",
        "with",
        "entity",
        "yes",
        "no",
        "payee",
        "name",
        "runs",
        "model",
        "stage",
        "product",
        "term.x",
    ]
)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(
    question=st.sampled_from(QUESTIONS_ASKED),
    query=st.dictionaries(PLACES, HOSTILE, max_size=3),
    of_text=st.booleans(),
)
def test_hostile_words_are_never_a_fault(
    question: Question, query: dict[str, str], of_text: bool
) -> None:
    """Words that the question does not take are left out: they would be refused unread."""
    name = question.__name__
    takes = {{"terms": "set", "changes": "with"}.get(p, p) for p in signature(question).parameters}
    asked = [(k, v) for k, v in query.items() if k in takes or k == "term.x"]
    case = ABOUT.get(name, CASE)
    if of_text:
        _answered_or_refused("POST", f"/draft/{name}", asked, cases()[case].decode())
    else:
        _answered_or_refused("GET", f"/{case}/{name}", asked, "")


REQUESTS = re.findall(
    r"^```http\n(.*?)^```",
    (ROOT / "docs" / "studio.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
STATUS = re.compile(r"^(\d{3})\n", re.MULTILINE)


def test_requests_of_the_documentation_are_answered_as_it_says() -> None:
    """A request that is refused has its status on a line of its own."""
    assert len(REQUESTS) == 3
    asked = 0
    for block in REQUESTS:
        for line, rest in re.findall(
            r"^((?:GET|POST) .*)\n((?:(?!GET |POST ).*\n)*)", block, re.MULTILINE
        ):
            method, _, address = line.partition(" ")
            status = STATUS.search(rest)
            answer = get(address) if method == "GET" else post(address, STATUS.sub("", rest))
            assert answer.status_code == (int(status[1]) if status else 200), (line, answer.text)
            asked += 1
    assert asked == 6
