"""The language of a page or report: its messages, and how it writes amounts, shares and days.

Messages stand in gettext catalogues under `reports/locale/`, keyed by their English words; names
and summaries come from the charter. Amounts are cut off, never rounded up, and marked where that
loses something, in every language.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib.resources import files

from stanchion.charter.fields import Words
from stanchion.exact.money import describe_amount, describe_share, format_amount
from stanchion.exact.record import record


class Tag(Enum):
    """A language that Stanchion speaks, by its BCP 47 tag."""

    ENGLISH = "en"
    TRADITIONAL = "zh-Hant"
    SIMPLIFIED = "zh-Hans"


NAMES = {Tag.ENGLISH: "English", Tag.TRADITIONAL: "繁體中文", Tag.SIMPLIFIED: "简体中文"}
SCALES: Mapping[Tag, tuple[tuple[int, str], ...]] = {
    Tag.TRADITIONAL: ((10**12, "兆"), (10**8, "億"), (10**4, "萬")),
    Tag.SIMPLIFIED: ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
}
"""Chinese counts in groups of four digits; English words are those of `describe_amount`."""
_DECIMALS = 4


@record(frozen=True, slots=True)
class Language:
    """How one language is spoken; `messages` are translations by their English words."""

    which: Tag
    messages: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The BCP 47 tag."""
        return self.which.value

    def text(self, message: str) -> str:
        """The message in this language; English where the catalogue has none."""
        return self.messages.get(message) or message

    def said(self, words: Words) -> str:
        """What a charter says, in this language if it does."""
        return words.said_in(self.tag)

    def amount(self, value: Fraction | int) -> str:
        """An amount as people say it: `105 bn`, `1,050 億`."""
        scales = SCALES.get(self.which)
        if scales is None:
            return describe_amount(value)
        exact = Fraction(value)
        for scale, word in scales:
            if abs(exact) >= scale:
                return f"{_short(exact / scale)} {word}"
        return describe_amount(exact) if abs(exact) < 1000 else _short(exact)

    def share(self, part: Fraction | int) -> str:
        """A part of a whole in per cent."""
        return describe_share(part)

    def number(self, count: int) -> str:
        """A whole number with its groups of digits."""
        return f"{count:,}"

    def day(self, moment: date | datetime) -> str:
        """A calendar day as people write it."""
        if self.which is Tag.ENGLISH:
            return f"{moment.day} {moment:%B %Y}"
        return f"{moment.year} 年 {moment.month} 月 {moment.day} 日"

    def moment(self, moment: datetime) -> str:
        """A day with the time of day."""
        return (
            f"{self.day(moment)}, {moment:%H:%M}"
            if self.which is Tag.ENGLISH
            else (f"{self.day(moment)} {moment:%H:%M}")
        )


def _short(value: Fraction) -> str:
    text = format_amount(value, digits=_DECIMALS)
    return text if text.endswith("…") else text.rstrip("0").rstrip(".")


@cache
def language(tag: str) -> Language:
    """The language of a BCP 47 tag; raises ValueError for one that is not spoken here."""
    which = Tag(tag)
    return Language(which, {} if which is Tag.ENGLISH else _catalogue(tag))


def _catalogue(tag: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    path = files("stanchion.reports") / "locale" / f"{tag}.po"
    with path.open("rb") as source:
        found = read_po(source)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}
