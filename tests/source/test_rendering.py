"""How diagnostics look on a terminal: whole pages, so that a change is seen as a diff."""

import re
from textwrap import dedent

import pytest

from stanchion.source.characters import width
from stanchion.source.diagnostic import Diagnostic, Label, Severity
from stanchion.source.reader import read
from stanchion.source.render import summary, to_json, to_text
from stanchion.source.span import Span

FILE = "charter.yaml"


def fault(
    text: str,
    marked: str,
    *,
    label: str = "here",
    hints: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """A fault at the first place of `marked` in the text, which may not go over a line."""
    places = tuple(Label(place(text, other), f"about {other}") for other in others)
    at = place(text, marked)
    return Diagnostic("ST999", f"bad `{marked}`", at, label, hints, places, severity)


def place(text: str, marked: str) -> Span:
    """Where `marked` stands first in the text."""
    offset = text.index(marked)
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(FILE, line, column, line, column + len(marked))


def page(text: str, *found: Diagnostic) -> str:
    """The rendered page, without colour and without the sums."""
    shown = to_text(found, {FILE: text}, colour=False)
    return shown.rpartition("\n\n")[0] + "\n"


def golden(text: str) -> str:
    """An expected page as it is written in a test."""
    return dedent(text).lstrip("\n")


def test_the_form_of_the_style_guide() -> None:
    text = "\n" * 5 + "    holder: fundation\n"
    found = Diagnostic(
        "ST104",
        "unknown holder `fundation`",
        place(text, "fundation"),
        "not a party of this charter",
        ("did you mean `foundation`?",),
    )
    assert to_text([found], {FILE: text}, colour=False) == (
        "error[ST104]: unknown holder `fundation`\n"
        "  --> charter.yaml:6:13\n"
        "   |\n"
        " 6 |     holder: fundation\n"
        "   |             ^^^^^^^^^ not a party of this charter\n"
        "   = help: did you mean `foundation`?\n"
        "\n"
        "1 error"
    )


def test_other_places_stand_below() -> None:
    text = "a: 1\nb: 2\nc: 3, d: 4\n"
    assert page(text, fault(text, "d", others=("a", "c"), hints=("one", "two"))) == golden(
        """
        error[ST999]: bad `d`
          --> charter.yaml:3:7
           |
         3 | c: 3, d: 4
           |       ^ here
           | - about c
          ::: charter.yaml:1:1
           |
         1 | a: 1
           | - about a
           = help: one
           = help: two
        """
    )


def test_the_gutter_fits_the_largest_line_number() -> None:
    text = "first: 1\n" + "\n" * 1232 + "x: y\n"
    assert page(text, fault(text, "y", others=("first",))) == golden(
        """
        error[ST999]: bad `y`
             --> charter.yaml:1234:4
              |
         1234 | x: y
              |    ^ here
             ::: charter.yaml:1:1
              |
            1 | first: 1
              | ----- about first
        """
    )


def test_tabs_are_drawn_as_blanks_and_the_caret_follows() -> None:
    text = "a\tb:\tc\td\n"
    assert page(text, fault(text, "c")) == golden(
        """
        error[ST999]: bad `c`
          --> charter.yaml:1:6
           |
         1 | a   b:  c   d
           |         ^ here
        """
    )


def test_wide_characters_take_two_columns() -> None:
    text = "名稱: {zh-Hant: 深海公司, en: x}\n"
    assert page(text, fault(text, "海公"), fault(text, "x")) == golden(
        """
        error[ST999]: bad `海公`
          --> charter.yaml:1:16
           |
         1 | 名稱: {zh-Hant: 深海公司, en: x}
           |                   ^^^^ here

        error[ST999]: bad `x`
          --> charter.yaml:1:25
           |
         1 | 名稱: {zh-Hant: 深海公司, en: x}
           |                               ^ here
        """
    )


def test_combining_marks_take_no_column() -> None:
    text = "cafe\u0301: e\u0301x y\n"
    assert page(text, fault(text, "e\u0301x"), fault(text, "y")).splitlines()[3:11:7] == [
        " 1 | cafe\u0301: e\u0301x y",
        "   |          ^ here",
    ]
    assert page(text, fault(text, "e\u0301x")).splitlines()[4] == "   |       ^^ here"


@pytest.mark.parametrize(
    ("character", "columns"),
    [("a", 1), ("é", 1), ("深", 2), ("\u0301", 0), ("\u200d", 0), ("\U0001f600", 2), ("\u11a8", 0)],
)
def test_columns_of_a_character(character: str, columns: int) -> None:
    assert width(character) == columns


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "k: " + "word " * 40 + "HERE " + "word " * 40 + "\n"
    found = fault(text, "HERE", others=("k",))
    shown = page(text, found)
    assert shown == golden(
        f"""
        error[ST999]: bad `HERE`
          --> charter.yaml:1:204
           |
         1 | ...{"word " * 8}HERE {"word " * 9}word...
           |    {" " * 40}^^^^ here
          ::: charter.yaml:1:1
           |
         1 | k: {"word " * 18}w...
           | - about k
        """
    )
    for row in shown.splitlines():
        assert len(row) <= 5 + 100


def test_a_long_line_of_wide_characters_is_cut_by_columns() -> None:
    text = "k: " + "深海" * 100 + "里" + "深海" * 100 + "\n"
    source, carets = page(text, fault(text, "里")).splitlines()[3:5]
    drawn = sum(width(each) for each in source[: source.index("里")])
    assert carets.index("^") == drawn
    assert carets.count("^") == 2
    assert sum(width(each) for each in source) <= 5 + 100


def test_a_huge_line_is_measured_only_around_the_caret() -> None:
    text = "k: " + "x" * 1_000_000 + "y\n"
    source, carets = page(text, *[fault(text, "y")] * 50).splitlines()[3:5]
    assert source[carets.index("^")] == "y"


def test_a_span_over_several_lines_underlines_its_first() -> None:
    text = "a:\n  b: c   \n  d: e\n"
    found = Diagnostic("ST999", "bad", Span(FILE, 2, 3, 3, 7), "here")
    assert page(text, found).splitlines()[3:] == [" 2 |   b: c", "   |   ^^^^ here"]


def test_places_without_text_are_still_shown() -> None:
    text = "k: v\n"
    spots = [Span(FILE, 1, 5, 1, 5), Span(FILE, 1, 99, 1, 99), Span(FILE, 2, 1, 2, 1)]
    found = [Diagnostic("ST999", "bad", spot) for spot in spots]
    assert [part.splitlines()[3:] for part in page(text, *found).split("\n\n")] == [
        [" 1 | k: v", "   |     ^"],
        [" 1 | k: v", "   |     ^"],
        [" 2 |", "   | ^"],
    ]


def test_a_file_that_is_not_at_hand_is_named() -> None:
    text = "k: v\n"
    assert to_text([fault(text, "v")], {}, colour=False) == golden(
        """
        error[ST999]: bad `v`
          --> charter.yaml:1:4
           = note: here

        1 error"""
    )


def test_nothing_in_a_file_can_disturb_the_terminal() -> None:
    text = "k: \x1b[31mv\u202e\x07\n"
    shown = to_text([fault(text, "\x1b[31mv", label="a\nb")], {FILE: text}, colour=False)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
    assert shown.splitlines()[3:5] == [
        " 1 | k: \ufffd[31mv\ufffd\ufffd",
        "   |    ^^^^^^ a b",
    ]


def test_a_byte_order_mark_moves_nothing() -> None:
    text = "a: b\na: c\n"
    plain = read(text, file=FILE).diagnostics
    assert page("\ufeff" + text, *plain) == page(text, *plain)


def test_colour_paints_and_changes_no_letter() -> None:
    text = "a: b\n"
    found = [
        fault(text, "b", others=("a",), hints=("do this",)),
        fault(text, "a", severity=Severity.WARNING),
    ]
    painted = to_text(found, {FILE: text}, colour=True)
    assert "\x1b[1;31merror[ST999]\x1b[0m" in painted
    assert "\x1b[1;33m^ here\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == to_text(found, {FILE: text}, colour=False)


def test_sums_by_severity() -> None:
    text = "a: b\n"
    found = [
        *[fault(text, "a")] * 2,
        fault(text, "a", severity=Severity.WARNING),
        *[fault(text, "a", severity=Severity.NOTE)] * 3,
    ]
    assert summary(found) == "2 errors, 1 warning, 3 notes"
    assert to_text(found, {FILE: text}, colour=False).endswith("\n\n2 errors, 1 warning, 3 notes")
    assert summary([]) == to_text([], {}, colour=False) == ""


def test_plain_data_for_programs() -> None:
    text = "b: 1\na: 2\n"
    assert to_json([fault(text, "a", others=("b",), hints=("h",)), fault(text, "b")])[1] == {
        "code": "ST999",
        "severity": "error",
        "message": "bad `a`",
        "label": "here",
        "at": {"file": FILE, "line": 2, "column": 1, "end_line": 2, "end_column": 2},
        "help": ["h"],
        "others": [
            {
                "at": {"file": FILE, "line": 1, "column": 1, "end_line": 1, "end_column": 2},
                "text": "about b",
            }
        ],
    }
