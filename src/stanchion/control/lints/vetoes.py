"""Vetoes that nobody can use."""

from collections.abc import Iterator

from stanchion.charter import phrases as p
from stanchion.charter.selection import selected_names
from stanchion.control.lints.ability import Ability
from stanchion.control.lints.linted import Linted, lint, place
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.span import Span


@explains("ST901", "veto out of reach")
def vetoes_can_be_used(linted: Linted) -> Iterator[Diagnostic]:
    """A veto counts people who cannot take part in it, so that the others never reach it.

    A veto of a council that acts by two thirds of all seats, half of which are vacant, held by
    people who step aside or by crowds that cast no votes, is written down and cannot be used. Nor
    can it be waived, so that the decision waits for ever. Count those who can vote
    (`seats in office`), or lower the threshold.
    """
    for name, terms in linted.state.charter.decisions.items():
        aside = frozenset(
            selected_names(linted.state, terms.recused) if terms.recused is not None else ()
        )
        for veto in terms.vetoes:
            why = Ability(linted.state, recused=aside).why_not(veto)
            if why is not None:
                yield lint(
                    "ST901",
                    f"the veto of `{name}` can be neither used nor waived: {why}",
                    place(_at(veto), name.at, terms.at),
                    label="out of reach as things stand",
                    help="count only those who can take part, or name somebody else",
                )


def _at(selector: p.Selector) -> Span | None:
    match selector:
        case p.Named(name) | p.HoldersOf(name) | p.ManagerOf(name):
            return name.at
        case _:
            return None


LINTS = (vetoes_can_be_used,)
