"""The acceptance script: the founding case is asked everything that Stanchion is for."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_founding_case_answers_all_four_questions() -> None:
    done = subprocess.run(
        [ROOT / "tools" / "four_questions.sh"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    asked = dict(re.findall(r"^== (.*?)\n(.*?)(?=^== |\Z)", done.stdout, re.MULTILINE | re.DOTALL))
    said = {
        "Who is paid?": "Microsoft",
        "Who decides?": "any 4 of altman, brockman, sutskever, dangelo, mccauley and toner",
        "Who prevails?": "The removal stands",
        "Which rule would have altered it?": "five_sixths",
        "What could have been foreseen?": "uniform",
        "May it ship?": "REFUSED",
        "Does it keep what it promises?": "as expected",
    }
    assert {
        question: words for question, words in said.items() if words not in asked[question]
    } == {}
