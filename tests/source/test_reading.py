"""The reader: what it takes, and for each thing that it refuses the words and the place."""

import json
import math
import pickle
import time
from dataclasses import dataclass

import pytest
from tests.underlined import underlined

from stanchion.source import REPORTERS
from stanchion.source.diagnostic import Diagnostic, explanations
from stanchion.source.faults import COMMA_INSIDE
from stanchion.source.reader import Limits, Read, read
from stanchion.source.tree import Items, Style, Table, Text


@dataclass(frozen=True, slots=True)
class Bad:
    """A file with one fault, and all that is said about it."""

    code: str
    text: str
    message: str
    points_at: str
    help: tuple[str, ...] = ()
    label: str | None = None
    other: str | None = None
    tree: object = None


IN_QUOTES = "if it belongs to a text, put the text in quotes"
SAME_COLUMN = "lines that belong together begin in the same column"
QUOTED_TEXT = (
    "put the whole value in quotes",
    "inside single quotes write an apostrophe twice",
)

BAD = {
    "duplicate key": Bad(
        "ST003",
        "board: 3\ncap: 1\nboard: 4\n",
        "duplicate key `board`",
        "board",
        ("keep one of the two, or rename one",),
        label="written a second time",
        other="board",
        tree={"board": "3", "cap": "1"},
    ),
    "duplicate key that only looks the same": Bad(
        "ST003",
        "caf\u00e9: 1\ncafe\u0301: 2\n",
        "duplicate key `cafe\u0301`",
        "cafe\u0301",
        ("keep one of the two, or rename one",),
        label="looks the same, encoded differently",
        other="caf\u00e9",
        tree={"caf\u00e9": "1"},
    ),
    "duplicate key in brackets": Bad(
        "ST003",
        "a: {b: 1, 'b': 2}\n",
        "duplicate key `b`",
        "'b'",
        ("keep one of the two, or rename one",),
        other="b",
        tree={"a": {"b": "1"}},
    ),
    "number with a comma in braces": Bad(
        "ST011",
        "a: {units: 8,000, votes: 1}\n",
        "`000` has no value",
        "000",
        (COMMA_INSIDE,),
        label="nothing follows it",
    ),
    "tab in the indentation": Bad(
        "ST004", "a:\n\tb: c\n", "a tab in the indentation", "\t", ("write spaces instead",)
    ),
    "tab in a block text": Bad(
        "ST004", "a: |\n\tfoo\n", "a tab in the indentation", "\t", ("write spaces instead",)
    ),
    "no space after the colon, above": Bad(
        "ST004",
        "title:foo\nbar: x\n",
        "no space after the colon",
        ":",
        ("write `title: foo`, with a space",),
        label="a space must follow",
    ),
    "no space after the colon, within": Bad(
        "ST004",
        "bar: x\ntitle:foo\nbaz: y\n",
        "no space after the colon",
        ":",
        ("write `title: foo`, with a space",),
    ),
    "no space after the colon, alone": Bad(
        "ST014",
        "title:foo\n",
        "the file must be a mapping, found a text",
        "title:foo",
        ("write `title: foo`, with a space",),
    ),
    "full-width colon": Bad(
        "ST014",
        "标题\uff1a章程\n",
        "the file must be a mapping, found a text",
        "标题\uff1a章程",
        ("`\uff1a` (full-width colon) is not a colon here; write `: `",),
    ),
    "no-break space after the colon": Bad(
        "ST004",
        "a: b\ntitle:\u00a0foo\nc: d\n",
        "`title: foo` has no colon",
        "title:\u00a0foo",
        (
            "the line holds a no-break space; write an ordinary space",
            "write it as `key: value`",
            "if it continues the line above, indent it further",
        ),
    ),
    "no colon": Bad(
        "ST004",
        "a: b\nfoo\nc: d\n",
        "`foo` has no colon",
        "foo",
        ("write it as `key: value`", "if it continues the line above, indent it further"),
        label="neither a key nor part of the value above",
    ),
    "unclosed double quote": Bad(
        "ST004",
        'a: "xyz\nb: c\n',
        "a quote is opened and not closed",
        '"',
        ('close the text with `"`',),
    ),
    "unclosed single quote": Bad(
        "ST004",
        "a: 'xyz\nb: c\n",
        "a quote is opened and not closed",
        "'",
        ("close the text with `'`",),
    ),
    "quote closed by the next one": Bad(
        "ST004",
        'a: "xyz\nb: "c"\n',
        "a quote is opened and not closed on its line",
        '"',
        ("close the text before the end of the line",),
        other='"',
    ),
    "apostrophe in single quotes": Bad(
        "ST004",
        "a: 'it's so'\n",
        "text follows the closing quote",
        "s so'",
        QUOTED_TEXT,
        label="not part of the quoted text",
    ),
    "text after a quote": Bad(
        "ST004", 'a: "x" and y\n', "text follows the closing quote", "and y", QUOTED_TEXT
    ),
    "text after a bracket": Bad(
        "ST004", "a: [x] y\n", "text follows the end of the value", "y", ()
    ),
    "unclosed bracket": Bad(
        "ST004",
        "a: [b, c\nd: e\n",
        "bracket `[` is not closed",
        "[",
        ("close it with `]`", "if the bracket belongs to a text, put the text in quotes"),
        other=":",
    ),
    "unclosed brace at the end": Bad(
        "ST004",
        "a: {b: c\n",
        "bracket `{` is not closed",
        "{",
        ("close it with `}`", "if the bracket belongs to a text, put the text in quotes"),
    ),
    "colon without a key in brackets": Bad(
        "ST004", "a: {: x}\n", "`:` has nothing before it", ":", (IN_QUOTES,)
    ),
    "unclosed bracket after a comma": Bad(
        "ST004",
        "a: [b,\n",
        "bracket `[` is not closed",
        "[",
        ("close it with `]`", "if the bracket belongs to a text, put the text in quotes"),
    ),
    "bracket that closes nothing": Bad(
        "ST004", "a: ]\n", "`]` closes nothing that is open", "]", (IN_QUOTES,)
    ),
    "second colon": Bad(
        "ST004",
        "rule: remove: any 4 of board\n",
        "a second colon in one line",
        ":",
        (
            'if it belongs to the text, put the text in quotes: `"remove: any 4 of board"`',
            "if it does not, begin a new line",
        ),
        label="this colon begins another value",
    ),
    "key under a value": Bad(
        "ST004",
        "a: b\n  c: d\n",
        "a key where none can stand",
        "c",
        ("begin the line in the same column as the keys that it belongs to",),
    ),
    "odd indentation": Bad(
        "ST004",
        "a:\n  b: c\n d: e\n",
        "this line is indented like nothing above it",
        "d: e",
        (SAME_COLUMN,),
        label="begins in column 2",
    ),
    "item among keys": Bad(
        "ST004", "a: x\n- b\n", "an item of a list among keys", "- b", (SAME_COLUMN,)
    ),
    "key among items": Bad(
        "ST004", "a:\n  - b\n  c: d\n", "a key among the items of a list", "c: d", (SAME_COLUMN,)
    ),
    "colon without a key": Bad("ST004", ": x\n", "a colon without a key", ": x", (SAME_COLUMN,)),
    "list on the line of its key": Bad(
        "ST004",
        "a: - b\n",
        "a list cannot begin on the line of its key",
        "-",
        (
            "begin the item on the next line",
            "if the dash belongs to a text, put the text in quotes",
        ),
    ),
    "reserved sign": Bad(
        "ST004",
        "a: @foo\n",
        "a text cannot begin with `@`",
        "@",
        ('put the text in quotes: `"@foo"`',),
        label="has a meaning of its own in YAML",
    ),
    "percent sign": Bad(
        "ST004",
        "a: %x\n",
        "a text cannot begin with `%`",
        "%",
        ('put the text in quotes: `"%x"`',),
    ),
    "backtick": Bad(
        "ST004",
        "a: `x`\n",
        "a text cannot begin with a backtick",
        "`",
        ('put the text in quotes: `"`x`"`',),
    ),
    "star that names nothing": Bad(
        "ST004",
        "a: * 3\n",
        "a text cannot begin with `*`",
        "*",
        ('put the text in quotes: `"* 3"`',),
    ),
    "unknown escape": Bad(
        "ST004",
        'a: "C:\\quorum"\n',
        "escape `\\q` cannot be read",
        "\\q",
        (r"write `\\` for a backslash, or use single quotes",),
    ),
    "text behind a block sign": Bad(
        "ST004",
        "a: |x\n b\n",
        "nothing may follow `|` on its line",
        "|",
        (
            "begin the text on the next line",
            "if `|` belongs to the text, put the text in quotes",
        ),
    ),
    "directive": Bad(
        "ST004",
        "%YAML 9.1\n---\na: b\n",
        "`%YAML 9.1` is not understood",
        "%YAML 9.1",
        ("take the line out",),
    ),
    "key on the line of the document": Bad(
        "ST004",
        "--- a: b\n",
        "a key on the line `---`",
        "---",
        ("begin the key on the next line",),
    ),
    "anchor": Bad(
        "ST007",
        "a: &x foo\n",
        "anchor `&x` is not allowed",
        "&x",
        ("take the anchor out", "if the `&` belongs to the text, put the text in quotes"),
        tree={"a": "foo"},
    ),
    "alias": Bad(
        "ST007",
        "a: *x\n",
        "alias `*x` is not allowed",
        "*x",
        ("write the part out here", "if the `*` belongs to the text, put the text in quotes"),
    ),
    "merge key": Bad(
        "ST008",
        "a:\n  <<: *x\n  b: c\n",
        "merge key `<<` is not allowed",
        "<<",
        ("write the entries out here",),
    ),
    "merge of a mapping": Bad(
        "ST008",
        "<<: {b: c}\n",
        "merge key `<<` is not allowed",
        "<<",
        ("write the entries out here",),
    ),
    "tag": Bad(
        "ST009",
        "a: !!python/name:os.system x\n",
        "tag `!!python/name:os.system` is not allowed",
        "!!python/name:os.system",
        ("take the tag out", "if the `!` belongs to the text, put the text in quotes"),
        tree={"a": "x"},
    ),
    "tag of a mapping": Bad(
        "ST009",
        "a: !map\n  b: c\n",
        "tag `!map` is not allowed",
        "!map",
        ("take the tag out", "if the `!` belongs to the text, put the text in quotes"),
        tree={"a": {"b": "c"}},
    ),
    "tag that is not declared": Bad(
        "ST009",
        "a: !x!y z\n",
        "tag `!x!y` is not allowed",
        "!x!y",
        ("take the tag out", "if the `!` belongs to the text, put the text in quotes"),
    ),
    "list as a key": Bad(
        "ST010",
        "? [a]\n: b\n",
        "a key must be a text on one line, found a list",
        "[a]",
        ("if the brackets belong to a text, put the text in quotes",),
    ),
    "template as a key": Bad(
        "ST010",
        "a: {{ name }: x}\n",
        "a key must be a text on one line, found a mapping",
        "{ name }",
        ("if the brackets belong to a text, put the text in quotes",),
    ),
    "paragraph as a key": Bad(
        "ST010",
        "? |\n  a\n  b\n: c\n",
        "a key must be a text on one line, found a text over several lines",
        "|\n  a\n  b",
        ("write the key on one line",),
    ),
    "nothing as a key": Bad(
        "ST010",
        "?\n: x\n",
        "a key must be a text on one line, found nothing",
        "",
        ("write the key before the colon",),
    ),
    "key without a value": Bad(
        "ST011",
        "quorum:   # to be agreed\nb: c\n",
        "`quorum` has no value",
        "quorum",
        ("write its value, or take it out",),
        label="nothing follows it",
    ),
    "item without a value": Bad(
        "ST011",
        "a:\n  - b\n  -\n  - c\n",
        "an item of this list is empty",
        "-",
        ("write its value, or take it out",),
        label="nothing follows it",
    ),
    "null": Bad(
        "ST011",
        "quorum: null\n",
        "`quorum` is `null`, which says nothing",
        "null",
        ("take it out", 'if the word itself is meant, write `"null"`'),
    ),
    "tilde in a list": Bad(
        "ST011",
        "a: [b, ~]\n",
        "this item is `~`, which says nothing",
        "~",
        ("take it out", 'if the word itself is meant, write `"~"`'),
    ),
    "two documents": Bad(
        "ST012",
        "a: b\n---\nc: d\n",
        "a second document begins here",
        "---",
        ("put it in a file of its own, or take the line `---` out",),
        tree={"a": "b"},
    ),
    "empty file": Bad("ST013", "", "the file is empty", ""),
    "blank file": Bad("ST013", "  \n\n", "the file is empty", ""),
    "only comments": Bad("ST013", "# nothing yet\n", "the file is empty", ""),
    "empty document": Bad("ST013", "---\n", "the file is empty", ""),
    "list at the top": Bad(
        "ST014", "- a\n- b\n", "the file must be a mapping, found a list", "- a\n- b"
    ),
    "text at the top": Bad(
        "ST014", "just words\n", "the file must be a mapping, found a text", "just words"
    ),
    "control character": Bad(
        "ST015",
        "a: b\x07c\n",
        "character U+0007 is not allowed",
        "\x07",
        ("take it out",),
        label="an invisible character stands here",
    ),
    "override of the direction": Bad(
        "ST015",
        "a: b\u202ec\n",
        "character U+202E (right-to-left override) is not allowed",
        "\u202e",
        ("take it out",),
    ),
    "line end that only YAML knows": Bad(
        "ST015",
        "a: b\u2028  c\n",
        "character U+2028 (line separator) is not allowed",
        "\u2028",
        ("take it out",),
    ),
    "half of a pair": Bad(
        "ST015", "a: \ud800\n", "character U+D800 is not allowed", "\ud800", ("take it out",)
    ),
    "not a text": Bad(
        "ST015",
        "a: \0",
        "character U+0000 is not allowed",
        "\0",
        ("is this a text file, and saved in UTF-8?",),
    ),
    "control character as an escape": Bad(
        "ST015",
        'a: "\\e[31m"\n',
        "character U+001B is not allowed",
        '"\\e[31m"',
        ("take the escape out", r"if a backslash is meant, write `\\`"),
    ),
}


