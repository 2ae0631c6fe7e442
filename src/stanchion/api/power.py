"""Questions about power: who can decide what, at an instant."""

from dataclasses import replace
from typing import TYPE_CHECKING

from stanchion.api.view import View, known_or_raise
from stanchion.charter.phrases import Name
from stanchion.control.from_charter import CannotDecide
from stanchion.control.results import Who
from stanchion.control.who import who as control_who
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.exact.record import record

if TYPE_CHECKING:
    from stanchion.control.power.measures import Sample
    from stanchion.control.power.results import Power


def who(asked: View, decision: str, *, budget: Budget | None = None) -> Who:
    """Who can bring a decision about and who can stop it, as things stood.

    Raises UnknownName, CannotDecide, TooLarge.
    """
    known_or_raise("decision", decision, asked.state.charter.decisions)
    found = control_who(asked.state, decision, budget=budget)
    return replace(found, assumptions=(*asked.changes, *found.assumptions))


def power(
    asked: View, decision: str, *, budget: Budget | None = None, sample: "Sample | None" = None
) -> "Power":
    """How much one vote counts in a decision, by every index; exact, or sampled if asked for.

    Raises UnknownName, CannotDecide, TooLarge.
    """
    from stanchion.control.power.answer import power as control_power

    known_or_raise("decision", decision, asked.state.charter.decisions)
    return control_power(asked.state, decision, budget=budget, sample=sample)


def title_of(asked: View, decision: str) -> str:
    """What a decision is called."""
    terms = asked.state.charter.decisions[Name(decision)]
    return str(terms.name or decision.replace("_", " "))


@record(frozen=True, slots=True)
class Overview:
    """One decision in a line: who, or why that cannot be worked out."""

    decision: str
    title: str
    who: Who | None
    why_not: str | None


def decisions(asked: View, *, budget: Budget | None = None) -> tuple[Overview, ...]:
    """Every decision of the charter, as things stood."""
    found = []
    for name in asked.state.charter.decisions:
        title = title_of(asked, name)
        try:
            found.append(
                Overview(str(name), title, control_who(asked.state, name, budget=budget), None)
            )
        except (CannotDecide, TooLarge) as unable:
            found.append(Overview(str(name), title, None, str(unable)))
    return tuple(found)
