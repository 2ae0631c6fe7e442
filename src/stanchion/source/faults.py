"""What can be wrong with a file before it means anything: one function for each kind of fault.

The syntax of YAML itself is in `syntax`. Each function names its code and explains it in its
docstring, which is what `stanchion explain CODE` prints.
"""

import unicodedata

from stanchion.source.characters import shortened
from stanchion.source.diagnostic import Diagnostic, Label, explains
from stanchion.source.span import Span
from stanchion.source.tree import Items, Node, Text


def start_of(file: str) -> Span:
    """The place of faults that concern a whole file."""
    return Span(file, 1, 1, 1, 1)


@explains("ST001", "not a text in UTF-8")
def not_utf8(data: bytes, refused: UnicodeDecodeError, *, at: Span) -> Diagnostic:
    """The file is not text in the encoding UTF-8, so its letters cannot be told with certainty.

    Files saved in an older encoding or exported as "Unicode" by a spreadsheet are the usual
    cause. The message gives the first byte that does not fit and its offset from the beginning
    of the file, counted from 0. Save the file as UTF-8 and nothing else has to change.
    """
    byte = data[refused.start]
    hint = "save the file in the encoding UTF-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "the file is in UTF-16; save it in UTF-8"
    elif letter := bytes([byte]).decode("cp1252", "ignore").strip():
        hint += f"; as Windows-1252 this byte would be `{letter}`"
    return Diagnostic(
        "ST001",
        f"the file is not UTF-8: byte 0x{byte:02X} at offset {refused.start:,}",
        at=at,
        label="no letter in UTF-8",
        help=(hint,),
    )


def not_text(*, file: str) -> Diagnostic:
    """The same, where there is not even a row of bytes."""
    return Diagnostic("ST001", "this is not a text", at=start_of(file))


@explains("ST002", "file too large")
def too_large(size: int, most: int, *, file: str) -> Diagnostic:
    """The file is larger than any text that people wrote by hand, and is not read at all.

    The bound is 1 MiB unless the caller sets another. Data belongs in a table or an evidence
    file which the charter names.
    """
    return Diagnostic(
        "ST002",
        f"the file has {size:,} bytes, and at most {most:,} are read",
        at=start_of(file),
        help=("is this the file you meant?",),
    )


@explains("ST003", "duplicate key")
def duplicate_key(key: Text, *, first: Text) -> Diagnostic:
    """The same key stands twice in one mapping.

    Many readers of YAML silently keep the last one; a rule that was meant to hold would then
    be gone without a trace. Keys which differ only in how an accent is encoded look the same
    and count as the same.
    """
    same = str(key) == str(first)
    return Diagnostic(
        "ST003",
        f"duplicate key `{shortened(key)}`",
        at=key.span,
        label="written a second time" if same else "looks the same, encoded differently",
        others=(Label(first.span, "first written here"),),
        help=("keep one of the two, or rename one",),
    )


@explains("ST005", "nested too deeply")
def too_deep(most: int, *, at: Span) -> Diagnostic:
    """Lists and mappings are nested in one another more deeply than anybody can follow.

    The bound is 40 unless the caller sets another. What follows is not read.
    """
    return Diagnostic(
        "ST005",
        f"nested more than {most} deep",
        at=at,
        label=f"this opens level {most + 1}",
        help=("give the inner parts a name of their own and refer to it",),
    )


@explains("ST006", "too many entries")
def too_many(most: int, *, at: Span) -> Diagnostic:
    """The file has more keys, values and items than any text that people wrote by hand.

    The bound is 250,000 unless the caller sets another; a company with ten thousand holders
    needs half of that. What follows is not read.
    """
    return Diagnostic(
        "ST006",
        f"the file has more than {most:,} keys, values and items",
        at=at,
        label="the first one too many",
    )


@explains("ST007", "anchor or alias")
def anchor(name: str, *, at: Span) -> Diagnostic:
    """`&name` and `*name` copy one part of a file into another by reference.

    That is refused: whoever reads a clause has to see what it says in the place where it says
    it, and an edit in one place must not change another out of sight. Write the part out, or
    use a name of the charter's own language.
    """
    return Diagnostic(
        "ST007",
        f"anchor `&{shortened(name)}` is not allowed",
        at=at,
        label="gives this part a name to copy it by",
        help=("take the anchor out", "if the `&` belongs to the text, put the text in quotes"),
    )


def alias(name: str, *, at: Span) -> Diagnostic:
    """The other half of an anchor: the place that it is copied to."""
    return Diagnostic(
        "ST007",
        f"alias `*{shortened(name)}` is not allowed",
        at=at,
        label="stands for a part written elsewhere",
        help=("write the part out here", "if the `*` belongs to the text, put the text in quotes"),
    )


@explains("ST008", "merge key")
def merge_key(*, at: Span) -> Diagnostic:
    """`<<:` takes all entries of another mapping over into this one.

    That is refused for the same reason as anchors: what holds here would not be written here,
    and which of two entries prevails would depend on a rule that few people know.
    """
    return Diagnostic(
        "ST008",
        "merge key `<<` is not allowed",
        at=at,
        label="takes over entries written elsewhere",
        help=("write the entries out here",),
    )