def only(found: Read) -> Diagnostic:
    """The one diagnostic that there is."""
    assert [diagnostic.code for diagnostic in found.diagnostics] == [found.diagnostics[0].code]
    return found.diagnostics[0]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_one_fault_is_told_in_words_and_place(bad: Bad) -> None:
    found = read(bad.text, file="charter.yaml")
    diagnostic = only(found)
    assert (diagnostic.code, diagnostic.message) == (bad.code, bad.message)
    assert underlined(diagnostic, bad.text) == bad.points_at
    assert diagnostic.help == bad.help
    assert bad.label is None or diagnostic.label == bad.label
    others = [underlined(other.span, bad.text) for other in diagnostic.others]
    assert others == ([] if bad.other is None else [bad.other])
    assert (found.tree and found.tree.root) == bad.tree


def test_every_code_of_the_package_is_explained_and_tested() -> None:
    explained = explanations(REPORTERS)
    assert list(explained) == [f"ST{number:03}" for number in range(1, 16)]
    tested_below = {"ST001", "ST002", "ST005", "ST006"}
    assert set(explained) == tested_below | {bad.code for bad in BAD.values()}


@pytest.mark.usefixtures("parser")
def test_all_faults_are_found_in_one_pass() -> None:
    text = "a: &x b\na: c\nd:\ne: !t f\ng: *x\nh: {<<: *x}\ni: [~]\n? [k]\n: l\n\tm: n\n"
    found = read(text, file="f")
    codes = [diagnostic.code for diagnostic in found.diagnostics]
    assert codes == [
        *("ST007", "ST003", "ST011", "ST009", "ST007", "ST008", "ST011", "ST010", "ST004")
    ]
    assert found.tree is None


