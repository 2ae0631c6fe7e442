"""The studio over HTTP: every tab, every file, drafts, and what it refuses."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from typing import TypeVar
from urllib.parse import quote

import httpx
import pytest

from stanchion.reports.language import Tag
from stanchion.web.job import DISPUTED, Job, Page
from stanchion.web.pages.case import TABS
from stanchion.web.pages.files import FILES
from stanchion.web.protection import LARGEST_BODY, Access, access
from stanchion.web.workers import Failed, TooMuch
from tests.web.studio import FORM, HERE, OneDesk, cases, client, page, text

T = TypeVar("T")
VOID = {"meta", "link", "input", "br", "img", "hr"}
ENGLISH = "en"
CASES = {
    "schedule": "fund-european",
    "clawback": "fund-european",
    "tender": "openai-tender-2023",
    "proof": "steward-owned",
    **dict.fromkeys(DISPUTED, "wework-2019"),
    "ship": "northlight",
    "requirements": "northlight",
}
"""Which case is asked for a file, where the founding one takes long."""


def asked(question: Callable[[httpx.AsyncClient], Awaitable[T]], **given: object) -> T:
    async def run() -> T:
        async with client(**given) as made:  # type: ignore[arg-type]
            return await question(made)

    return asyncio.run(run())


def get(address: str, **given: object) -> httpx.Response:
    return asked(lambda c: c.get(address), **given)


def post(address: str, headers: dict[str, str] | None = None, **given: object) -> httpx.Response:
    return asked(lambda c: c.post(address, headers=headers, **given))  # type: ignore[arg-type]


class Checked(HTMLParser):
    """Tags that are closed, ids that are there once, and nothing that a strict policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"{name} stays open" for name in self.open]
        self.faults += [f"id {i} twice" for i in set(self.ids) if self.ids.count(i) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"inline style or script in {tag}")
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.faults.append("a script that is not ours")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if tag in {"img", "iframe", "object", "embed"}:
            self.faults.append(f"{tag} loads something")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


@pytest.mark.parametrize("language", [tag.value for tag in Tag])
@pytest.mark.parametrize("tab", [name for name, _ in TABS])
def test_every_tab_is_sound_html_in_every_language(tab: str, language: str) -> None:
    """All cases are in `stanchion studio --check`, which a test of the documentation runs."""
    for case in ("steward-owned", "collective-conversion", "snap-2017", "openai-2023"):
        if case == "openai-2023" and (language != "en" or tab == "proof"):
            continue
        html = text(tab, case, language=language)
        found = Checked(html)
        assert not found.faults, (case, found.faults)
        assert f'<html lang="{language}"' in html
        assert "None" not in re.sub(r"<[^>]*>", " ", html).split()


def test_the_start_leads_to_the_language_that_is_asked_for() -> None:
    def where(wish: str) -> str:
        return asked(lambda c: c.get("/", headers={"accept-language": wish})).headers["location"]

    assert where("zh-TW,zh;q=0.8") == "/zh-Hant/"
    assert where("zh-CN") == "/zh-Hans/"
    assert where("de-DE,en;q=0.5") == "/en/"


def test_cards_can_be_searched() -> None:
    everything, some = get("/en/"), get("/en/?q=nordisk")
    assert everything.text.count('class="card"') == len(cases())
    assert some.text.count('class="card"') == 1
    assert "No case speaks of that" in get("/en/?q=zzzz").text


def test_amounts_of_the_founding_case_are_those_of_the_engine() -> None:
    html = text("paid", amount="200 bn")
    assert "102.5066… bn" in html
    assert "USD 102,506,666,666.67" in html
    assert "259.8503… bn" in html
    assert "2,598.5034… 億" in text("paid", language="zh-Hant", amount="200 bn")


