"""Coalitions and people in the words of a language, called by the names that the charter gives."""

from collections.abc import Sequence

from stanchion.charter.model import Charter
from stanchion.control.results import Least, Pattern, Pick
from stanchion.reports.language import Language


def called(charter: Charter, names: Sequence[str], language: Language) -> list[str]:
    """What parties are called."""
    return [charter.party_name(name, language.tag) for name in names]


def listed(names: Sequence[str], language: Language) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    first = language.text(", ").join(names[:-1])
    return language.text("{first} and {last}").format(first=first, last=names[-1])


def pattern(charter: Charter, found: Pattern, language: Language) -> str:
    """`any 4 of Sam Altman, Greg Brockman and …`."""
    if not found.picks:
        return language.text("nobody: it needs no vote")
    alone = [
        name
        for pick in found.picks
        if pick.count == pick.voters and not pick.crowd
        for name in called(charter, pick.of, language)
    ]
    some = [
        _pick(charter, pick, language)
        for pick in found.picks
        if pick.count != pick.voters or pick.crowd
    ]
    parts = [*some, *([listed(alone, language)] if alone else [])]
    said = parts[0]
    for part in parts[1:]:
        said = language.text("{one}, with {other}").format(one=said, other=part)
    return said


def _pick(charter: Charter, pick: Pick, language: Language) -> str:
    names = called(charter, pick.of, language)
    if pick.crowd:
        return language.text("{count} of the {voters} of {names}").format(
            count=language.number(pick.count), voters=language.number(pick.voters), names=names[0]
        )
    if pick.count == 1:
        first, last = language.text(", ").join(names[:-1]), names[-1]
        return language.text("{first} or {last}").format(first=first, last=last)
    return language.text("any {count} of {names}").format(
        count=language.number(pick.count), names=listed(names, language)
    )


def least(charter: Charter, found: Least, language: Language) -> str:
    """The fewest who suffice, and how many ways there are."""
    if found.fewest is None:
        return language.text("nobody")
    first = pattern(charter, found.patterns[0], language)
    if found.whole and len(found.patterns) == 1:
        return first
    if found.count is None:
        return language.text("{first}, or in many other ways").format(first=first)
    return language.text("{first}, or in {count} ways in all").format(
        first=first, count=language.number(found.count)
    )