# ------------------------------------------------------------------ bytes


def test_a_byte_that_is_not_utf8_is_placed_by_offset_and_line() -> None:
    found = only(read("a: b\nname: Zürich\n".encode("cp1252"), file="f"))
    assert found.message == "the file is not UTF-8: byte 0xFC at offset 12"
    assert (found.at.line, found.at.column) == (2, 8)
    assert found.help == (
        "save the file in the encoding UTF-8; as Windows-1252 this byte would be `ü`",
    )


def test_utf16_is_recognised() -> None:
    found = read("a: b\n".encode("utf-16"), file="f").diagnostics[0]
    assert (found.code, found.help) == ("ST001", ("the file is in UTF-16; save it in UTF-8",))


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_the_text() -> None:
    found = read(b"\xef\xbb\xbfa: b\n", file="f")
    assert found.diagnostics == ()
    assert found.tree is not None
    assert found.tree.at(("a",)).column == 4
    assert read("\ufeffa: b\n", file="f") == found


def test_what_is_no_text_at_all_is_refused_too() -> None:
    assert only(read(7, file="f")).message == "this is not a text"  # type: ignore[arg-type]


def test_many_invisible_characters_are_counted_not_listed() -> None:
    found = read("a: " + "\x07" * 50, file="f").diagnostics
    assert len(found) == 20
    assert found[-1].help == ("take it out", "30 more such characters follow")


