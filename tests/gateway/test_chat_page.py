"""The chat page in a real browser: answers, halts, history, keys, three languages, access."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from stanchion.gateway.chat import page as chat_page
from stanchion.gateway.upstream.scripted import Scripted
from tests.gateway.world import GENERAL, World, halted, release, run, world

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (Debian package `chromium`)"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
REPLY = "A **stanchion** carries a load.\n\n- it stands\n\n```\n<img src=x onerror=alert(1)>\n```"


@asynccontextmanager
async def browsing(
    folder: Path, *answers: Any, reply: str = REPLY, pause: float = 0.0, **more: Any
) -> AsyncIterator[tuple[World, Any, list[str]]]:
    """A page open in a browser; whatever it complains of is collected."""
    from playwright.async_api import async_playwright

    context = more.pop("context", {})
    settings = {"open_to": GENERAL, "open_requests_per_minute": 1000, **more}
    upstream = Scripted(reply=lambda said: reply, pause_seconds=pause)
    async with (
        world(folder, *answers, upstream=upstream, **settings) as w,
        async_playwright() as engine,
    ):
        browser = await engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = await (await browser.new_context(**context)).new_page()
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
            await page.goto(w.url + "/")
            await holds(page, STATE)
            yield w, page, complaints
        finally:
            await browser.close()


def browsed(story: Callable[[], Awaitable[None]]) -> None:
    run(story)  # type: ignore[arg-type]


async def holds(page: Any, script: str, seconds: float = 15) -> None:
    """Wait until a script of this test is true; the page's policy lets no script be evaluated."""
    for _ in range(int(seconds / 0.05)):
        if await page.evaluate(script):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"it never came to: {script}")


SPOKEN = "document.querySelector('.theirs .text')?.innerText.length > 20"
STATE = "document.getElementById('register').dataset.state"


async def asks(page: Any, text: str) -> None:
    await page.fill("#question", text)
    await page.press("#question", "Enter")


async def settled(page: Any) -> None:
    await page.wait_for_selector("#stop", state="hidden")


@needs_browser
def test_a_question_is_answered_as_text_and_never_as_html(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path) as (_, page, complaints):
            await asks(page, "What is <b>a stanchion</b>?")
            await settled(page)
            answer = page.locator(".theirs .text")
            assert await answer.locator("strong").inner_text() == "stanchion"
            assert await answer.locator("li").inner_text() == "it stands"
            assert "<img src=x" in await answer.locator("pre").inner_text()
            assert await page.locator("img[src='x']").count() == 0
            assert await page.locator(".mine b").count() == 0
            assert complaints == []

    browsed(story)


@needs_browser
def test_stop_keeps_what_came_and_says_who_stopped(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path, reply="word " * 500, pause=0.02) as (w, page, _):
            await asks(page, "go on")
            await holds(page, SPOKEN)
            await page.click("#stop")
            await settled(page)
            assert "You stopped this answer" in await page.inner_text(".theirs")
            await page.wait_for_timeout(300)
            assert len(w.gateway.service.flights) == 0

    browsed(story)


@needs_browser
def test_a_halt_is_said_with_its_reason_and_the_decision_is_one_click_away(tmp_path: Path) -> None:
    async def story() -> None:
        models = (release("m1"), release("m2"))
        async with browsing(tmp_path, *models, reply="word " * 500, pause=0.02) as (w, page, _):
            assert await page.inner_text("#decision-words") == "Released"
            await page.click("#decision")
            await page.wait_for_selector("#sheet .reqs")
            sheet = await page.inner_text("#sheet")
            assert "91% refused, at least 85% needed" in sheet
            assert "Entry in the register" in sheet
            assert "4e4e4e" in sheet
            await page.keyboard.press("Escape")
            await asks(page, "go on")
            await holds(page, SPOKEN)
            w.register.set(halted("m1"))
            await page.wait_for_selector("#notice:not([hidden])")
            notice = await page.inner_text("#notice")
            assert "M1 is halted" in notice
            assert "gave away customers' data" in notice
            assert "This answer was cut off" in await page.inner_text(".theirs .ended")
            assert await page.is_disabled("#send")
            await page.click("#notice-decision")
            await page.wait_for_selector("#sheet .lead")
            assert await page.inner_text("#sheet-title") == "Halt"
            await page.keyboard.press("Escape")
            await page.select_option("#model", "m2")
            assert await page.is_hidden("#notice")
            await page.fill("#question", "again")
            assert await page.is_enabled("#send")

    browsed(story)


@needs_browser
def test_a_small_model_is_labelled_wherever_it_speaks(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path, release("small", test_model=True)) as (_, page, _c):
            assert await page.is_visible("#test")
            assert "Rely on nothing it says" in await page.inner_text("#fine")
            await asks(page, "hello")
            await settled(page)
            assert await page.inner_text(".theirs .by .test") == "Test model"
            await page.reload()
            await page.click(".chat")
            assert await page.inner_text(".theirs .by .test") == "Test model"

    browsed(story)


