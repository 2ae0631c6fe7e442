"""Did you mean: the declared names nearest to a word that is not one."""

import heapq
from collections.abc import Iterable

_LONGEST = 64
"""Letters of a word worth comparing; nobody misspells longer names, they paste them."""
_MOST_COMPARED = 2000
"""Candidates compared letter by letter, those of nearest length first: bounds the work."""
_SEPARATORS = str.maketrans("", "", "-_ ")


def closest(word: str, candidates: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """The candidates that `word` may be a misspelling of, best first, at most `limit`.

    Case and the separators `-`, `_` and space do not count; one slip is allowed for each three
    letters; the same parts in another order count as one slip. Ties are in alphabetical order,
    so that the answer does not depend on the order of the candidates.
    """
    plain = _plain(word)
    if not plain or len(plain) > _LONGEST:
        return ()
    allowed = len(plain) // 3
    parts = _parts(word)
    ranked: list[tuple[int, str]] = []
    for candidate in _worth_comparing(word, plain, candidates, allowed):
        slips = _slips(plain, _plain(candidate), allowed)
        if slips > 1 and len(parts) > 1 and parts == _parts(candidate):
            slips = 1
        if slips <= allowed:
            ranked.append((slips, candidate))
    return tuple(candidate for _, candidate in sorted(ranked)[:limit])


def _worth_comparing(word: str, plain: str, candidates: Iterable[str], allowed: int) -> list[str]:
    """The candidates whose length and letters could be near enough."""
    letters = set(plain)
    nearest = []
    for candidate in set(candidates) - {word}:
        other = _plain(candidate)
        far = abs(len(other) - len(plain))
        # a slip changes at most two of the letters that occur: one goes and one comes
        if other and far <= allowed and len(letters.symmetric_difference(other)) <= 2 * allowed:
            nearest.append((far, candidate))
    return [candidate for _, candidate in heapq.nsmallest(_MOST_COMPARED, nearest)]


def _plain(word: str) -> str:
    return str(word).casefold().translate(_SEPARATORS)


def _parts(word: str) -> list[str]:
    return sorted(str(word).casefold().replace("-", " ").replace("_", " ").split())


def _slips(left: str, right: str, most: int) -> int:
    """Letters dropped, added, replaced or swapped with a neighbour; `most + 1` if there are more.

    Damerau-Levenshtein in its restricted form (no letter edited twice). Our own rather than
    `difflib`: a ratio of matching blocks has no notion of a swap, ranks long candidates by luck
    of alignment, and gives no count that a threshold per length could be argued with.
    Source: Damerau (1964); recurrence as in Boytsov (2011), section 2.
    """
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:  # a swap reaches back two rows
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
