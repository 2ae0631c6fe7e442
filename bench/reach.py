"""Reach on staggered boards with three committees; alike people lumped, and everybody told apart.

On fifteen seats: positions looked at and seconds of this process, for goals on the board and,
through it, in a committee. On nine seats, where both searches end soon: the ratio of the two.
"""

import sys
from time import process_time

from stanchion.api.loading import load
from stanchion.charter import grammar as g
from stanchion.charter.state import State, state_at
from stanchion.control.game import Player
from stanchion.control.reach.limits import Limits
from stanchion.control.reach.reach import Question, reach

TERMS = ("2025-05-01", "2026-05-01", "2027-05-01")
COMMITTEES = ("audit", "nomination", "safety")
GOALS = ("board has a majority loyal to raider", "release is taken", "can from_audit")
MOST_SECONDS = 5


def staggered(seats: int) -> str:
    """A third of the directors is elected each year, and a third sits in each committee."""
    people = [f"d{i}" for i in range(1, seats + 1)]
    part = seats // len(COMMITTEES)
    board = ", ".join(
        f"{{held_by: {name}, elected_by: holders of votes, until: {TERMS[i % 3]}}}"
        for i, name in enumerate(people)
    )
    committees = "".join(
        f"  {name}: {{of: co, seats: [{', '.join(people[part * i : part * (i + 1)])}], "
        f"size: {part}, committee_of: board, acts: more than 1/2 of seats in office}}\n"
        for i, name in enumerate(COMMITTEES)
    )
    moves = "".join(
        f"  to_{name}: {{by: board, effect: someone joins {name}}}\n"
        f"  from_{name}: {{by: board, effect: a member leaves {name}}}\n"
        for name in COMMITTEES
    )
    return (
        "stanchion: 1\nname: A staggered board\nas_of: 2025-01-01\ntime_zone: UTC\n"
        "currency: USD\nparties:\n  co: {company: Co, acts_by: board}\n"
        "  raider: {fund: The raider}\n  others: {group: The others}\n"
        + "".join(f"  {name}: {{person: {name}}}\n" for name in people)
        + "classes: {co: {votes: {kind: common, votes: 1 per unit}}}\n"
        "holdings:\n  co:\n    - {holder: raider, class: votes, units: 60}\n"
        "    - {holder: others, class: votes, units: 40}\n"
        "bodies:\n  meeting: {of: co, members: holders of votes, "
        "acts: more than 1/2 of outstanding votes, notice: 30 days}\n"
        f"  board: {{of: co, size: {seats}, seats: [{board}], notice: 2 days, "
        "at_term_end: stays until replaced, acts: more than 1/2 of seats in office}\n"
        + committees
        + "decisions:\n  elect: {by: meeting, effect: someone joins board}\n"
        + moves
        + f"  release: {{by: safety, needs: at least {part // 2 + 1} of seats in office of safety, "
        "effect: recorded, notice: none}\n"
    )


def state_of(text: str) -> State:
    """The company as it stands at its date."""
    loaded = load(text, file="staggered.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return state_at(loaded.charter, loaded.charter.as_of.start)


def timed(state: State, goal: str, *, lumped: bool = True) -> tuple[float, int]:
    """Seconds and positions of one search, with what came out printed."""
    question = Question(
        state=state,
        goal=g.parse(goal, g.goal),
        text=goal,
        by=frozenset({Player("raider")}),
        limits=Limits(positions=1_000_000),
        lumped=lumped,
    )
    began = process_time()
    found = reach(question)
    seconds = process_time() - began
    plans = [f"{len(plan.steps)} decisions, {plan.takes.days} days" for plan in found.plans]
    sort = "lumped" if lumped else "told apart"
    print(f"  {sort:<10} {found.positions:>7,} positions {seconds:8.2f} s   {'; '.join(plans)}")
    return seconds, found.positions


def main() -> int:
    """Print the figures; 1 where a search on fifteen seats takes more than five seconds."""
    large, small = state_of(staggered(15)), state_of(staggered(9))
    slow = False
    for goal in GOALS:
        print(f"{goal}, 15 seats")
        seconds, _ = timed(large, goal)
        slow = slow or seconds > MOST_SECONDS
    for goal in GOALS[:2]:
        print(f"{goal}, 9 seats")
        (fast, few), (long, many) = timed(small, goal), timed(small, goal, lumped=False)
        print(f"  ratio      {many / few:7.1f} in positions {long / fast:8.1f} in time")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