@explains("ST009", "explicit tag")
def tag(name: str, *, at: Span) -> Diagnostic:
    """`!name` tells a YAML reader which type to make of a value.

    That is refused: every value is text until its place in the file says what it is, and no
    file can make Stanchion build anything else.
    """
    return Diagnostic(
        "ST009",
        f"tag `{shortened(name)}` is not allowed",
        at=at,
        label="sets a type",
        help=("take the tag out", "if the `!` belongs to the text, put the text in quotes"),
    )


@explains("ST010", "key that is not a plain text")
def not_a_plain_key(found: Node, *, at: Span) -> Diagnostic:
    """A key must be a text on one line.

    YAML also allows lists, mappings and whole paragraphs as keys, mostly by accident: a value
    that begins with `{` or `[` is read as a mapping or a list unless it stands in quotes.
    """
    what = "a list" if isinstance(found, Items) else "a mapping"
    hint = "if the brackets belong to a text, put the text in quotes"
    if isinstance(found, Text):
        what, hint = "a text over several lines", "write the key on one line"
        if not found:
            what, hint = "nothing", "write the key before the colon"
    return Diagnostic(
        "ST010",
        f"a key must be a text on one line, found {what}",
        at=at,
        label="used as a key",
        help=(hint,),
    )


@explains("ST011", "empty value")
def no_value(key: Text | None, *, at: Span, written: str = "") -> Diagnostic:
    """A key or an item of a list is there, but it says nothing.

    Nothing is not a value here: leaving a rule out and leaving its value out could be meant
    in different ways. `null` and `~`, which other readers of YAML take for nothing, are
    refused too; in quotes they are ordinary texts.
    """
    subject = f"`{shortened(key)}`" if key is not None else "this item"
    if written:
        return Diagnostic(
            "ST011",
            f"{subject} is `{written}`, which says nothing",
            at=at,
            label="no value",
            help=("take it out", f'if the word itself is meant, write `"{written}"`'),
        )
    return Diagnostic(
        "ST011",
        f"{subject} has no value" if key is not None else "an item of this list is empty",
        at=at,
        label="nothing follows it",
        help=("write its value, or take it out",) if not _thousands(key) else (COMMA_INSIDE,),
    )


COMMA_INSIDE = (
    "inside `{…}` and `[…]` a comma ends a value: write the number without commas, as `8 m`, "
    "or in quotes"
)


def _thousands(key: Text | None) -> bool:
    """Whether a key can only be the end of a number such as `8,000`."""
    return key is not None and len(key) == 3 and key.isdecimal()


@explains("ST012", "several documents")
def second_document(*, at: Span) -> Diagnostic:
    """A line `---` begins a second document in the same file; a file holds one."""
    return Diagnostic(
        "ST012",
        "a second document begins here",
        at=at,
        label="everything from here on would be ignored",
        help=("put it in a file of its own, or take the line `---` out",),
    )


@explains("ST013", "empty file")
def empty_file(*, file: str) -> Diagnostic:
    """There is nothing in the file, or nothing but comments."""
    return Diagnostic("ST013", "the file is empty", at=start_of(file), label="nothing to read")


@explains("ST014", "not a mapping at the top")
def not_a_mapping(root: Node, *, hints: tuple[str, ...] = ()) -> Diagnostic:
    """A file is a mapping at its top level: lines of the form `key: value`."""
    found = "a list" if isinstance(root, Items) else "a text"
    return Diagnostic(
        "ST014",
        f"the file must be a mapping, found {found}",
        at=root.span,
        label="lines of the form `key: value` belong here",
        help=hints,
    )


@explains("ST015", "invisible character")
def forbidden_character(character: str, *, at: Span, more: int = 0) -> Diagnostic:
    """The file holds a character that cannot be seen but changes how the file is read.

    Refused are control characters, unusual line ends, byte order marks in the middle of a text,
    halves of surrogate pairs, and the marks that override the direction of writing: with these
    a clause can be made to look on the screen like what it is not.
    """
    hint = "take it out"
    if character == "\0":
        hint = "is this a text file, and saved in UTF-8?"
    rest = (f"{more:,} more such characters follow",) if more else ()
    return Diagnostic(
        "ST015",
        f"{_named(character)} is not allowed",
        at=at,
        label="an invisible character stands here",
        help=(hint, *rest),
    )


def escaped_character(character: str, *, at: Span) -> Diagnostic:
    """The same, written as an escape in double quotes."""
    return Diagnostic(
        "ST015",
        f"{_named(character)} is not allowed",
        at=at,
        label="holds it as an escape",
        help=("take the escape out", r"if a backslash is meant, write `\\`"),
    )


def _named(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"character U+{ord(character):04X}" + (f" ({name})" if name else "")


REPORTERS = (
    not_utf8,
    too_large,
    duplicate_key,
    too_deep,
    too_many,
    anchor,
    merge_key,
    tag,
    not_a_plain_key,
    no_value,
    second_document,
    empty_file,
    not_a_mapping,
    forbidden_character,
)
