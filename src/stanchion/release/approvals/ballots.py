"""Votes counted under the charter's own rules, each in the company as it stood when it was cast.

A vote counts if it is about this model, stage and policy, is cast in time by somebody who had a
vote at that instant, and is the first of its voter. After each vote, and each event that may have
changed who sits where, the control engine is asked whether those who have said yes by then win the
decision; what they have won is won.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stanchion.charter.approvals import Approval
from stanchion.charter.state import State, state_at
from stanchion.control.coalitions import Coalitions
from stanchion.control.from_charter import Compiled, approval_game
from stanchion.control.game import Game, Player, crowds_of
from stanchion.control.results import Coalition
from stanchion.exact.diagram import TooLarge
from stanchion.exact.record import record
from stanchion.release.dossier import Choice, Vote
from stanchion.release.from_charter import Gate
from stanchion.release.results import RefusedRecord


@record(frozen=True, slots=True)
class Window:
    """When votes on an approval count: from `begins` (None: not yet) to `ends` (None: no end)."""

    begins: datetime | None
    ends: datetime | None
    not_begun: str


@record(frozen=True, slots=True)
class Count:
    """What the votes on one approval come to.

    `won_at` and `lost_at` are when those who said yes had won, and when those who said no could
    no longer be passed over; `rejected_at` when those who said no could have taken the decision
    themselves; `safe_at` when nobody but those who said yes could have.
    """

    made: Compiled
    yes: tuple[str, ...]
    no: tuple[str, ...]
    abstained: tuple[str, ...]
    won_at: datetime | None
    lost_at: datetime | None
    rejected_at: datetime | None
    safe_at: datetime | None
    refused: tuple[RefusedRecord, ...]


@dataclass(slots=True)
class Ballots:
    """The votes on the approvals of a gate; `now` is the instant asked about."""

    gate: Gate
    votes: Sequence[Vote]
    now: datetime
    _games: dict[tuple[str, datetime], Compiled] = field(default_factory=dict)

    def count(self, name: str, approval: Approval, window: Window) -> Count:
        """The votes on one approval, counted in order of time."""
        cast: dict[Choice, list[str]] = {choice: [] for choice in Choice}
        at: dict[str, datetime] = {}
        refused = []
        last: datetime | None = None
        for vote in sorted(self.votes, key=lambda each: each.at):
            if vote.approval != name:
                continue
            why = self._against(vote, name, approval, window, cast)
            if why is not None:
                what = f"vote on `{name}`"
                refused.append(RefusedRecord(what, vote.party, vote.at, why, vote.entry))
                continue
            self._between(name, approval, cast, (last, vote.at), at)
            cast[vote.choice].append(vote.party)
            last = vote.at
            _note(self._game(name, approval, vote.at).game, cast, vote.at, at)
        self._between(name, approval, cast, (last, window.ends or self.now), at)
        return Count(
            made=self._game(name, approval, self.now),
            yes=tuple(cast[Choice.YES]),
            no=tuple(cast[Choice.NO]),
            abstained=tuple(cast[Choice.ABSTAIN]),
            won_at=at.get("won"),
            lost_at=at.get("lost"),
            rejected_at=at.get("rejected"),
            safe_at=at.get("safe"),
            refused=tuple(refused),
        )

    def _between(
        self,
        name: str,
        approval: Approval,
        cast: dict[Choice, list[str]],
        between: tuple[datetime | None, datetime],
        at: dict[str, datetime],
    ) -> None:
        """Ask again after every event since the last vote: who sits where may have changed."""
        last, until = between
        if last is None:
            return
        for event in self.gate.state.charter.events:
            when = event.when.start
            if last < when <= min(until, self.now):
                _note(self._game(name, approval, when).game, cast, when, at)

    def _game(self, name: str, approval: Approval, at: datetime) -> Compiled:
        known = self._games.get((name, at))
        if known is None:
            known = approval_game(self._state(at), name, approval)
            self._games[name, at] = known
        return known

    def _state(self, at: datetime) -> State:
        state = self.gate.state
        return state if at == state.instant else state_at(state.charter, at)

    def _against(
        self,
        vote: Vote,
        name: str,
        approval: Approval,
        window: Window,
        cast: dict[Choice, list[str]],
    ) -> str | None:
        """The rule against a vote, or None."""
        return (
            self._of_another(vote)
            or self._out_of_time(vote, window)
            or self._without_a_vote(vote, name, approval)
            or (
                f"`{vote.party}` has voted already"
                if any(vote.party in parties for parties in cast.values())
                else None
            )
        )

    def _of_another(self, vote: Vote) -> str | None:
        if vote.subject_sha256 != self.gate.subject:
            return "it is a vote on another build"
        if vote.policy_sha256 != self.gate.policy_sha256:
            return "it is a vote under another policy, or this one before it was changed"
        if vote.stage != self.gate.stage.value:
            return f"it is a vote on a release to `{vote.stage}`"
        return None

    def _out_of_time(self, vote: Vote, window: Window) -> str | None:
        if vote.at > self.now:
            return "it is later than now"
        if window.begins is None:
            return window.not_begun
        if vote.at < window.begins:
            return f"it is earlier than {told(window.begins)}, when the vote began"
        if window.ends is not None and vote.at > window.ends:
            return f"it is later than {told(window.ends)}, when the vote ended"
        return None

    def _without_a_vote(self, vote: Vote, name: str, approval: Approval) -> str | None:
        if vote.at < self.gate.state.charter.opens.start:
            return "it is earlier than the charter"
        game = self._game(name, approval, vote.at).game
        player = Player(vote.party)
        if player not in game.players:
            return f"`{vote.party}` had no vote in it on {told(vote.at)}"
        if player in crowds_of(game.formula):
            return f"`{vote.party}` votes one by one, which is counted elsewhere"
        return None


def _note(
    game: Game, cast: dict[Choice, list[str]], when: datetime, at: dict[str, datetime]
) -> None:
    """Note what is reached for the first time."""
    yes = frozenset(Player(name) for name in cast[Choice.YES])
    no = frozenset(Player(name) for name in cast[Choice.NO])
    reached = {
        "won": game.wins(yes),
        "lost": game.blocks(no),
        "rejected": game.wins(no),
        "safe": game.blocks(yes),
    }
    for key, holds in reached.items():
        if holds:
            at.setdefault(key, when)


def told(instant: datetime) -> str:
    """An instant to the minute, with its zone."""
    return instant.isoformat(sep=" ", timespec="minutes")


MOST_COALITIONS = 50


def still_needed(count: Count, *, against: bool = False) -> tuple[Coalition, ...]:
    """The least coalitions of those who have not voted that would bring the yes (no) about."""
    have = frozenset(Player(name) for name in (count.no if against else count.yes))
    gone = frozenset(Player(name) for name in (*count.yes, *count.no, *count.abstained)) - have
    try:
        winning = Coalitions(count.made.game).minimal_winning()
    except TooLarge:
        return ()
    left = [frozenset(c) - have for c in winning if not gone & frozenset(c)]
    least = [c for c in left if not any(other < c for other in left)]
    order = {player: place for place, player in enumerate(count.made.game.players)}
    found = {tuple(sorted(c, key=order.__getitem__)) for c in least}
    listed = sorted(found, key=lambda c: (len(c), [order[player] for player in c]))
    return tuple(listed[:MOST_COALITIONS])
