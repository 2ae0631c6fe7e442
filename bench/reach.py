"""Reach on a staggered board of fifteen seats with three committees; lumped against unlumped.

Printed: positions looked at, seconds, and the ratio to the same search with everybody told apart,
which is stopped at a limit (the ratio is then a lower bound).
"""

import sys
from time import perf_counter

from stanchion.api.loading import load
from stanchion.charter import grammar as g
from stanchion.charter.state import state_at
from stanchion.control.game import Player
from stanchion.control.reach.limits import Limits
from stanchion.control.reach.reach import Question, reach

TERMS = ("2025-05-01", "2026-05-01", "2027-05-01")
COMMITTEES = ("audit", "nomination", "safety")
LIMIT = 1_000


def charter() -> str:
    """Five directors a year stand for election; three committees of five; the owner elects."""
    people = [f"d{i}" for i in range(1, 16)]
    seats = ", ".join(
        f"{{held_by: {name}, elected_by: holders of votes, until: {TERMS[i % 3]}}}"
        for i, name in enumerate(people)
    )
    committees = "".join(
        f"  {name}: {{of: co, seats: [{', '.join(people[5 * i : 5 * i + 5])}], size: 5, "
        "committee_of: board, acts: more than 1/2 of seats in office}\n"
        for i, name in enumerate(COMMITTEES)
    )
    seat_decisions = "".join(
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
        f"  board: {{of: co, size: 15, seats: [{seats}], "
        "at_term_end: stays until replaced, notice: 2 days, "
        "acts: more than 1/2 of seats in office}\n"
        + committees
        + "decisions:\n  elect: {by: meeting, effect: someone joins board}\n"
        + seat_decisions
        + "  release: {by: safety, needs: at least 3 of seats in office of safety, "
        "effect: recorded, notice: none}\n"
    )


def timed(question: Question) -> tuple[float, int, str]:
    """Seconds, positions, and what came out."""
    began = perf_counter()
    found = reach(question)
    plans = [f"{len(plan.steps)} decisions, {plan.takes.days} days" for plan in found.plans]
    return perf_counter() - began, found.positions, f"{found.outcome.value} {'; '.join(plans)}"


def main() -> int:
    """Print the figures; 1 where the lumped search takes more than five seconds."""
    loaded = load(charter(), file="staggered.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    state = state_at(loaded.charter, loaded.charter.as_of.start)
    slow = False
    for goal in ("board has a majority loyal to raider", "release is taken", "can from_audit"):
        asked = Question(
            state=state,
            goal=g.parse(goal, g.goal),
            text=goal,
            by=frozenset({Player("raider")}),
            limits=Limits(positions=1_000_000),
        )
        lumped, positions, said = timed(asked)
        apart = Question(
            state=state,
            goal=asked.goal,
            text=goal,
            by=asked.by,
            limits=Limits(positions=LIMIT),
            lumped=False,
        )
        unlumped, others, other = timed(apart)
        bound = "at least " if other.startswith("undecided") else ""
        print(f"{goal}: {said}")
        print(f"  lumped    {positions:>8,} positions  {lumped:8.2f} s")
        print(f"  unlumped  {others:>8,} positions  {unlumped:8.2f} s  ({other.strip()})")
        print(f"  ratio     {bound}{others / positions:.0f} in positions")
        slow = slow or lumped > 5
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
