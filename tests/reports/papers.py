"""Board papers of cases, made once for all tests of them."""

from functools import cache
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader

from stanchion.api.briefing import Briefing, briefing
from stanchion.api.loading import load
from stanchion.formats.cases import cases_folder
from stanchion.reports.language import language
from stanchion.reports.paper.blocks import Paper
from stanchion.reports.paper.contents import paper
from stanchion.reports.paper.pdf import pdf

HOSTILE = (
    '#panic("owned") $x$ *bold* _it_ `raw` <b onclick="x()">&amp;</b> "quoted" '
    "</svg><script>alert(1)</script> #import \\u{41} ]] [[ // /* */ @label -- https://a.b"
)


@cache
def briefing_of(case: str) -> Briefing:
    data = (cases_folder() / case / "charter.yaml").read_bytes()
    charter = load(data, file=f"cases/{case}/charter.yaml").charter
    assert charter is not None
    return briefing(charter)


@cache
def paper_of(case: str, tag: str = "en") -> Paper:
    data = (cases_folder() / case / "charter.yaml").read_bytes()
    digest = sha256(data).hexdigest()
    return paper(briefing_of(case), language(tag), file="charter.yaml", digest=digest)


@cache
def pdf_of(case: str, tag: str = "en") -> bytes:
    return pdf(paper_of(case, tag))


@cache
def reader_of(case: str, tag: str = "en") -> PdfReader:
    return PdfReader(BytesIO(pdf_of(case, tag)))


def hostile_paper() -> Paper:
    """A company all of whose names try to be markup."""
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = f"""
stanchion: 1
name: {quoted}
summary: {quoted}
as_of: 2024-01-01
time_zone: UTC
currency: USD
sources:
  page: {{title: {quoted}, publisher: {quoted}, date: 2024-01-01, url: "javascript:alert(1)", confidence: reported}}
parties:
  ann: {{person: {quoted}}}
  bob: {{person: Bob}}
  firm: {{company: {quoted}, acts_by: board}}
bodies:
  board: {{name: {quoted}, of: firm, seats: [ann, bob], acts: more than 1/2 of seats in office, source: page}}
decisions:
  sell: {{name: {quoted}, by: board, effect: recorded}}
pay:
  firm:
    pays: {quoted}
    by: stages
    rounding: largest remainder
    stages:
      - {{stage: share, shares: {{ann: 1/2, bob: 1/2}}}}
events:
  - {{at: 2024-01-01, what: {quoted}, source: page, confidence: reported}}
expect:
  - that: ann cannot sell
    because: {quoted}
"""  # noqa: E501
    loaded = load(text.encode(), file="hostile.yaml")
    assert loaded.charter is not None, [str(found) for found in loaded.diagnostics]
    return paper(briefing(loaded.charter), language("en"), file=HOSTILE, digest="0" * 64)
