"""Edits: typed changes of a charter, alone and together, each a charter of its own."""

from collections.abc import Iterable, Sequence

from stanchion.charter import phrases as p
from stanchion.charter.fields import Words
from stanchion.charter.model import Charter
from stanchion.charter.patches import PatchMisses, patched
from stanchion.exact.record import record
from stanchion.source.span import Span


@record(frozen=True, slots=True)
class Edit:
    """One lever: what it is called, its changes of terms, and where it is written."""

    key: str
    name: Words
    patches: tuple[p.Patch, ...]
    at: Span | None = None


def declared(charter: Charter) -> tuple[Edit, ...]:
    """The levers of the charter's dispute, in order."""
    dispute = charter.dispute
    assert dispute is not None  # INVARIANT: asked of a dispute only
    return tuple(
        Edit(str(key), lever.name, lever.set, lever.at) for key, lever in dispute.levers.items()
    )


def edited(charter: Charter, edits: Iterable[Edit]) -> Charter:
    """The charter with the edits made in order; raises PatchMisses."""
    return patched(charter, [patch for edit in edits for patch in edit.patches])


def together(charter: Charter, edits: Sequence[Edit]) -> Charter | None:
    """The charter with several edits at once; None where they are no set of their own.

    They are none where the order decides what comes out, because two of them change the same
    term to different ends, or where one of them changes nothing beside the others.
    """
    try:
        made = edited(charter, edits)
        if made != edited(charter, reversed(edits)):
            return None
        fewer = (edited(charter, [e for e in edits if e is not left]) for left in edits)
        return None if len(edits) > 1 and any(made == part for part in fewer) else made
    except PatchMisses:
        return None
