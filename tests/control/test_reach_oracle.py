"""The search over lumped positions, held against enumeration with names, day by day."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.state import State, state_at
from stanchion.control.game import Player
from stanchion.control.reach.arena import Nominees
from stanchion.control.reach.reach import Question, reach
from stanchion.control.reach.results import Outcome
from tests.control import naive_reach as naive

PEOPLE = ("ann", "bob", "cyd", "dan", "eve")
HEAD = """
stanchion: 1
name: A test
as_of: 2024-01-01
time_zone: UTC
currency: EUR
parties:
  co: {company: Co, acts_by: board}
""" + "".join(
    f"  {name}: {{person: {name.upper()}}}\n"
    for name in [*PEOPLE, *(f"{letter}{i}" for letter in "nmi" for i in range(1, 12))]
)

RULES = (
    "more than 1/2 of seats in office of board",
    "at least 2/3 of seats in office of board",
    "more than 1/2 of all seats of board",
    "at least 2 of seats in office of board",
    "all of seats in office of board",
    "more than 1/2 of seats in office of board and consent of ceo",
    "consent of ann or at least 2 of seats in office of panel",
)
EFFECTS = (
    "someone joins board",
    "a member leaves board",
    "ann leaves board",
    "dan joins board",
    "someone joins panel",
    "a member leaves panel",
    "someone becomes ceo",
    "ceo falls vacant",
    "eve becomes ceo",
    "size of board is 3",
    "size of board is open",
    "decision first needs all of seats in office of board",
    "decision second needs at least 2 of seats in office of board",
    "recorded",
)
GOALS = (
    *("can first", "second is taken", "ann does not sit in board", "dan sits in board"),
    *("eve is ceo", "ceo is vacant", "bob is not ceo", "board has a majority loyal to bob"),
    "can third",
)


@dataclass(frozen=True)
class Asked:
    """A small charter, and a question about it."""

    text: str
    goal: str
    ours: frozenset[str]
    theirs: frozenset[str]
    loyal: bool


def decisions(names: tuple[str, ...], timed: bool) -> st.SearchStrategy[str]:
    waits = st.sampled_from(("none", "1 day", "2 days") if timed else ("none",))

    def one(name: str) -> st.SearchStrategy[str]:
        whens = st.sampled_from(("", "", "", ", when: third is taken", ", cooling_off: 1 day"))
        return st.builds(
            "  {}: {{by: {}, needs: {}, effect: [{}], notice: {}, time_lock: {}{}}}\n".format,
            st.just(name),
            st.sampled_from(("board", "board", "panel")),
            st.sampled_from(RULES),
            st.lists(st.sampled_from(EFFECTS), min_size=1, max_size=2, unique=True).map(", ".join),
            waits,
            waits,
            whens if name != "third" else st.just(""),
        )

    return st.tuples(*map(one, names)).map("".join)


REST = """
offices: {{ceo: {{of: co, held_by: {}}}}}
bodies:
  board: {{of: co, seats: [{}], size: {}, acts: more than 1/2 of seats in office}}
  panel: {{of: co, seats: [{}], acts: more than 1/2 of seats in office{}, size: 2}}
decisions:
{}"""


def charters(timed: bool, sized: bool) -> st.SearchStrategy[str]:
    return st.builds(
        REST.format,
        st.sampled_from(("ann", "bob", "eve")),
        st.sampled_from(("ann, bob, cyd", "ann, bob", "ann, bob, cyd, dan")),
        st.sampled_from(("4",) if sized else ("4", "5")),
        st.sampled_from(("ann", "bob", "ann, cyd")),
        st.sampled_from(("", ", committee_of: board")),
        decisions(("first", "second", "third"), timed),
    ).map(lambda rest: HEAD + rest)


def questions(timed: bool, contested: bool) -> st.SearchStrategy[Asked]:
    sides = st.lists(
        st.sampled_from(("ours", "theirs", "nobody") if contested else ("ours", "ours", "nobody")),
        min_size=5,
        max_size=5,
    )
    return st.builds(
        lambda text, goal, sides, loyal: Asked(
            text,
            goal,
            frozenset(n for n, side in zip(PEOPLE, sides, strict=True) if side == "ours"),
            frozenset(n for n, side in zip(PEOPLE, sides, strict=True) if side == "theirs"),
            loyal,
        ),
        charters(timed, contested),
        st.sampled_from(GOALS),
        sides,
        st.booleans(),
    )


def state_of(asked: Asked) -> State:
    loaded = load(asked.text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return state_at(loaded.charter, loaded.charter.as_of.start)


def world_of(asked: Asked, state: State, goal: p.Goal) -> naive.World:
    return naive.World(
        sides={naive.OURS: asked.ours, naive.THEIRS: asked.theirs},
        loyal=asked.loyal,
        wanted=frozenset(n for n in map(str, p.names_of(goal)) if n in PEOPLE),
        most_seats={str(body): state.size_of(body) or 0 for body in state.seats},
        decisions=("first", "second", "third"),
        after={
            str(name): str(terms.when.decision)
            for name, terms in state.charter.decisions.items()
            if isinstance(terms.when, p.DecisionTaken)
        },
    )


def question_of(asked: Asked, state: State, goal: p.Goal, steps: int, days: str) -> Question:
    return Question(
        state=state,
        goal=goal,
        text=asked.goal,
        by=frozenset(map(Player, asked.ours)),
        against=frozenset(map(Player, asked.theirs)),
        nominees=Nominees.LOYAL if asked.loyal else Nominees.INDEPENDENT,
        steps=steps,
        within=g.parse(days, g.duration),
    )


@settings(derandomize=True, deadline=None, max_examples=25)
@given(questions(timed=True, contested=False))
def test_the_shortest_plans_are_those_that_enumeration_finds(asked: Asked) -> None:
    state, goal = state_of(asked), g.parse(asked.goal, g.goal)
    expected = naive.front(world_of(asked, state, goal), state, goal, 2, 4)
    found = reach(question_of(asked, state, goal, 2, "4 days"))
    if found.outcome is Outcome.UNDECIDED:
        return
    assert [(plan.decisions, plan.takes.days) for plan in found.plans] == expected, asked


@settings(derandomize=True, deadline=None, max_examples=25)
@given(questions(timed=True, contested=True))
def test_what_is_forced_against_opponents_is_what_minimax_forces(asked: Asked) -> None:
    state, goal = state_of(asked), g.parse(asked.goal, g.goal)
    world = world_of(asked, state, goal)
    expected = naive.forced(world, naive.begin(world, state), goal, 2, 2)
    found = reach(question_of(asked, state, goal, 2, "2 days"))
    assert (found.outcome is Outcome.REACHED) is expected, (asked, found)
