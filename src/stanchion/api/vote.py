"""A vote as it was, or would be, cast: which decisions it carries, and which votes are lacking."""

from collections.abc import Iterable

from stanchion.api.errors import BadQuestion
from stanchion.api.power import title_of
from stanchion.api.view import View, known_or_raise
from stanchion.control.from_charter import CannotDecide
from stanchion.control.game import Player
from stanchion.control.vote import Cast, Vote
from stanchion.control.vote import votes as control_votes
from stanchion.exact.diagram import Budget, TooLarge
from stanchion.exact.record import record

__all__ = ["Tally", "Vote", "tallies"]


@record(frozen=True, slots=True)
class Tally:
    """One decision under the votes cast: by every way of taking it, or why it cannot be said."""

    decision: str
    title: str
    votes: tuple[Vote, ...]
    why_not: str | None

    @property
    def passes(self) -> bool:
        """Whether some way of taking the decision is carried."""
        return any(vote.passes for vote in self.votes)


def tallies(
    asked: View, *, yes: Iterable[str], no: Iterable[str], budget: Budget | None = None
) -> tuple[Tally, ...]:
    """Every decision of the charter when these say yes and no and everybody else is away.

    Raises UnknownName, BadQuestion where somebody votes both ways.
    """
    for_it, against = tuple(yes), tuple(no)
    for name in (*for_it, *against):
        known_or_raise("party", name, asked.charter.parties)
    both = next((name for name in for_it if name in against), None)
    if both is not None:
        raise BadQuestion(both, "one vote each", 0, len(both), "votes yes and no")
    cast = Cast(frozenset(map(Player, for_it)), frozenset(map(Player, against)))
    found = []
    for name in asked.state.charter.decisions:
        title = title_of(asked, name)
        try:
            made = control_votes(asked.state, name, cast, budget=budget)
            found.append(Tally(str(name), title, made, None))
        except (CannotDecide, TooLarge) as unable:
            found.append(Tally(str(name), title, (), str(unable)))
    return tuple(found)
