"""The board paper: what a board reads, the file it gets, and what nobody can smuggle into it."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from stanchion.exact.errors import StanchionError
from stanchion.formats.cases import case_names
from stanchion.reports.language import Tag
from stanchion.reports.paper.html import page, style
from stanchion.reports.paper.pdf import NoFont, pdf
from tests.reports.papers import (
    HOSTILE,
    briefing_of,
    hostile_paper,
    paper_of,
    pdf_of,
    reader_of,
)

ROOT = Path(__file__).resolve().parents[2]
FOUNDING = "openai-2023"
TAGS = [tag.value for tag in Tag]
HEADINGS = {
    "en": ["Summary", "Structure", "Who is paid", "Who decides", "Sources"],
    "zh-Hant": ["摘要", "結構", "誰得錢", "誰決定", "來源"],
    "zh-Hans": ["摘要", "结构", "谁得钱", "谁决定", "来源"],
}
SAID = {
    "en": ["Adam D’Angelo", "259.8503", "Board paper"],
    "zh-Hant": ["董事會", "2,598.5034", "山姆"],
    "zh-Hans": ["董事会", "2,598.5034", "微软"],
}


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", "", "".join(p.extract_text() for p in reader.pages)).replace("'", "’")


@pytest.mark.parametrize("tag", TAGS)
def test_a_pdf_has_bookmarks_text_and_its_language(tag: str) -> None:
    reader = reader_of(FOUNDING, tag)
    titles = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
    assert set(HEADINGS[tag]) <= set(titles)
    said = text_of(reader)
    for words in SAID[tag]:
        assert re.sub(r"\s+", "", words) in said, f"the paper does not say {words}"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("en" if tag == "en" else "zh")


@pytest.mark.parametrize("tag", TAGS)
def test_a_pdf_is_tagged_and_says_which_standards_it_follows(tag: str) -> None:
    root = reader_of(FOUNDING, tag).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_pictures_are_told_in_words() -> None:
    alts = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif hasattr(node, "get_object"):
            found = node.get_object()
            if isinstance(found, dict):
                if "/Alt" in found:
                    alts.append(str(found["/Alt"]))
                walk(found.get("/K", []))
            elif isinstance(found, list):
                walk(found)

    walk(reader_of(FOUNDING).trailer["/Root"]["/StructTreeRoot"]["/K"])
    assert any("OpenAI GP LLC manages" in alt for alt in alts)
    assert any("Microsoft 75%" in alt for alt in alts)


@pytest.mark.parametrize("tag", ["en", "zh-Hans"])
def test_the_same_inputs_give_the_same_bytes(tag: str) -> None:
    assert pdf(paper_of(FOUNDING, tag)) == pdf_of(FOUNDING, tag)


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a.pdf", "b.pdf"):
        command = [sys.executable, "-m", "stanchion", "report", "steward-owned", "-o"]
        subprocess.run([*command, str(tmp_path / name)], cwd=ROOT, check=True, capture_output=True)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_the_date_of_a_paper_is_the_instant_asked_about() -> None:
    date = reader_of(FOUNDING).metadata.creation_date
    assert date is not None
    assert (date.year, date.month, date.day) == (2023, 11, 17)


@pytest.mark.parametrize("case", [FOUNDING, "venture-series-d", "tata-sons-2016", "bosch-2003"])
def test_the_summary_is_one_page(case: str) -> None:
    reader = reader_of(case)
    second = next(item for item in reader.outline[1:] if not isinstance(item, list))
    assert reader.get_destination_page_number(second) == 1


def test_a_founding_board_reads_what_matters_first() -> None:
    first = re.sub(r"\s+", " ", reader_of(FOUNDING).pages[0].extract_text())
    assert "What this structure does" in first
    assert "Above 259.8503… bn, of every further unit that OpenAI Global, LLC pays" in first
    assert "Microsoft takes up to 75% of a further unit, and has a vote in no decision" in first
    assert "Under 2 of 14 readings that point never comes" in first


def test_facts_about_people_have_grounds() -> None:
    said = page(paper_of(FOUNDING))
    row = re.search(r"<tr><th[^>]*><span>Board of the charity</span>.*?</tr>", said)
    assert row is not None
    assert re.search(r"reported \[\d+", row.group())


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.events: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for key, value in attrs:
            if key.startswith("on"):
                self.events.append(key)
            if key in {"src", "srcset", "data", "poster"}:
                self.loads.append(str(value))
            if key in {"href", "xlink:href"}:
                (self.links if tag == "a" else self.loads).append(str(value))


def looked_at(said: str) -> _Page:
    found = _Page()
    found.feed(said)
    return found


@pytest.mark.parametrize("tag", TAGS)
def test_html_asks_for_nothing_and_runs_nothing(tag: str) -> None:
    said = page(paper_of(FOUNDING, tag))
    found = looked_at(said)
    assert not found.loads
    assert not found.events
    assert "script" not in found.tags
    assert not re.search(r"url\(|@import", style())
    assert f'<html lang="{tag}">' in said


def test_no_name_is_taken_for_markup_in_html() -> None:
    paper = hostile_paper()
    found = looked_at(page(paper))
    assert "script" not in found.tags
    assert not found.events
    assert not [link for link in found.links if "javascript" in link]
    assert "&lt;script&gt;alert(1)" in page(paper)


def test_no_name_is_taken_for_markup_in_a_pdf() -> None:
    reader = PdfReader(BytesIO(pdf(hostile_paper())))
    said = text_of(reader)
    for words in ('#panic("owned")', "*bold*", "$x$", "`raw`", "[[", "</svg><script>"):
        assert words.replace(" ", "") in said, f"{words} is not set as it was written"
    assert HOSTILE.split()[0] in str(reader.metadata.title)


def test_letters_that_no_font_has_are_said_with_a_remedy() -> None:
    from dataclasses import replace

    paper = replace(paper_of("steward-owned"), title="\U000f1234")
    with pytest.raises(NoFont, match=r"no font on this machine has .*report\.html"):
        pdf(paper)
    assert issubclass(NoFont, StanchionError)


def test_colours_are_those_of_the_studio() -> None:
    studio = (ROOT / "src/stanchion/web/static/studio.css").read_text(encoding="utf-8")
    tokens = re.compile(r"--(p\d+|accent|ink|quiet|bad|good):\s*(#[0-9a-f]{6})")
    assert set(tokens.findall(style())) - {("ink", "#000000")} <= set(tokens.findall(studio))


@pytest.mark.slow
@pytest.mark.parametrize("case", case_names())
def test_every_case_has_a_paper_whose_summary_is_one_page(case: str) -> None:
    assert briefing_of(case).view.charter.name
    reader = reader_of(case)
    second = next(item for item in reader.outline[1:] if not isinstance(item, list))
    assert reader.get_destination_page_number(second) == 1
    assert looked_at(page(paper_of(case))).tags


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "say where to write"),
        ("-o paper.docx", "say where to write"),
        ("-o paper.pdf --language fr", "unknown language `fr`"),
        ("-o no_such_folder/paper.html", "no such file or directory"),
        ("-o paper.pdf --reading freed_share.charity", "unknown reading"),
    ],
)
def test_what_cannot_be_reported_is_told_why(words: str, said: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "stanchion", "report", FOUNDING, *words.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_json_says_what_was_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "stanchion", "report", "steward-owned", "-o", "paper.html"]
    done = subprocess.run([*command, "--json"], cwd=tmp_path, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found["written"] == "paper.html"
    assert found["sections"][0] == "summary"
    data = (ROOT / "cases/steward-owned/charter.yaml").read_bytes()
    assert found["digest"] == sha256(data).hexdigest()
    assert (tmp_path / "paper.html").exists()
