"""Which facts of a charter rest on which source."""

from collections import Counter
from collections.abc import Iterator, Mapping

from stanchion.charter.model import Charter
from stanchion.charter.sources import Cited
from stanchion.charter.written import Written


def citations(charter: Charter) -> Mapping[str, int]:
    """How many facts name each source, in the order in which the charter lists the sources."""
    cited = Counter(str(name) for entry in _cited(charter) for name in entry.source)
    return {str(name): cited[str(name)] for name in charter.sources}


def _cited(part: object) -> Iterator[Cited]:
    """Everything in a charter that can name its sources."""
    match part:
        case Written():
            if isinstance(part, Cited):
                yield part
            for name in part.fields():
                yield from _cited(getattr(part, name))
        case dict():
            for value in part.values():
                yield from _cited(value)
        case tuple():
            for value in part:
                yield from _cited(value)
        case _:
            return
