"""Every tab of every case in every language, in Chromium: what is wrong with any of them.

Run from the root: `.venv/bin/python -m tools.walk` (all), or with names of cases; `--tab` and
`--language` narrow it. Each page is looked at on a phone and on a desk, light and dark: no error on
the console, no request to elsewhere, nothing wider than the window, no fault found by axe.
"""

import argparse
import asyncio
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Browser, Page, async_playwright

from stanchion.reports.language import Tag
from stanchion.web.pages.case import TABS

ROOT = Path(__file__).resolve().parents[1]
PHONE, DESK, HEIGHT = 390, 1280, 900
PATIENCE = 120_000
"""Milliseconds that one page is waited for."""

AXE = "options => axe.run(document, options).then(found => found.violations)"
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""All that a change of colours can make wrong."""

WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('.scroll, .chart, pre, svg'))
    .slice(0, 3).map(e => e.tagName + '.' + e.className)
    .concat('the page')"""
"""What sticks out at the right, where the page is wider than its window."""


async def faults(page: Page) -> list[str]:
    """What is wrong with a page that is open, on a phone and on a desk, light and dark."""
    found: list[str] = []
    await page.evaluate(Path(AXE_FILE_PATH).read_text())
    for width in (PHONE, DESK):
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        if wider := await page.evaluate(WIDER):
            found.append(f"{width}: wider than the window: {', '.join(wider)}")
        found += [f"{width}: {said}" for said in _said(await page.evaluate(AXE, {}))]
    await page.emulate_media(color_scheme="dark")
    found += [f"dark: {said}" for said in _said(await page.evaluate(AXE, CONTRAST))]
    await page.emulate_media(color_scheme="light")
    return found


def _said(violations: list[dict[str, object]]) -> Iterator[str]:
    for each in violations:
        nodes = each["nodes"]
        assert isinstance(nodes, list)
        places = "; ".join(str(node["target"]) for node in nodes[:3])
        yield f"{each['help']} ({len(nodes)}): {places}"


async def walker(browser: Browser, base: str, left: list[str], found: dict[str, list[str]]) -> None:
    """One window, which takes the next address for as long as there is one."""
    page = await browser.new_page(base_url=base, color_scheme="light")
    heard: list[str] = []
    page.on("pageerror", lambda wrong: heard.append(f"error: {wrong}"))
    page.on("console", lambda m: heard.append(f"console: {m.text}") if m.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(base) else heard.append(f"asks {asked.url}"),
    )
    while left:
        address = left.pop(0)
        heard.clear()
        answer = await page.goto(address, timeout=PATIENCE, wait_until="load")
        await page.wait_for_load_state("networkidle")
        status = [] if answer is not None and answer.ok else ["the answer is an error"]
        found[address] = [*status, *await faults(page), *heard]


async def walk(base: str, addresses: Sequence[str], *, windows: int = 3) -> dict[str, list[str]]:
    """What is wrong with each address; none where nothing is."""
    found: dict[str, list[str]] = {}
    left = list(addresses)
    async with async_playwright() as started:
        browser = await started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        walking = asyncio.gather(*(walker(browser, base, left, found) for _ in range(windows)))
        while not walking.done():
            await asyncio.wait([walking], timeout=5)
            print(f"\r{len(found)} of {len(addresses)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        await walking
        await browser.close()
    return found


@contextmanager
def studio() -> Iterator[str]:
    """The address of a studio as users start it, for as long as it is looked at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "stanchion", "studio", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{base}/health").close()
                    break
                except URLError:
                    time.sleep(0.1)
            yield base
        finally:
            server.terminate()


def main(words: Sequence[str] | None = None) -> int:
    """Walk, and say what is wrong."""
    asked = argparse.ArgumentParser(description="look at every page of the studio in Chromium")
    every = sorted(path.parent.name for path in ROOT.glob("cases/*/charter.yaml"))
    asked.add_argument("case", nargs="*", default=every)
    asked.add_argument("--tab", action="append", choices=[name for name, _ in TABS])
    asked.add_argument("--language", action="append", choices=[tag.value for tag in Tag])
    chosen = asked.parse_args(words)
    languages = chosen.language or [tag.value for tag in Tag]
    tabs = chosen.tab or [name for name, _ in TABS]
    addresses = [f"/{language}/" for language in languages] + [
        f"/{language}/case/{case}/{tab}"
        for case in chosen.case
        for tab in tabs
        for language in languages
    ]
    began = time.monotonic()
    with studio() as base:
        found = asyncio.run(walk(base, addresses))
    wrong = {address: said for address, said in found.items() if said}
    for address, said in sorted(wrong.items()):
        print(address, *said, sep="\n  ")
    seconds = round(time.monotonic() - began)
    print(f"{len(found)} pages, 2 widths, light and dark: {len(wrong)} with faults, in {seconds} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