@needs_browser
def test_history_stays_in_the_browser_and_goes_when_it_is_deleted(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path) as (_, page, _c):
            await asks(page, "the first question")
            await settled(page)
            await page.click("#new")
            await asks(page, "the second question")
            await settled(page)
            await page.reload()
            assert await page.locator(".chat").all_inner_texts() == [
                "the second question", "the first question",
            ]  # fmt: skip
            await page.click(".chat >> nth=1")
            assert "the first question" in await page.inner_text(".mine")
            await page.click("#delete-all")
            await page.click("#sure button[value=yes]")
            await holds(page, "!document.querySelector('.chat')")
            kept = await page.evaluate("JSON.stringify(localStorage)")
            assert "question" not in kept

    browsed(story)


@needs_browser
def test_a_key_is_asked_for_and_kept_for_the_tab_only(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path, open_to=None) as (w, page, _):
            await page.wait_for_selector("#key-box[open]")
            await page.fill("#key-input", w.secrets["general"])
            await page.press("#key-input", "Enter")
            await holds(page, f"{STATE} == 'good'")
            await asks(page, "hello")
            await settled(page)
            assert "carries a load" in await page.inner_text(".theirs")
            assert w.secrets["general"] not in await page.evaluate("JSON.stringify(localStorage)")

    browsed(story)


@needs_browser
def test_a_register_that_is_not_verified_is_said_and_nothing_can_be_asked(tmp_path: Path) -> None:
    async def story() -> None:
        async with browsing(tmp_path) as (w, page, _):
            w.register.broken = "entry 7: the signature is not one of `ada`"
            await holds(page, f"{STATE} == 'bad'")
            notice = await page.inner_text("#notice")
            assert "No model can be served right now" in notice
            assert "entry 7" in notice
            assert await page.is_disabled("#question")

    browsed(story)


@needs_browser
@pytest.mark.parametrize(
    ("locale", "said"), [("en-GB", "New chat"), ("zh-TW", "新對話"), ("zh-CN", "新对话")]
)
def test_it_speaks_the_language_of_the_browser(tmp_path: Path, locale: str, said: str) -> None:
    async def story() -> None:
        async with browsing(tmp_path, context={"locale": locale}) as (_, page, complaints):
            assert said in await page.inner_text("#new")
            assert complaints == []

    browsed(story)


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_no_barrier_is_found_by_axe_and_nothing_overflows(
    tmp_path: Path, scheme: str, width: int
) -> None:
    async def story() -> None:
        from axe_playwright_python.async_playwright import Axe

        view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
        models = (release("m1", test_model=True), release("m2"))
        # axe is put into the page by this test, which the page's own policy would not let in
        context = {**view, "bypass_csp": True}
        async with browsing(tmp_path, *models, context=context) as (w, page, _):
            found = []
            await asks(page, "hello")
            await settled(page)
            found += (await Axe().run(page)).response["violations"]
            await page.click("#decision")
            await page.wait_for_selector("#sheet .reqs")
            found += (await Axe().run(page)).response["violations"]
            await page.keyboard.press("Escape")
            w.register.set(halted("m1"))
            await page.wait_for_selector("#notice:not([hidden])", timeout=10_000)
            found += (await Axe().run(page)).response["violations"]
            if width < 800:
                await page.click("#open-side")
                await page.wait_for_timeout(300)
                found += (await Axe().run(page)).response["violations"]
            assert [(each["id"], [n["html"][:90] for n in each["nodes"]]) for each in found] == []
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width

    browsed(story)


def test_the_page_lets_nothing_else_in(tmp_path: Path) -> None:
    async def story() -> None:
        async with world(tmp_path) as w:
            for path in ("/", "/chat/app.js", "/chat/style.css", "/chat/mark.svg"):
                status, _, headers = await w.get(path, None)
                assert status == 200
                policy = headers["content-security-policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert "unsafe" not in policy
                assert headers["x-content-type-options"] == "nosniff"
            for path in ("/chat/", "/chat/../settings.py", "/chat/page.py", "/chat/%2e%2e/page.py"):
                assert (await w.get(path, None))[0] == 404

    run(story)


def test_the_files_of_the_page_run_nothing_inline() -> None:
    folder = Path(chat_page.__file__).parent / "static"
    page = (folder / "index.html").read_text(encoding="utf-8")
    for word in ("<style", "style=", "onclick", "onload", "javascript:", "http://", "https://"):
        assert word not in page, word
    for path in folder.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "eval(", "new Function", "document.write"):
            assert word not in text, (path.name, word)


def test_every_language_says_everything() -> None:
    folder = Path(chat_page.__file__).parent / "static"
    text = (folder / "words.js").read_text(encoding="utf-8")
    parts = text.split("\nconst ")
    names = [
        {line.split(":")[0].strip() for line in part.splitlines() if line.startswith("  ")
         and ":" in line and not line.startswith("   ")}
        for part in parts if part.startswith(("EN", "HANT", "HANS"))
    ]  # fmt: skip
    assert len(names) == 3
    assert names[0] == names[1] == names[2]
