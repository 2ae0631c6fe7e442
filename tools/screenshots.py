"""The pictures of the studio in the README: taken in Chromium, of pages as they are.

Run from the root: `.venv/bin/python -m tools.screenshots`.
"""

import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
PORT = 8397
BASE = f"http://127.0.0.1:{PORT}"
VOTES = "vote.toner=yes&vote.mccauley=yes&vote.dangelo=yes&vote.altman=no"
PICTURES = {
    "studio-decides.png": f"/en/case/openai-2023/decides?{VOTES}",
    "studio-paid.png": "/en/case/openai-2023/paid?amount=200+bn",
}


def main() -> int:
    """Start a studio, take the pictures, end it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("there is no Chromium on the PATH", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "stanchion", "studio", "--port", str(PORT)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{BASE}/health").close()
                    break
                except URLError:
                    time.sleep(0.1)
            with sync_playwright() as started:
                browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1200, "height": 900})
                for name, address in PICTURES.items():
                    page.goto(BASE + address)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=FOLDER / name)
                browser.close()
        finally:
            server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
