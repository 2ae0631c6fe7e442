"""The words of a phrase, and a cursor over them which remembers what it was looking for.

A phrase that cannot be read is a `PhraseFault`: the stretch of text at fault, what stands there,
and what would have been right in that place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from stanchion.charter.phrases import Name
from stanchion.exact.record import record
from stanchion.source.characters import shortened
from stanchion.source.span import Span
from stanchion.source.suggest import closest
from stanchion.source.tree import Text

T = TypeVar("T")
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![.,]?\d)"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
      | (?P<date>\d{{4}}-\d{{2}}(?:-\d{{2}})?(?![\d-]))
      | (?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)
      | (?P<offset>[+-]\d{{2}}:\d{{2}})
      | (?P<number>{NUMBER})
      | (?P<zone>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z0-9_+-]*)+)
      | (?P<word>[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)
      | (?P<symbol>[(),%/])
      | (?P<other>\d+(?:[.,]\d+)*|\S)""",
    re.VERBOSE,
)
RESERVED = frozenset(
    (
        *("a", "all", "any", "anyone", "and", "at", "coalition", "decision", "every", "everything"),
        *("except", "from", "holders", "it", "manager", "members", "no", "nobody", "none", "not"),
        *("of", "or", "someone", "stage", "the", "together", "under", "within", "without"),
    )
)
"""Words that begin or join phrases and so can be nobody's name."""
LONGEST_NUMBER = 40
"""Digits that a number in a charter may have; more is a slip of the keyboard, not money."""
DEEPEST = 20
"""Parentheses and `not`s within one another that anybody can follow."""


@record(frozen=True, slots=True)
class Token:
    """One word, number or sign, and where in the phrase it stands."""

    kind: str
    text: str
    start: int
    end: int


class PhraseFault(ValueError):
    """A phrase that cannot be read: `start` and `end` bound the text at fault."""

    def __init__(self, message: str, *, start: int, end: int, label: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.label = label
        self.help = help


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a phrase; unknown signs are tokens too, so that they can be pointed at."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "space":
            found.append(Token(kind, match.group(), match.start(), match.end()))
    return tuple(found)


class Cursor:
    """Walks over the tokens of one phrase and keeps the furthest unmet expectations."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.position = 0
        self._furthest = 0
        self._expected: list[str] = []
        self._near: list[str] = []
        self._depth = 0

    # -- looking

    @property
    def token(self) -> Token | None:
        """The token under the cursor, or None at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def expect(self, what: str, *, ahead: int = 0, near: str = "") -> None:
        """Note that `what` would have been right at the cursor (plus `ahead` tokens).

        `near` are words that may have been misspelt; they are suggested and not listed.
        """
        position = self.position + ahead
        if position > self._furthest:
            self._furthest = position
            self._expected, self._near = [], []
        if position == self._furthest:
            self._near.append(near)
            if what and what not in self._expected:
                self._expected.append(what)

    def accept(self, words: str, *, as_one_of: str | None = None) -> bool:
        """Take the words if all of them come next; otherwise note what was missing.

        `as_one_of` names the kind of word, for lists too long to be told (empty: not told at all).
        """
        wanted = words.split()
        for ahead, word in enumerate(wanted):
            place = self.position + ahead
            if place >= len(self.tokens) or self.tokens[place].text.casefold() != word:
                missing = " ".join(wanted[ahead:])
                told = f"`{missing}`" if as_one_of is None else as_one_of
                self.expect(told, ahead=ahead, near=missing)
                return False
        self.position += len(wanted)
        return True

    def accept_one(self, words: Sequence[str], *, as_one_of: str) -> str | None:
        """Take the next word if it is one of these, and say which; otherwise note that."""
        word = None if self.token is None else self.token.text.casefold()
        if word in words:
            self.position += 1
            return word
        self.expect(as_one_of)
        if self.position == self._furthest:
            self._near.extend(words)
        return None

    def take(self, kind: str, what: str) -> Token | None:
        """Take the next token if it is of that kind; otherwise note that `what` was missing."""
        token = self.token
        if token is not None and token.kind == kind:
            self.position += 1
            return token
        self.expect(what)
        return None

    # -- demanding

    def require(self, words: str) -> None:
        """Take the words or fail."""
        if not self.accept(words):
            raise self.fault()

    def end(self) -> None:
        """Demand that nothing is left."""
        if self.token is not None:
            self.expect("the end of the phrase")
            raise self.fault()

    def name(self, what: str) -> Name:
        """Take an identifier, or fail saying `what` was expected."""
        reserved = self.token is not None and self.token.text.casefold() in RESERVED
        token = None if reserved else self.take("word", what)
        if token is None:
            self.expect(what)
            raise self.fault()
        return Name(token.text, self.span(token.start, token.end))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """One level of nesting further in; raises PhraseFault where nobody could follow."""
        if self._depth >= DEEPEST:
            raise self.fault_at(
                self.tokens[self.position - 1],
                f"nested more than {DEEPEST} deep",
                label="too deep to be followed",
            )
        self._depth += 1
        yield
        self._depth -= 1

    # -- places and faults

    def span(self, start: int, end: int) -> Span | None:
        """Where a stretch of the phrase stands in the file, if the phrase came from one."""
        return self.text.part(start, end) if isinstance(self.text, Text) else None

    def since(self, position: int) -> Span | None:
        """Where the tokens from `position` up to the cursor stand in the file."""
        last = max(position, self.position - 1)
        if position >= len(self.tokens):
            return None
        return self.span(self.tokens[position].start, self.tokens[last].end)

    def fault_at(self, token: Token, message: str, *, label: str, help: str = "") -> PhraseFault:
        """A fault of meaning at one token."""
        return PhraseFault(message, start=token.start, end=token.end, label=label, help=help)

    def fault(self) -> PhraseFault:
        """The fault at the furthest place where something was looked for in vain."""
        expected = listed(self._expected, "or")
        if self._furthest >= len(self.tokens):
            end = len(self.text.rstrip())
            start = self.tokens[-1].start if self.tokens else 0
            return PhraseFault(
                f"the phrase ends where {expected} was expected",
                start=start,
                end=max(end, start + 1),
                label=f"{expected} must follow",
            )
        found = self.tokens[self._furthest]
        # `seets` is near to the first word of `seats in office`, not to the whole of it
        phrases = [phrase for phrase in self._near if phrase]
        first_words = [phrase.split()[0] for phrase in phrases]
        near = closest(found.text, dict.fromkeys([*phrases, *first_words]), limit=1)
        return PhraseFault(
            f"cannot read `{shortened(found.text)}` here",
            start=found.start,
            end=found.end,
            label=f"expected {expected}",
            help=f"did you mean `{near[0]}`?" if near else "",
        )


def listed(words: list[str], joint: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


Production = Callable[[Cursor], T]


def parse(text: str, production: Production[T]) -> T:
    """The whole of `text` read by one production; raises PhraseFault."""
    cursor = Cursor(text)
    meaning = production(cursor)
    cursor.end()
    return meaning
