"""Whether, by whom and how soon a goal can be brought about; or that it never can."""

from dataclasses import field, replace
from datetime import datetime
from hashlib import sha256

from stanchion.charter import phrases as p
from stanchion.charter.calendar import in_words, later
from stanchion.charter.parties import VotesAs
from stanchion.charter.state import State
from stanchion.control.game import Player
from stanchion.control.reach.arena import Nominees, Side
from stanchion.control.reach.ballots import Ballots
from stanchion.control.reach.coalitions import first_of, kinds_among, least, with_a_voice
from stanchion.control.reach.contest import forced
from stanchion.control.reach.from_charter import arena
from stanchion.control.reach.limits import Limits, Stopped
from stanchion.control.reach.moves import Moves
from stanchion.control.reach.outsiders import outsider_needed
from stanchion.control.reach.plans import plan_of
from stanchion.control.reach.results import Choice, Outcome, Plan, Reach
from stanchion.control.reach.search import FASTER, Found, Track, shortest
from stanchion.control.results import Step
from stanchion.exact.record import record

ALONE = "breadth first over all positions, alike people and seats lumped; others only vote no"
NOT_FASTEST = "whether a plan of more decisions is faster was not searched to the end"
CONTEST = "a game on time-stamped turns, opponents first on ties, solved backward as an attractor"


@record(frozen=True, slots=True)
class Question:
    """What is asked of a state: the goal, who wants it (None: whoever suffices), who opposes it."""

    state: State
    goal: p.Goal
    text: str
    by: frozenset[Player] | None = None
    against: frozenset[Player] | None = frozenset()  # None: everybody else
    nominees: Nominees = Nominees.LOYAL
    steps: int | None = None
    within: p.Duration | None = None
    limits: Limits = field(default_factory=Limits)
    lumped: bool = True

    @property
    def contested(self) -> bool:
        """Whether anybody may act in between."""
        return self.against is None or bool(self.against)

    @property
    def until(self) -> datetime | None:
        """The last moment that is asked about."""
        return None if self.within is None else later(self.state.instant, self.within)

    def opponents(self, ours: frozenset[Player]) -> frozenset[Player]:
        """Who opposes a coalition."""
        everybody = frozenset(Player(str(name)) for name in self.state.charter.parties)
        return (everybody if self.against is None else self.against) - ours


@record(frozen=True, slots=True)
class _Attempt:
    """What one coalition can do."""

    outcome: Outcome
    words: str
    plans: tuple[Plan, ...]
    positions: int
    assumptions: tuple[str, ...]


def reach(question: Question) -> Reach:
    """Whether the goal can be brought about, by whom, and how soon.

    `outcome` says NEVER only when all positions that modelled moves lead to are exhausted; where a
    limit is met, or the charter leaves open what matters, it says UNDECIDED.
    """
    if question.by is not None:
        return _answer(question, question.by, (), _attempt(question, question.by), 0)
    return _searched(question)


def _searched(question: Question) -> Reach:
    """The answer for the fewest people who suffice."""
    everybody = with_a_voice(question.state, question.goal)
    if question.against:
        everybody -= question.against
    kinds = kinds_among(question.state, question.goal, everybody, question.nominees)
    looked_at, doubts = 0, list[_Attempt]()

    def suffices(coalition: frozenset[Player]) -> bool:
        nonlocal looked_at
        left = question.limits.positions - looked_at
        limits = replace(question.limits, positions=left)
        tried = _attempt(replace(question, limits=limits), coalition, faster=0)
        looked_at += tried.positions
        if tried.outcome is Outcome.UNDECIDED:
            doubts.append(tried)
        return tried.outcome is Outcome.REACHED

    coalitions = least(kinds, suffices)
    if doubts and not coalitions:
        return _answer(question, everybody, (), doubts[0], looked_at)
    first = first_of(coalitions[0]) if coalitions else everybody
    answer = _answer(question, first, coalitions, _attempt(question, first), looked_at)
    if not doubts:
        return answer
    doubt = f"whether other coalitions suffice is not decided: {doubts[0].words}"
    return replace(answer, assumptions=(*answer.assumptions, doubt))


def _attempt(question: Question, ours: frozenset[Player], *, faster: int = FASTER) -> _Attempt:
    """What a coalition can do about the goal; `faster` as for `shortest`."""
    needed = outsider_needed(question.state, question.goal, ours)
    if needed is not None:
        return _Attempt(_beyond(question), needed, (), 1, ())
    sides = {Side.OURS: ours}
    if question.contested:
        sides[Side.THEIRS] = question.opponents(ours)
    made = arena(
        question.state,
        question.goal,
        sides,
        nominees=question.nominees,
        lumped=question.lumped,
    )
    moves = Moves(Ballots(made))
    try:
        alone = shortest(
            moves,
            most_steps=question.steps,
            until=question.until,
            limits=question.limits,
            faster=0 if question.contested else faster,
        )
        tracks, positions, held = _tracks(question, moves, alone)
    except Stopped as stopped:
        return _Attempt(Outcome.UNDECIDED, str(stopped), (), stopped.positions, ())
    doubt = _doubt(moves, reached=bool(tracks), contested=question.contested)
    plans = tuple(plan_of(moves.ballots, track) for track in tracks)
    if doubt is not None:
        return _Attempt(Outcome.UNDECIDED, doubt, plans, positions, made.assumptions)
    if plans:
        words = "a plan of modelled moves leads there"
        hasty = () if alone.whole or question.contested else (NOT_FASTEST,)
        return _Attempt(Outcome.REACHED, words, plans, positions, (*made.assumptions, *hasty))
    outcome = _beyond(question)
    words = f"all {positions:,} positions that their moves lead to are exhausted; none meets it"
    if positions == 1:
        words = "no decision that could lead there is open to them, so they have no first move"
    if question.contested:
        if held is not None:
            words = f"the others can keep it off for ever ({positions:,} turns looked at)"
            words += f", beginning with: {_said(moves, held)}"
    return _Attempt(outcome, words, (), positions, made.assumptions)