# ------------------------------------------------------------------ limits


def test_a_large_file_is_not_read() -> None:
    found = only(read(b"a: " + b"b" * 1024 * 1024, file="f"))
    assert found.code == "ST002"
    assert found.message == "the file has 1,048,579 bytes, and at most 1,048,576 are read"
    assert read("a: " + "é" * 10, file="f", limits=Limits(size=23)).diagnostics == ()
    assert only(read("a: " + "é" * 10, file="f", limits=Limits(size=22))).code == "ST002"


@pytest.mark.usefixtures("parser")
def test_depth_and_number_of_entries_are_bounded() -> None:
    limits = Limits(depth=2, nodes=9)
    assert read("a: {b: c}\nd: e\n", file="f", limits=limits).diagnostics == ()
    deep = only(read("a: {b: [c]}\n", file="f", limits=limits))
    assert (deep.code, deep.message) == ("ST005", "nested more than 2 deep")
    assert underlined(deep, "a: {b: [c]}\n") == "["
    text = "a: [b, c, d, e, f, g, h, i]\n"
    many = only(read(text, file="f", limits=limits))
    assert (many.code, many.message) == (
        "ST006",
        "the file has more than 9 keys, values and items",
    )
    assert underlined(many, text) == "h"


MEBIBYTE = 1024 * 1024
BOMBS = {
    "brackets": "[",
    "braces": "{",
    "pairs in brackets": "[a: ",
    "items in items": "- ",
    "keys in keys": "? ",
    "tags": "!",
    "anchors": "&a ",
    "anchored items": "- &a b\n",
    "aliases": "- *a\n",
    "documents": "---\n",
    "keys": "a: b\n",
    "colons": "a: ",
    "quotes": '"',
    "quoted items": "- ''\n",
    "one word": "a",
    "lines of a text": "a\n",
    "blanks": " ",
    "line ends": "\n",
    "comments": "#\n",
    "directives": "%A\n",
    "escapes": "\\",
    "control characters": "\x01",
    "percent signs": "a: %\n",
    "block signs": "|\n",
    "commas": ",",
    "deeper and deeper": None,
}


