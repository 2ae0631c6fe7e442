"""The messages of the studio and of reports, gathered from the sources, and written to catalogues.

Run from the root: `.venv/bin/python -m tools.messages`. It adds what is new to every catalogue,
without a translation, and drops what is said no more; a test shows that none is missing.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from stanchion.api.comparison import Aspect
from stanchion.api.likeness import considered
from stanchion.api.loading import load
from stanchion.charter.approvals import ApprovalEffect
from stanchion.charter.parties import Kind
from stanchion.charter.release import ReleaseStage
from stanchion.charter.sources import Confidence
from stanchion.conflict.crisis.from_charter.scene import UNCHANGED
from stanchion.control.results import Verdict
from stanchion.release.results import Found, Outcome, Standing
from stanchion.release.results import Kind as Requirement
from stanchion.reports.paper.conflict import NOTHING
from stanchion.reports.payouts import TITLES
from stanchion.reports.structure.drawing import SENTENCES
from stanchion.web.pages.case import COMPARED, TABS
from stanchion.web.pages.home import COUNTED

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "stanchion"
CATALOGUES = SOURCE / "reports" / "locale"
RELEASED = (Outcome, Found, Standing, Requirement, ApprovalEffect, ReleaseStage)
WAYS = ("meeting", "written consent")


def messages() -> list[str]:
    """Everything that the studio and reports can say of their own, in English, each once."""
    return list(dict.fromkeys([*_literal(), *_of_words()]))


def _literal() -> Iterator[str]:
    """What stands as a literal in templates and modules."""
    for folder, method, pattern in (
        ("web/templates", "jinja2", "**.html"),
        ("web/pages", "python", "**.py"),
        ("reports", "python", "**.py"),
    ):
        found = extract_from_dir(
            SOURCE / folder, [(pattern, method)], keywords={"_": None, "text": None}
        )
        yield from sorted({str(message) for _, _, message, _, _ in found})


def _of_words() -> Iterator[str]:
    """What is said of closed sets of words."""
    yield from (words for _, words in TABS)
    yield from (*COMPARED, *COUNTED, *WAYS, *NOTHING, *UNCHANGED)
    for words in (Kind, Confidence, Verdict, Aspect, *RELEASED):
        yield from (member.value for member in words)
    yield from (*SENTENCES.values(), *TITLES.values())
    charter = load((ROOT / "cases/openai-2023/charter.yaml").read_bytes(), file="case").charter
    assert charter is not None
    yield from considered(charter)
    folder = SOURCE / "charter" / "templates"
    yield from (path.stem.replace("_", " ") for path in sorted(folder.glob("*.yaml")))


def catalogue(path: Path) -> Catalog:
    """A catalogue as it stands, empty where there is none yet."""
    if not path.exists():
        return Catalog(locale=path.stem.replace("-", "_"))
    with path.open("rb") as source:
        return read_po(source)


def main() -> int:
    """Bring the catalogues up to date; exits with 1 where a translation is missing."""
    missing = 0
    for tag in ("zh-Hant", "zh-Hans"):
        path = CATALOGUES / f"{tag}.po"
        old = catalogue(path)
        fresh = Catalog(locale=tag.replace("-", "_"), project="Stanchion", header_comment="#")
        for message in messages():
            known = old.get(message)
            fresh.add(message, None if known is None else known.string)
            if known is None or not known.string:
                missing += 1
                print(f"{tag}: {message}")
        with path.open("wb") as out:
            write_po(out, fresh, omit_header=True, width=0, sort_output=False)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