def test_curves_are_sent_exactly() -> None:
    html = text("paid")
    sent = re.search(r'data-payoff="([^"]*)"', html)
    assert sent is not None
    found = json.loads(sent[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&"))
    assert "38198000000000/147" in json.dumps(found)
    assert len(found["payees"]) == len(found["names"])


def test_a_bad_amount_is_underlined_and_the_page_still_answers() -> None:
    html = text("paid", amount="200 bananas")
    assert "^" in html
    assert "USD" in html


def test_goal_and_statement() -> None:
    assert "205.0884… bn" in text("paid", goal_payee="microsoft", goal="105 bn")
    assert "never has" in text("paid", goal_payee="microsoft", goal="200 bn")
    assert "of what it put in" in text("paid", payee="microsoft", amount="200 bn")
    assert "never pays" in text("paid", payee="nobody_here")


def test_ticking_people_says_what_passes_and_what_is_lacking() -> None:
    three = {f"vote__{name}": "yes" for name in ("toner", "mccauley", "dangelo")}
    html = text("decides", **three)
    assert "still needs Sam Altman, Greg Brockman or Ilya Sutskever" in html
    assert 'class="passes' not in html
    four = text("decides", **three, vote__sutskever="yes")
    passing = re.findall(r'<li class="passes.*?<a [^>]*>([^<]*)</a>', four, re.DOTALL)
    assert {"Remove the chief executive", "Remove a director"} <= set(passing)


def test_supposing_says_what_changes_and_what_does_not() -> None:
    change = {"with": "decision remove_ceo also needs consent of microsoft"}
    html = text("decides", **change)
    assert "1 of 9 decisions change" in html
    assert "all 4 payments are the same" in html
    assert html.count('class="same">the same for every coalition') == 8
    assert "Unchanged" in html
    paid = text("paid", **change)
    assert paid.count("the same at every amount") == 4
    proof = text("proof", **change)
    assert "came out otherwise before" in proof
    assert "before: proved" in proof


def test_what_cannot_be_supposed_is_said() -> None:
    html = text("overview", **{"with": "decision fly needs consent of microsoft"})
    assert "could not be supposed" in html
    assert "unknown decision `fly`" in html


def test_time_shows_seats_and_powers_of_then() -> None:
    html = text("time", event="27")
    assert "<del>Sam Altman</del>" in html
    assert "any 3 of Greg Brockman" in html
    assert "history only" in text("time", event="0")
    assert page("time", event="99999").status == 200


def test_reach_shows_a_plan() -> None:
    html = text("decides", goal="ceo is vacant", within="2 steps")
    assert 'class="plan"' in html
    assert "unknown party" in text("decides", goal="ceo is purple")
    assert "^" in text("decides", goal="the board dances")


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_picture_and_table_can_be_saved(name: str) -> None:
    stem = name.partition(".")[0]
    asked = {"payee": "microsoft", "amount": "200 bn"} if stem == "statement" else {}
    made = page(name, CASES.get(stem, "openai-2023"), **asked)
    assert made.status == 200
    assert made.body
    assert made.file is not None
    kind = name.rpartition(".")[2]
    starts = {"png": b"\x89PNG", "svg": b"<svg", "xlsx": b"PK"}
    assert made.body.startswith(starts.get(kind, b""))
    if kind == "json":
        json.loads(made.body)


def test_what_a_case_does_not_have_is_not_there() -> None:
    assert page("payouts.svg", "snap-2017").status == 404
    assert get("/en/case/openai-2023/nothing").status_code == 404
    assert get("/en/case/nothing/overview").status_code == 404
    assert get("/nothing").status_code == 404
    assert get("/en/draft/0123/overview").status_code == 404
    assert get("/en/case/..%2f..%2fetc/overview").status_code == 404
    assert get("/static/..%2fapplication.py").status_code == 404
    assert "nothing at this address" in get("/en/case/nothing/overview").text


# ----------------------------------------------------------------------- drafts


async def kept(made: httpx.AsyncClient, text: str, origin: str = "") -> httpx.Response:
    form = {"form": FORM, "text": text, "origin": origin, "then": "overview"}
    return await made.post("/en/draft", data=form)


def test_a_text_that_was_typed_has_pages_and_is_compared_with_its_case() -> None:
    text = cases()["openai-2023"].decode().replace("at: 92 bn", "at: 60 bn")

    async def question(made: httpx.AsyncClient) -> str:
        sent = await kept(made, text, "openai-2023")
        assert sent.status_code == 303
        shown = await made.get(sent.headers["location"])
        assert shown.headers["cache-control"] == "no-store"
        return shown.text

    html = asked(question)
    assert "3 of 4 payments change" in html
    assert "all 9 decisions are the same" in html


def test_a_text_with_faults_shows_them_with_remedies() -> None:
    text = cases()["openai-2023"].decode().replace("holder: microsoft", "holder: microsift", 1)

    async def question(made: httpx.AsyncClient) -> str:
        return (await made.get((await kept(made, text)).headers["location"])).text

    html = asked(question)
    assert "ST110" in html
    assert "did you mean `microsoft`?" in html
    assert not Checked(html).faults


def test_a_file_can_be_opened_and_a_template_begun() -> None:
    files = {"file": ("../../my own.yaml", cases()["steward-owned"], "text/yaml")}
    sent = post("/en/draft", data={"form": FORM}, files=files)
    assert sent.status_code == 303
    assert get("/en/new/venture").headers["location"].endswith("/edit")
    assert get("/en/new/nothing").status_code == 404


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"a: [", b"&a [*a]", b"x" * 5000, b"- 1"])
def test_diagnostics_of_anything(body: bytes) -> None:
    sent = post("/en/diagnostics", headers={"x-form": FORM}, content=body)
    assert sent.status_code == 200
    found = sent.json()
    assert found["usable"] is False
    assert found["diagnostics"]


def test_diagnostics_are_underlined_where_the_editor_counts() -> None:
    text = cases()["steward-owned"].decode().replace("holder: ada", "holder: adda", 1)
    found = post("/en/diagnostics", headers={"x-form": FORM}, content=text.encode()).json()
    (fault,) = [d for d in found["diagnostics"] if d["severity"] == "error"]
    line = text.split("\n")[fault["at"]["line"] - 1]
    assert line[fault["at"]["column"] - 1 : fault["at"]["end_column"] - 1] == "adda"