@pytest.mark.parametrize("unit", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.parametrize(
    ("opening", "size"),
    [("", MEBIBYTE), ("a: ", MEBIBYTE // 8), ('a: "', MEBIBYTE // 8), ("a: [", MEBIBYTE // 8)],
)
def test_no_file_holds_the_reader_up(unit: str | None, opening: str, size: int) -> None:
    if unit is None:
        unit = "".join(f"{' ' * level}a:\n" for level in range(1400))
    text = (opening + unit * math.ceil(size / len(unit)))[:size]
    started = time.process_time()
    found = read(text, file="f")
    assert found.tree is not None or found.diagnostics
    assert time.process_time() - started < 10


# ------------------------------------------------------------------ trees


@pytest.mark.usefixtures("parser")
def test_every_scalar_is_text_and_keeps_its_spelling() -> None:
    text = "a: no\nb: 012\nc: 1000.10\nd: 2015-12-11\ne: ''\nf: 1_000\ng: 0x1F\nh: yes\n12: .inf\n"
    found = read(text, file="f")
    assert found.diagnostics == ()
    assert found.tree is not None
    root = found.tree.root
    assert isinstance(root, Table)
    assert [str(value) for value in root.values()] == [
        *("no", "012", "1000.10", "2015-12-11", "", "1_000", "0x1F", "yes", ".inf")
    ]
    assert {type(value) for value in root.values()} == {Text}


@pytest.mark.usefixtures("parser")
def test_styles_spans_and_keys() -> None:
    text = (
        "plain: a b # why\n"
        "single: 'it''s'\n"
        'double: "a\\tb"\n'
        "literal: |\n  one\n  two\n\n"
        "folded: >-\n  one\n  two\n\n# end\n"
        "list:\n  - x\n  - {y: z, w: [v]}\n"
        "last: over\n  two lines\n"
    )
    found = read(text.replace("\n", "\r\n"), file="f")
    assert found.diagnostics == ()
    assert found == read(text.replace("\n", "\r\n").encode(), file="f")
    tree = read(text, file="f").tree
    assert tree is not None
    assert found.tree is not None
    assert tree.root == found.tree.root
    expected = {
        "plain": (Style.PLAIN, "a b"),
        "single": (Style.SINGLE, "'it''s'"),
        "double": (Style.DOUBLE, '"a\\tb"'),
        "literal": (Style.LITERAL, "|\n  one\n  two"),
        "folded": (Style.FOLDED, ">-\n  one\n  two"),
        "last": (Style.PLAIN, "over\n  two lines"),
    }
    assert isinstance(tree.root, Table)
    for key, (style, written) in expected.items():
        node = tree.root[key]
        assert isinstance(node, Text)
        assert (node.style, underlined(node.span, text)) == (style, written)
        assert tree.at((key,)) == found.tree.at((key,))
        assert underlined(tree.root.keys_at[key], text) == key
    assert underlined(tree.at(("list",)), text) == "- x\n  - {y: z, w: [v]}"
    assert underlined(tree.at(("list", 1)), text) == "{y: z, w: [v]}"
    assert underlined(tree.at(("list", 1, "w")), text) == "[v]"
    assert underlined(tree.root.span, text) == text.rstrip()


@pytest.mark.usefixtures("parser")
def test_a_path_that_goes_too_far_ends_at_what_exists() -> None:
    text = "a:\n  b: [c, d]\ne: f\n"
    tree = read(text, file="f").tree
    assert tree is not None
    assert underlined(tree.at(("a", "b", 1)), text) == "d"
    assert underlined(tree.at(("a", "b", 7, "x")), text) == "[c, d]"
    assert underlined(tree.at(("e", "x")), text) == "f"
    assert underlined(tree.key_at(("a", "b")), text) == "b"
    assert underlined(tree.key_at(("a", "b", 0)), text) == "c"
    assert underlined(tree.key_at(("a", "z", "y")), text) == "a"
    assert underlined(tree.at(("x",)), text) == text.rstrip()
    assert underlined(tree.key_at(()), text) == text.rstrip()


def test_a_tree_can_be_copied_between_processes() -> None:
    tree = read("a: [b, 'c d']\n", file="f").tree
    assert tree is not None
    copied = pickle.loads(pickle.dumps(tree))
    assert copied == tree
    assert copied.root["a"].span == tree.at(("a",))
    assert copied.root["a"][1].part(2, 3) == tree.root["a"][1].part(2, 3)  # type: ignore[index,union-attr,call-overload]
    assert isinstance(copied.root["a"], Items)


def test_what_takes_plain_data_takes_a_tree_and_every_node_knows_its_place() -> None:
    """A tree is texts, lists and mappings to anything that asks; keys have places too."""
    text = "inner:\n  name: x\nlisted: [y, z]\nnamed: {k: v}\n"
    tree = read(text, file="f").tree
    assert tree is not None
    plain = {"inner": {"name": "x"}, "listed": ["y", "z"], "named": {"k": "v"}}
    assert json.loads(json.dumps(tree.root)) == plain
    assert tree.root == plain
    assert isinstance(tree.root, Table)
    inner, listed, named = tree.root["inner"], tree.root["listed"], tree.root["named"]
    assert isinstance(inner, Table)
    assert isinstance(listed, Items)
    assert isinstance(named, Table)
    spans = [inner["name"].span, *(item.span for item in listed), named["k"].span]
    assert [(span.line, span.column) for span in spans] == [(2, 9), (3, 10), (3, 13), (4, 12)]
    assert (named.keys_at["k"].line, named.keys_at["k"].column) == (4, 9)
