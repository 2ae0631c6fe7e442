"""How fast the studio is: pages, bytes, diagnostics while typing, readers, a step of the slider.

Run from the root: `.venv/bin/python -m bench.studio`. Figures are medians of one run; the promises
stand beside them and hold for two idle cores. The ratio is to an empty answer of the same server.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import httpx

ROOT = Path(__file__).resolve().parents[1]
CASE = "/en/case/openai-2023"
TABS = ("overview", "paid", "decides", "prevails", "ship", "time", "proof", "sources", "edit")
QUICK = ("overview", "paid", "decides", "time")
READERS = 100
LINES = 500


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def milliseconds(client: httpx.Client, address: str, *, times: int = 9) -> list[float]:
    """The times of a page, its address made new so that it is not taken from the cache."""
    found = []
    for turn in range(times):
        began = time.perf_counter()
        client.get(f"{address}?fresh={time.time_ns()}-{turn}").raise_for_status()
        found.append((time.perf_counter() - began) * 1000)
    return found


def processor_time() -> None:
    """Milliseconds of one processor for each tab, in this process: first asked, and after that."""
    from stanchion.web.desk import Desk
    from stanchion.web.job import Job

    charters = (ROOT / "cases").glob("*/charter.yaml")
    desk = Desk({path.parent.name: path.read_bytes() for path in charters})
    case = CASE.rpartition("/")[2]
    desk.page(Job("home", "en", "/en/"))
    for tab in TABS:
        took = []
        for turn in ("first", "again"):
            job = Job(tab, "en", f"{CASE}/{tab}", case, query=(("fresh", turn),))
            began = time.process_time()
            assert desk.page(job).status == 200
            took.append((time.process_time() - began) * 1000)
        print(f"{f'{tab}, processor':34} {took[0]:8.0f} ms first, {took[1]:.0f} ms again")


def transferred(client: httpx.Client, address: str) -> int:
    """Bytes of a page with its style and scripts."""
    html = client.get(address).text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    return len(html.encode()) + sum(len(client.get(part).content) for part in set(parts))


def charter_of(lines: int) -> str:
    """A charter of so many lines: the Series D, with events to fill it."""
    text = (ROOT / "cases/venture-series-d/charter.yaml").read_text(encoding="utf-8")
    missing = lines - text.count("\n")
    events = "".join(
        f"  - at: {date(2000, 1, 1) + timedelta(n)}\n    what: something that is recorded\n"
        for n in range(max(0, missing) // 2)
    )
    return text.replace("events:\n", f"events:\n{events}", 1)


def typing(client: httpx.Client) -> tuple[float, int]:
    """Milliseconds from a key to diagnostics, for a text that nobody has read before."""
    secret = re.search(r'name="form" value="([^"]+)"', client.get("/en/").text)
    assert secret is not None
    text, found = charter_of(LINES), []
    for turn in range(9):
        typed = f"{text}# {turn}\n"
        began = time.perf_counter()
        answer = client.post("/en/diagnostics", content=typed, headers={"x-form": secret[1]})
        found.append((time.perf_counter() - began) * 1000)
        assert answer.json()["usable"], answer.json()["diagnostics"][:1]
    return median(found), text.count("\n")


def readers(base: str) -> tuple[int, float]:
    """How many of so many concurrent readers were not answered, and how long all of them took."""

    def read(number: int) -> bool:
        with httpx.Client(base_url=base, timeout=60) as client:
            return client.get(f"{CASE}/{QUICK[number % 4]}").status_code == 200

    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        answered = sum(pool.map(read, range(READERS)))
    return READERS - answered, time.perf_counter() - began


STEP = """async () => {
  const slider = document.querySelector('[data-slider]'), took = [];
  for (let v = 0; v <= 1000; v += 10) {
    slider.value = v;
    const began = performance.now();
    slider.dispatchEvent(new Event('change', {bubbles: true}));
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[50];
}"""


def step_of_slider(base: str) -> float | None:
    """Milliseconds of script for one step, in Chromium; None where there is none."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{base}{CASE}/paid")
        page.wait_for_load_state("networkidle")
        took = float(page.evaluate(STEP))
        browser.close()
    return took


def main() -> None:
    """Ask a desk without a server; start a studio, ask it, and print."""
    processor_time()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "stanchion", "studio", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            with httpx.Client(base_url=base, timeout=60) as client:
                while True:
                    try:
                        client.get("/health")
                        break
                    except httpx.ConnectError:
                        time.sleep(0.02)
                print(
                    f"{'listening after start':34} {(time.perf_counter() - began) * 1000:8.0f} ms"
                )
                client.get("/en/")
                empty = median(milliseconds(client, "/health"))
                for tab in TABS:
                    first, *more = milliseconds(client, f"{CASE}/{tab}", times=5)
                    again = median(more)
                    ratio = f"x {again / empty:6.0f}"
                    print(
                        f"{tab:34} {first:8.0f} ms first, {again:.0f} ms again  {ratio}  (500 ms)"
                    )
                most = max(transferred(client, f"{CASE}/{tab}") for tab in TABS)
                print(f"{'most bytes before interaction':34} {most / 1000:8.0f} kB  (1,000 kB)")
                took, lines = typing(client)
                print(f"{f'diagnostics of {lines} lines':34} {took:8.0f} ms  (100 ms)")
            failed, took = readers(base)
            print(f"{f'{READERS} readers at once':34} {took * 1000:8.0f} ms, {failed} failed")
            step = step_of_slider(base)
            if step is not None:
                print(f"{'a step of the slider':34} {step:8.2f} ms  (16 ms)")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
