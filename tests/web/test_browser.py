"""The studio in Chromium, driven as a person would: no error, no request to elsewhere, no overflow,
no fault of accessibility, and everything that moves says what the server says."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

import uvicorn  # noqa: E402
from axe_playwright_python.sync_playwright import Axe  # noqa: E402

from stanchion.reports.language import Tag  # noqa: E402
from stanchion.web.application import application  # noqa: E402
from stanchion.web.pages.case import TABS  # noqa: E402
from stanchion.web.protection import Access  # noqa: E402
from tests.web.studio import FORM, OneDesk, shelf  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
CASE = "/en/case/openai-2023"


@pytest.fixture(scope="module")
def studio() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = application(shelf(), OneDesk(), Access("127.0.0.1", None, FORM))  # type: ignore[arg-type]
    config = uvicorn.Config(app, port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@dataclass
class Watched:
    """A page, and what it complained of or asked of others."""

    page: "playwright.Page"
    complaints: list[str] = field(default_factory=list)

    def settled(self, address: str) -> "playwright.Page":
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def watched(browser: "playwright.Browser", studio: str) -> Iterator[Watched]:
    page = browser.new_page(base_url=studio, viewport={"width": 1280, "height": 900})
    found = Watched(page)
    page.on("pageerror", lambda wrong: found.complaints.append(str(wrong)))
    page.on(
        "console",
        lambda said: found.complaints.append(said.text) if said.type == "error" else None,
    )
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(studio) else found.complaints.append(asked.url),
    )
    yield found
    assert not found.complaints
    page.close()


def violations(page: "playwright.Page", address: str) -> list[str]:
    """What axe finds against a page, each with where."""
    found = Axe().run(page).response["violations"]
    return [f"{address}: {v['help']} {v['nodes'][0]['target']}" for v in found]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", [tag.value for tag in Tag])
def test_pages_fit_and_are_accessible(watched: Watched, language: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    addresses = [f"/{language}/"]
    addresses += [f"/{language}/case/steward-owned/{tab}" for tab, _ in TABS]
    addresses += [
        f"/{language}/case/openai-2023/{tab}"
        for tab in ("overview", "paid", "decides", "time", "prevails")
    ]
    addresses += [f"/{language}/case/northlight/ship"]
    faults: list[str] = []
    for address in addresses:
        page = watched.settled(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if width == 1280 or language == "en":
            faults += violations(page, address)
    assert not faults


def test_a_window_made_narrow_can_still_be_scrolled_by_keys(watched: Watched) -> None:
    page = watched.settled("/en/case/northlight/ship")
    table = page.locator(".scroll", has=page.locator("table.approvals"))
    assert table.get_attribute("tabindex") is None
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator(".scroll[tabindex='0']").wait_for()
    assert table.get_attribute("aria-label") == "Who has a say"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".scroll[tabindex='0']").wait_for(state="detached")


@pytest.mark.parametrize("address", ["openai-2023/prevails", "northlight/ship"])
def test_words_in_tables_on_a_phone_are_not_set_one_letter_a_line(
    watched: Watched, address: str
) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 900})
    page = watched.settled(f"/zh-Hant/case/{address}")
    narrow = page.locator("tbody th:visible").evaluate_all(
        "cells => cells.filter(c => c.getBoundingClientRect().width < 100).map(c => c.innerText)"
    )
    assert not narrow


def test_dark_is_accessible_too(browser: "playwright.Browser", studio: str) -> None:
    page = browser.new_page(base_url=studio, color_scheme="dark")
    faults: list[str] = []
    for tab in ("overview", "paid", "decides", "time", "proof"):
        page.goto(f"/en/case/steward-owned/{tab}")
        page.wait_for_load_state("networkidle")
        faults += violations(page, tab)
    for address in ("/en/case/openai-2023/prevails", "/en/case/northlight/ship"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        faults += violations(page, address)
    page.close()
    assert not faults


def figures(page: "playwright.Page") -> list[str]:
    return [each.inner_text() for each in page.locator("[data-receives], [data-next]").all()]


def test_the_slider_says_what_the_server_says(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/paid")
    for place in (0, 137, 402, 655, 871, 990, 1000):
        page.locator("[data-slider]").evaluate(
            "(s, v) => { s.value = v; s.dispatchEvent(new Event('input', {bubbles: true}));"
            " s.dispatchEvent(new Event('change', {bubbles: true})); }",
            place,
        )
        page.wait_for_timeout(60)
        moved, said = figures(page), page.locator("[data-said]").inner_text()
        assert "amount=" in page.url
        owners = page.locator("[data-owner]").inner_text().split()
        watched.settled(page.url)
        assert figures(page) == moved, said
        assert page.locator("[data-said]").inner_text() == said
        assert page.locator("[data-owner]").inner_text().split() == owners


def test_the_slider_is_moved_by_keys_and_speaks(watched: Watched) -> None:
    page = watched.settled("/zh-Hant/case/openai-2023/paid")
    slider = page.locator("[data-slider]")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(60)
    assert slider.get_attribute("aria-valuetext") == "1 億"


def test_ticking_people_counts_at_once(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/decides")
    for name in ("Helen Toner", "Tasha McCauley", "Adam D'Angelo"):
        page.get_by_role("radiogroup", name=name).get_by_role("radio", name="yes").check()
    page.locator("#tallies", has_text="still needs Sam Altman, Greg Brockman or").wait_for()
    assert page.locator(".passes").count() == 0
    ilya = page.get_by_role("radiogroup", name="Ilya Sutskever").get_by_role("radio", name="yes")
    ilya.check()
    page.locator(".passes", has_text="Remove the chief executive").wait_for()
    assert page.url.count("yes") == 4
    watched.settled(page.url)
    assert page.locator(".passes", has_text="Remove the chief executive").count() == 1


def test_scrubbing_moves_through_events(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/time?event=26")
    page.locator("#event").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#moment[data-place='27']").wait_for()
    assert page.locator("#moment del").first.inner_text() == "Sam Altman"
    assert "28" in page.locator("[data-scrub] label").inner_text()
    assert page.locator(".events .here a").get_attribute("data-event") == "27"


def test_a_box_can_be_focused_by_mouse_and_keys(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/overview")
    box = page.locator("svg.structure .node[data-node=microsoft]")
    box.click()
    assert box.get_attribute("aria-pressed") == "true"
    assert page.locator("svg.structure .node.near").count() == 2
    box.focus()
    page.keyboard.press("Escape")
    assert page.locator("svg.structure.focused").count() == 0


def test_the_editor_underlines_completes_undoes_and_answers(watched: Watched) -> None:
    page = watched.settled("/en/case/steward-owned/edit")
    area = page.locator("[data-text]")
    page.locator("[data-shown] svg.structure").wait_for()
    text = area.input_value()
    start = text.index("holder: ada") + len("holder: ad")
    area.evaluate("(a, at) => { a.focus(); a.setSelectionRange(at, at); }", start)
    page.keyboard.type("x")
    page.locator("[data-under] mark.error").first.wait_for()
    assert page.locator("[data-under] mark.error").first.inner_text() == "adxa"
    assert "did you mean `ada`?" in page.locator("[data-faults]").inner_text()
    page.keyboard.press("Control+z")
    page.locator("[data-under] mark.error").first.wait_for(state="detached")
    assert area.input_value() == text
    area.evaluate("a => { a.focus(); a.setSelectionRange(a.value.length, a.value.length); }")
    page.keyboard.type("\nagre")
    page.get_by_role("option", name="agreements:").wait_for()
    page.keyboard.press("Enter")
    assert area.input_value().endswith("\nagreements: ")


def test_an_edit_is_followed_by_every_answer(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/edit")
    area = page.locator("[data-text]")
    at = area.input_value().index("at: 92 bn") + len("at: 9")
    area.evaluate("(a, at) => { a.focus(); a.setSelectionRange(at, at + 1); }", at)
    page.keyboard.type("5")
    page.locator("[data-shown]", has_text="3 of 4 payments change").wait_for()
    assert "all 9 decisions are the same" in page.locator("[data-shown]").inner_text()
    page.get_by_role("button", name="Who is paid").click()
    page.locator("[data-shown] svg.payouts").first.wait_for()


def test_supposing_by_form_and_going_back(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/overview")
    page.locator(".what-if summary").click()
    page.locator("#with").fill("decision remove_ceo also needs consent of microsoft")
    page.get_by_role("button", name="Suppose it").click()
    page.get_by_text("1 of 9 decisions change").click()
    assert "/decides" in page.url
    page.get_by_text("As written again").click()
    assert page.get_by_text("1 of 9 decisions change").count() == 0


def test_languages_keep_the_place(watched: Watched) -> None:
    page = watched.settled(f"{CASE}/paid?amount=17 bn")
    page.get_by_role("link", name="繁體中文").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-said]").inner_text() == "170 億"
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    assert re.search(r"/zh-Hant/case/openai-2023/paid\?amount=17", page.url)


def test_without_a_script_everything_can_be_read(
    browser: "playwright.Browser", studio: str
) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=studio).new_page()
    for tab, _ in TABS:
        page.goto(f"/en/case/steward-owned/{tab}")
        assert page.locator("main").inner_text().strip()
        assert page.locator(".needs-script:visible").count() == 0
    page.goto(f"{CASE}/paid")
    page.get_by_label("Amount paid out").first.fill("300 bn")
    page.get_by_role("button", name="Show").click()
    assert page.locator("[data-said]").inner_text() == "300 bn"
    page.goto(f"{CASE}/decides")
    page.locator("label.yes").first.click()
    page.get_by_role("button", name="Count").click()
    assert "vote.altman=yes" in page.url
    page.context.close()
