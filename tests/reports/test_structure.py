"""The structure chart: who is in it, that nothing overlaps, and that equal input is equal bytes."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.structure import MOST_LEAVES, Structure, Tie, structure
from stanchion.api.view import view
from stanchion.charter.model import Charter
from stanchion.reports.language import language
from stanchion.reports.structure.drawing import small_structure_svg, structure_svg, ties_in_words
from stanchion.reports.structure.layout import Layout, Size, layout
from tests.web.studio import cases

SVG = "{http://www.w3.org/2000/svg}"


def charter(case: str) -> Charter:
    made = load(cases()[case], file=case).charter
    assert made is not None
    return made


def drawn(case: str) -> Structure:
    return structure(view(charter(case)))


def ties(found: Structure) -> set[tuple[str, str, str]]:
    return {(edge.start, edge.tie.value, edge.end) for edge in found.edges}


def test_the_founding_case_is_the_chain_that_the_story_tells() -> None:
    found = ties(drawn("openai-2023"))
    assert {
        ("board", "governs", "openai_inc"),
        ("openai_inc", "has votes in", "openai_gp"),
        ("openai_gp", "manages", "openai_global"),
        ("openai_global", "pays", "microsoft"),
        ("openai_global", "pays", "openai_inc"),
    } <= found
    assert not [tie for tie in found if tie[0] == "microsoft"], "it has no vote"


def test_who_sits_and_who_holds_office_follows_the_instant() -> None:
    made = charter("openai-2023")
    later = view(made, at=made.events[-1].when.start)
    board = {n.id: n.members for n in structure(later).nodes}["board"]
    assert board != {n.id: n.members for n in structure(view(made)).nodes}["board"]


def test_parties_that_nothing_ties_are_left_out() -> None:
    assert "musk" not in {node.id for node in drawn("openai-2023").nodes}


def many_holders(count: int) -> bytes:
    parties = "\n".join(f"  h{i}: {{person: Holder {i}}}" for i in range(count))
    held = "\n".join(f"    - {{holder: h{i}, class: common, units: 1}}" for i in range(count))
    return f"""stanchion: 1
name: Many
as_of: 2024-01-01 UTC
currency: USD
parties:
  co: {{company: Co}}
{parties}
classes:
  co:
    common: {{kind: common, units: {count}, votes: 1 per unit}}
holdings:
  co:
{held}
pay:
  co: {{pays: proceeds, rounding: largest remainder, by: class terms}}
""".encode()


def test_many_holders_who_are_alike_are_one_box() -> None:
    made = load(many_holders(500), file="many").charter
    assert made is not None
    found = structure(view(made))
    assert len(found.nodes) == MOST_LEAVES + 1
    assert found.nodes[-1].stands_for[-1] == "h499"
    assert "493 other holders" in structure_svg(found, language("en"))


@pytest.mark.parametrize("case", sorted(cases()))
def test_boxes_do_not_overlap_and_the_picture_holds_all(case: str) -> None:
    root = ET.fromstring(structure_svg(drawn(case), language("zh-Hant")))
    x, y, width, height = map(float, root.attrib["viewBox"].split())
    boxes = [
        tuple(float(r.attrib[k]) for k in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
    ]
    assert boxes
    for bx, by, bw, bh in boxes:
        assert x <= bx
        assert y <= by
        assert bx + bw <= x + width
        assert by + bh <= y + height
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        apart = ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
        assert apart, f"two boxes of {case} overlap"


@pytest.mark.parametrize("case", ["openai-2023", "venture-series-d"])
def test_equal_input_gives_equal_bytes(case: str) -> None:
    one, other = (structure_svg(structure(view(charter(case))), language("en")) for _ in range(2))
    assert one == other
    assert small_structure_svg(drawn(case), language("en")).count("<text") == 0


def test_every_line_is_said_in_words() -> None:
    found = drawn("openai-2023")
    said = dict(ties_in_words(found, language("en")))
    assert len(said) == len(found.edges)
    pays = next(edge for edge in found.edges if edge.tie is Tie.PAYS and edge.end == "microsoft")
    assert said[pays] == "OpenAI Global, LLC pays Microsoft"


def test_names_are_escaped() -> None:
    text = cases()["steward-owned"].replace(b"Mill & Meadow", b"<script>&")
    made = load(text, file="case").charter
    assert made is not None
    svg = structure_svg(structure(view(made)), language("en"))
    assert "<script" not in svg
    ET.fromstring(svg)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Size], list[tuple[str, str]]]:
    names = [f"n{i}" for i in range(draw(st.integers(1, 9)))]
    sizes = {
        name: Size(draw(st.integers(20, 200)) * 1.0, draw(st.integers(10, 90)) * 1.0)
        for name in names
    }
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    lines = draw(st.lists(pairs, max_size=14)) if len(names) > 1 else []
    return sizes, lines


@given(graphs())
def test_layers_of_any_graph_keep_boxes_apart(
    graph: tuple[dict[str, Size], list[tuple[str, str]]],
) -> None:
    """Cycles, double lines and lone boxes included."""
    sizes, lines = graph
    made: Layout = layout(sizes, lines)
    assert set(made.places) == set(sizes)
    assert len(made.paths) == len(lines)
    for (one, a), (other, b) in combinations(made.places.items(), 2):
        wide = (sizes[one].width + sizes[other].width) / 2
        beside = abs(a.x - b.x) >= wide - 0.2
        above = a.y + sizes[one].height <= b.y + 0.2 or b.y + sizes[other].height <= a.y + 0.2
        assert beside or above
    for (start, end), path in zip(lines, made.paths, strict=True):
        down = made.places[start].y < made.places[end].y
        assert (path[0].y < path[-1].y) == down, "a line begins at its own box"
