"""Questions about levers: which change of the rules would have altered how a dispute ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stanchion.api.endings import known_ending
from stanchion.api.errors import UnknownName
from stanchion.api.view import read_question
from stanchion.charter import grammar as g
from stanchion.charter.checks.supposed import unknown_in
from stanchion.charter.fields import Words
from stanchion.charter.model import Charter
from stanchion.conflict.levers.edits import Edit, declared
from stanchion.conflict.levers.levers import levers as conflict_levers
from stanchion.conflict.levers.results import Levers
from stanchion.conflict.trials import Trials
from stanchion.exact.errors import StanchionError
from stanchion.source.suggest import closest

__all__ = ["Levers", "NoLevers", "Trials", "levers"]


@dataclass(eq=False)
class NoLevers(StanchionError, ValueError):
    """There is no change to try."""

    def __str__(self) -> str:
        return (
            "there is no change of the charter to try\n"
            "  = help: write `levers:` under `dispute:`, or suppose one by `--with`, as in "
            "`--with 'decision sell also needs consent of ann'`"
        )


def levers(
    charter: Charter,
    trials: Trials,
    *,
    at: datetime | None = None,
    ending: str | None = None,
    supposed: Sequence[str] = (),
    largest: int = 3,
) -> Levers:
    """The declared levers and the supposed changes, each alone and in smallest sets.

    `supposed` are changes of terms in the charter's own words. Raises BadQuestion, UnknownName,
    NoCrisis, NoLevers.
    """
    edits = [*(declared(charter) if charter.dispute else ()), *_supposed(charter, supposed)]
    if charter.dispute is not None and not edits:
        raise NoLevers
    asked = known_ending(charter, ending)
    return conflict_levers(charter, edits, trials, at=at, outcome=asked, largest=largest)


def _supposed(charter: Charter, texts: Sequence[str]) -> list[Edit]:
    clock = g.Clock(charter.time_zone)
    edits = []
    for text in texts:
        patch = read_question(text, g.patch(clock))
        unknown = unknown_in(charter, patch)
        if unknown is not None:
            near = closest(unknown.name, unknown.known)
            raise UnknownName(unknown.noun, str(unknown.name), near, unknown.known)
        edits.append(Edit(text, Words((("en", text),)), (patch,)))
    return edits
