"""Every character of a tree knows where it stands."""

import re
import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.underlined import underlined

from stanchion.source.characters import FORBIDDEN
from stanchion.source.reader import read
from stanchion.source.span import Lines, Span, lines_of
from stanchion.source.tree import Items, Node, Style, Table, Text

AT = Span("f", 3, 5, 3, 9)


def whole_text(text: str) -> Text:
    """The value of the only key of a file."""
    tree = read(text, file="f").tree
    assert tree is not None
    assert isinstance(tree.root, Table)
    (node,) = tree.root.values()
    assert isinstance(node, Text)
    return node


def test_lines_end_as_in_editors() -> None:
    text = "a\nb\r\nc\rd\x0be\u2028f"
    assert lines_of(text) == ["a", "b", "c", "d\x0be\u2028f"]
    lines = Lines(text, file="f")
    assert [lines.place(offset) for offset in (0, 1, 2, 3, 5, 7, 11)] == [
        *((1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1), (4, 5))
    ]
    assert [lines.start_of(line) for line in (1, 2, 3, 4)] == [0, 2, 5, 7]
    assert str(lines.span(5, 6)) == "f:3:1"


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("k: more than 1/2 of board\n", "1/2"),
        ("k:   'more than 1/2 of board'\n", "1/2"),
        ('k: "more than 1/2 of board"\n', "1/2"),
        ("k: 'board''s 1/2'\n", "1/2"),
        ("k: more\n   than 1/2\n   of board\n", "1/2"),
        ("k: >-  # why\n  more than\n  1/2 of board\n", "1/2"),
        ("k: |\n    more than\n\n      1/2 of board\n", "1/2"),
        ("k: |2-\n    more than 1/2\n", "1/2"),
        ('k: "more\n    than 1/2"\n', "1/2"),
        ("標: 超過 1/2 席\n", "1/2"),
        ("k: \U0001f600 1/2\n", "1/2"),
    ],
)
def test_a_part_of_a_scalar_is_found_where_it_is_written(file: str, wanted: str) -> None:
    node = whole_text(file)
    start = node.index(wanted)
    assert underlined(node.part(start, start + len(wanted)), file) == wanted
    crlf = file.replace("\n", "\r\n")
    assert underlined(whole_text(crlf).part(start, start + len(wanted)), crlf) == wanted


def test_a_part_over_several_lines_ends_on_a_later_line() -> None:
    file = "k: more\n   than 1/2\n"
    assert underlined(whole_text(file).part(0, 9), file) == "more\n   than"


def test_where_escapes_forbid_it_the_part_is_the_whole() -> None:
    file = 'k: "a\\tb c"\n'
    node = whole_text(file)
    assert node == "a\tb c"
    assert underlined(node.part(4, 5), file) == '"a\\tb c"'


def test_a_part_never_leaves_the_scalar() -> None:
    file = "k: abc # d\n"
    node = whole_text(file)
    assert underlined(node.part(-5, 99), file) == "abc"
    assert underlined(node.part(1, 1), file) == ""
    assert node.part(3, 3) == Span("f", 1, 7, 1, 7)
    assert node.part(99, 99) == Span("f", 1, 7, 1, 7)
    assert node.part(2, 1) == Span("f", 1, 6, 1, 6)


def test_a_text_without_a_source_points_at_its_whole() -> None:
    made = Text("board", AT)
    assert made.part(1, 2) == AT
    assert (made, made.style, hash(made)) == ("board", Style.PLAIN, hash("board"))


def test_a_table_replaced_stays_in_its_place() -> None:
    table = Table({"a": Text("b", AT), "c": Text("d", AT)}, AT, {"a": AT, "c": AT})
    less = table.replaced({"a": table["a"]})
    assert (less, less.span, less.keys_at["a"]) == ({"a": "b"}, AT, AT)
    assert Items([Text("x", AT)], AT) == ["x"]


# ------------------------------------------------------------------ properties

texts = st.text(
    st.characters(codec="utf-8").filter(lambda each: not FORBIDDEN.match(each) and each != "\r"),
    max_size=30,
) | st.text("ab'\": #-,[]{}&*!|>%@`\\\n\t.", max_size=30)
keys = texts.map(lambda text: re.sub(r"\s", " ", text)[:12])


def all_look_different(table: Any) -> bool:
    """Whether no two keys are the same text in two encodings."""
    return len({unicodedata.normalize("NFC", key) for key in table}) == len(table)


trees = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(keys, inner, max_size=4).filter(all_look_different)
    ),
    max_leaves=12,
)


def every_text(node: Node) -> list[Text]:
    """All scalars below a node."""
    if isinstance(node, Text):
        return [node]
    below = node.values() if isinstance(node, Table) else node
    return [text for part in below for text in every_text(part)]


class Dumper(yaml.SafeDumper):
    """Writes equal parts out instead of naming them once."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    data=st.dictionaries(keys, trees, min_size=1, max_size=4).filter(all_look_different),
    style=st.sampled_from([None, "'", '"']),
    flow=st.sampled_from([True, False, None]),
    width=st.sampled_from([10, 80]),
    cut=st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_what_is_dumped_is_read_and_every_part_is_found(
    data: dict[str, object],
    style: str | None,
    flow: bool | None,
    width: int,
    cut: tuple[int, int],
) -> None:
    file = yaml.dump(
        data,
        Dumper=Dumper,
        default_style=style,
        default_flow_style=flow,
        width=width,
        allow_unicode=True,
        sort_keys=False,
    )
    found = read(file, file="f")
    assert found.diagnostics == ()
    assert found.tree is not None
    # not `data` itself: the writer garbles some blanks. This reader types nothing either
    assert found.tree.root == yaml.load(file, Loader=yaml.BaseLoader)
    start, end = min(cut), max(cut)
    for text in every_text(found.tree.root):
        written = underlined(text.span, file)
        span = text.part(start, end)
        escaped = text.style is Style.DOUBLE and "\\" in written
        if escaped or not text:
            assert span == text.span
        else:
            expected = re.sub(r"\s+", "", text[start:end])
            shown = re.sub(r"\s+", "", underlined(span, file))
            assert shown in (
                expected,
                expected.replace("'", "''"),
                expected.replace("'", "''")[:-1],
            )
            if text == written:
                assert underlined(span, file) == text[start:end]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    lines=st.lists(st.text("ab1 /%", max_size=8), min_size=1, max_size=5),
    sign=st.sampled_from(["|", "|-", "|+", ">", ">-"]),
    indent=st.integers(1, 4),
)
def test_each_word_of_a_block_text_is_found(lines: list[str], sign: str, indent: int) -> None:
    body = "\n".join(" " * indent + line for line in ["x" + lines[0], *lines[1:]])
    file = f"k:\n  - l: {sign}\n    {body.replace(chr(10), chr(10) + '    ')}\nm: n\n"
    tree = read(file, file="f").tree
    assert tree is not None
    assert isinstance(tree.root, Table)
    for text in every_text(tree.root):
        for word in re.finditer(r"\S+", text):
            assert underlined(text.part(*word.span()), file) == word.group()