def test_a_script_in_a_charter_is_a_text_like_any_other() -> None:
    evil = cases()["steward-owned"].decode().replace("Ada Brandt", "<img src=x onerror=alert(1)>")

    async def question(made: httpx.AsyncClient) -> list[str]:
        start = (await kept(made, evil)).headers["location"].rpartition("/")[0]
        return [(await made.get(f"{start}/{tab}")).text for tab, _ in TABS]

    for html in asked(question):
        assert "<img" not in html
        assert not Checked(html).faults


# ------------------------------------------------------------------- protection


def test_every_answer_has_a_strict_policy() -> None:
    for address in ("/en/", "/en/case/snap-2017/overview", "/nothing", "/en/case/x/y", "/health"):
        policy = get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert get(address).headers["x-content-type-options"] == "nosniff"


def test_another_name_is_not_answered_on_loopback() -> None:
    assert get("/en/", host="http://evil.example").status_code == 421
    assert get("/health", host="http://localhost:8321").status_code == 200


def test_forms_of_other_sites_are_refused() -> None:
    good = {"form": FORM, "text": "a: b"}
    assert post("/en/draft", data=good).status_code == 303
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert post("/en/draft", headers=headers, data=good).status_code == 403
    assert post("/en/draft", headers={"origin": HERE}, data=good).status_code == 303
    assert post("/en/draft", data={"form": "guessed", "text": "a"}).status_code == 403
    assert post("/en/draft", data={"text": "a"}).status_code == 403
    assert post("/en/diagnostics", content=b"a: b").status_code == 403


def test_too_much_is_not_taken() -> None:
    large = b"x" * (LARGEST_BODY + 1)
    assert post("/en/diagnostics", headers={"x-form": FORM}, content=large).status_code == 413

    async def piecemeal(made: httpx.AsyncClient) -> int:
        async def pieces():  # type: ignore[no-untyped-def]
            for _ in range(12):
                yield b"x" * 100_000

        sent = await made.post("/en/diagnostics", headers={"x-form": FORM}, content=pieces())
        return sent.status_code

    assert asked(piecemeal) == 413


def test_an_address_beyond_this_machine_asks_for_a_token() -> None:
    rules = access("0.0.0.0")
    assert rules.token is not None
    given = {"access": rules, "host": "http://studio.example:8321"}
    assert get("/en/", **given).status_code == 401
    assert get("/static/studio.css", **given).status_code == 401
    assert get("/en/?token=wrong", **given).status_code == 401
    admitted = get(f"/en/?token={rules.token}", **given)
    assert admitted.status_code == 303
    assert admitted.headers["location"] == "/en/"
    assert "HttpOnly; SameSite=Strict" in admitted.headers["set-cookie"]
    cookie = {"cookie": f"stanchion_token={rules.token}"}
    shown = asked(lambda c: c.get("/en/case/snap-2017/overview", headers=cookie), **given)
    assert shown.status_code == 200
    assert get(f"//evil.example/?token={rules.token}", **given).headers["location"][:2] != "//"


def test_on_this_machine_no_token_is_asked_for() -> None:
    assert access("127.0.0.1").token is None
    assert access("::1").is_local


class Failing(OneDesk):
    def __init__(self, wrong: Exception) -> None:
        super().__init__()
        self.wrong = wrong

    def ask(self, job: Job) -> Page:
        if job.page == "trouble":
            return super().ask(job)
        raise self.wrong


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        (TooMuch("it took longer than 20 seconds"), 503, "longer than 20 seconds"),
        (Failed("Traceback: /a/path/of/ours secret"), 500, "name this"),
    ],
)
def test_what_goes_wrong_shows_an_id_and_nothing_of_ours(
    wrong: Exception, status: int, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown = get("/en/case/snap-2017/overview", workers=Failing(wrong))
    assert shown.status_code == status
    assert said in shown.text
    assert "Traceback" not in shown.text
    assert "secret" not in shown.text
    (ident,) = re.findall(r"name this: ([0-9a-f]{8})", shown.text)
    assert ident in caplog.text


def test_the_secret_of_forms_is_filled_in_for_people() -> None:
    html = get("/en/").text
    assert FORM in html
    assert "@@FORM@@" not in html


def test_addresses_within_a_case_keep_what_is_supposed() -> None:
    change = "decision remove_ceo also needs consent of microsoft"
    html = text("paid", **{"with": change})
    tabs = [link for link in Checked(html).links if link.startswith("/en/case/openai-2023/decides")]
    assert tabs
    assert all("with=" in link for link in tabs)
    assert quote("decision") in tabs[0]


def test_access_is_told_apart() -> None:
    assert Access("0.0.0.0", "t", "f").is_local is False
