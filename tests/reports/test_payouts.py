"""The payout charts: every payee drawn, parts that fill the whole, breakpoints where they are."""

from xml.etree import ElementTree as ET

import pytest

from stanchion.api.loading import load
from stanchion.api.money import breakpoints, curves
from stanchion.api.view import view
from stanchion.reports.language import language
from stanchion.reports.payouts import HEIGHT, Axis, frame, payouts_svg
from tests.web.studio import cases

SVG = "{http://www.w3.org/2000/svg}"
PAID = ("openai-2023", "venture-series-d", "marlin-sale", "fund-european", "steward-owned")


def drawn(case: str, axis: Axis, tag: str = "en") -> str:
    charter = load(cases()[case], file=case).charter
    assert charter is not None
    asked = view(charter)
    entity = next(iter(charter.pay))
    made, found = curves(asked, entity=str(entity)), breakpoints(asked, entity=str(entity))
    names = [(str(p), charter.party_name(p, tag)) for p in made.by_payee()]
    return payouts_svg(names, found, made, language(tag), axis)


@pytest.mark.parametrize("case", PAID)
def test_parts_fill_the_whole_at_every_amount(case: str) -> None:
    root = ET.fromstring(drawn(case, Axis.PARTS))
    top, foot = float(root.attrib["data-top"]), float(root.attrib["data-foot"])
    areas = [p.attrib["d"] for p in root.iter(f"{SVG}path")]
    ys = [float(pair.split()[1]) for d in areas for pair in d.strip("MZ").split("L")]
    assert min(ys) == pytest.approx(top, abs=0.2)
    assert max(ys) == pytest.approx(foot, abs=0.2)
    last = [float(d.strip("MZ").split("L")[0].split()[1]) for d in areas]
    assert foot - top == HEIGHT
    assert last[-1] == pytest.approx(top, abs=0.2), "all parts together are the whole"


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("case", PAID)
def test_breakpoints_stand_where_they_are(case: str, axis: Axis) -> None:
    charter = load(cases()[case], file=case).charter
    assert charter is not None
    asked, entity = view(charter), str(next(iter(charter.pay)))
    made, found = curves(asked, entity=entity), breakpoints(asked, entity=entity)
    at = frame(found, made, axis)
    places = [at.x(point) for point in found.points]
    assert places == sorted(places)
    marks = [
        float(line.attrib["x1"])
        for line in ET.fromstring(drawn(case, axis)).iter(f"{SVG}line")
        if line.attrib["class"] == "mark"
    ]
    shown = [at.x(point) for point in found.points if at.low <= point <= at.high]
    assert marks == pytest.approx(shown, abs=0.06)
    assert max(found.points) <= at.high, "every breakpoint is in the picture"


def test_the_same_bytes_and_words_of_the_language() -> None:
    assert drawn("openai-2023", Axis.MONEY) == drawn("openai-2023", Axis.MONEY)
    assert "1,000 億" in drawn("openai-2023", Axis.PARTS, "zh-Hant")
    assert "微軟" in drawn("openai-2023", Axis.PARTS, "zh-Hant")
