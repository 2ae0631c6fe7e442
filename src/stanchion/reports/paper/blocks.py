"""What a paper is made of: few kinds of blocks, which hold plain text and drawings of our own.

`tag` of a text is its language where it is not that of the paper, so that it is read out rightly.
"""

from enum import Enum

from stanchion.exact.record import record

ENGLISH = "en"
"""The language of what engines say, of reasons, methods and assumptions, in every paper."""


class Tone(Enum):
    """How a paragraph stands out."""

    PLAIN = "plain"
    LEAD = "lead"
    QUIET = "quiet"
    NOTICE = "notice"


@record(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN
    tag: str | None = None


@record(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


@record(frozen=True, slots=True)
class Item:
    """One line of a list: what it is about, and what is said of it."""

    about: str
    text: str = ""
    tag: str | None = None


@record(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@record(frozen=True, slots=True)
class Cell:
    """One entry of a table.

    `address` is where it leads, `swatch` the colour of a payee by its number, `mark` whether a
    place of a matrix is filled, `bar` a part of a whole, for a bar, which is no figure.
    """

    text: str
    tag: str | None = None
    quiet: str = ""
    swatch: int | None = None
    mark: bool | None = None
    bar: float | None = None
    address: str | None = None


@record(frozen=True, slots=True)
class Table:
    """Rows under heads; `right` are columns of figures, `wide` those that take what room is left.

    Everything is told by `caption` to who does not see it.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()
    slanted: bool = False  # heads are names over narrow columns


@record(frozen=True, slots=True)
class Picture:
    """A drawing of ours as SVG, with what it shows in words."""

    svg: str
    alt: str
    note: str = ""


class Sign(Enum):
    """How a claim came out."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


@record(frozen=True, slots=True)
class Claim:
    """An expectation with its verdict, the words of the proof, and what it rests on."""

    sign: Sign
    verdict: str
    text: str
    words: str
    notes: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Claims:
    """Expectations, one after the other."""

    claims: tuple[Claim, ...]


@record(frozen=True, slots=True)
class Figures:
    """A few numbers that one sees first, each with what it counts."""

    figures: tuple[tuple[str, str], ...]


@record(frozen=True, slots=True)
class Listing:
    """Text as a command prints it, line by line."""

    text: str


Block = Words | Heading | Items | Table | Picture | Claims | Figures | Listing


@record(frozen=True, slots=True)
class Section:
    """A part of a paper with its own bookmark; `name` is the same in every language."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@record(frozen=True, slots=True)
class Paper:
    """A whole paper; `colophon` says what it was made of."""

    title: str
    kind: str
    subtitle: str
    contents: str
    tag: str
    sections: tuple[Section, ...]
    colophon: tuple[tuple[str, str], ...]
    date: tuple[int, int, int]