def _beyond(question: Question) -> Outcome:
    """What a goal is that cannot be brought about, as far as is looked."""
    bounded = question.steps is not None or question.within is not None
    return Outcome.NOT_WITHIN if bounded else Outcome.NEVER


def _tracks(
    question: Question, moves: Moves, alone: Found
) -> tuple[tuple[Track, ...], int, Track | None]:
    """Ways to the goal, positions looked at, and how the others keep it off."""
    if not question.contested or not alone.tracks:
        return alone.tracks, alone.positions, None  # what fails unopposed fails opposed
    contest = forced(moves, until=question.until, limits=question.limits)
    line = contest.line
    late = line is not None and question.steps is not None and line.steps > question.steps
    return (() if line is None or late else (line,)), contest.positions, contest.held_by


def _said(moves: Moves, held: Track) -> str:
    steps = plan_of(moves.ballots, held).steps
    if not steps:
        return "nothing at all"
    return ", then ".join(f"`{step.decision}`: {step.text}" for step in steps)


def _doubt(moves: Moves, *, reached: bool, contested: bool) -> str | None:
    """Why an answer would be a guess; None where it is none."""
    if reached and not contested:
        return None  # a plan stands on what is known, whatever else is not
    for decision, why in moves.ballots.unclear.items():
        return f"who takes `{decision}` is not clear: {why}"
    side = Side.THEIRS if reached else Side.OURS
    for who, amending, amended in sorted(moves.open_amendments, key=repr):
        if who is side:
            return (
                f"`{amending}` can amend the rule of `{amended}`, and no lever or reading of the "
                "charter declares to what"
            )
    return None


def _answer(
    question: Question,
    ours: frozenset[Player],
    coalitions: tuple[tuple[Choice, ...], ...],
    tried: _Attempt,
    looked_at: int,
) -> Reach:
    nominees = f"newcomers are {question.nominees.value}"
    if question.nominees is Nominees.LOYAL:
        nominees += " to those who appoint them"
    contested = question.contested
    against = "everybody else" if question.against is None else ""
    return Reach(
        goal=question.text,
        as_of=question.state.instant.isoformat(timespec="minutes"),
        outcome=tried.outcome,
        words=tried.words,
        by=_in_order(question.state, ours),
        against=(against,) if against else _in_order(question.state, question.against or ()),
        nominees=nominees,
        coalitions=coalitions,
        plans=tried.plans,
        horizon=_horizon(question),
        positions=max(looked_at, tried.positions),
        because=_because(tried.plans),
        assumptions=(nominees, *tried.assumptions, *_crowds(question)),
        digest=_digest(question, ours),
        method=CONTEST if contested else ALONE,
    )


def _crowds(question: Question) -> list[str]:
    """Crowds whose heads vote one by one elsewhere: here they move together or not at all."""
    parties = question.state.charter.parties
    crowds = [n for n, party in parties.items() if party.votes_as is VotesAs.INDIVIDUALS]
    voters = with_a_voice(question.state, question.goal) if crowds else frozenset[Player]()
    return [
        f"`{name}` votes one by one; here all of them act together or none, counted as one"
        for name in crowds
        if Player(str(name)) in voters
    ]


def _in_order(state: State, players: frozenset[Player] | tuple[()]) -> tuple[str, ...]:
    return tuple(str(name) for name in state.charter.parties if Player(str(name)) in players)


def _horizon(question: Question) -> str:
    parts = []
    if question.steps is not None:
        parts.append(f"{question.steps} decision{'' if question.steps == 1 else 's'}")
    if question.within is not None:
        parts.append(in_words(question.within))
    return f"within {' and '.join(parts)}" if parts else "any number of modelled moves"


def _because(plans: tuple[Plan, ...]) -> tuple[Step, ...]:
    return tuple(dict.fromkeys(step.because for plan in plans for step in plan.steps))


def _digest(question: Question, ours: frozenset[Player]) -> str:
    """SHA-256 of all that the answer hangs on."""
    charter, state = question.state.charter, question.state
    said = (
        *(question.goal, sorted(ours), question.nominees, question.steps, question.within),
        *(None if question.against is None else sorted(question.against), state.instant),
        *(charter.decisions, charter.bodies, charter.offices, charter.agreements, charter.groups),
        *(state.seats, state.sizes, state.offices, state.stakes, charter.release),
    )
    return sha256(repr(said).encode()).hexdigest()
