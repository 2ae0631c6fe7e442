"""Votes cast: what passes, and whose yes is lacking, against a count of every possibility."""

from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.api.errors import BadQuestion, UnknownName
from stanchion.api.loading import load
from stanchion.api.view import View, view
from stanchion.api.vote import tallies
from stanchion.charter.model import Charter
from stanchion.control.from_charter import CannotDecide, compiled, ways
from stanchion.control.game import Player
from stanchion.control.vote import Cast, votes

CASES = Path(__file__).resolve().parents[2] / "cases"
NAMES = ("openai-2023", "steward-owned", "anthropic-ltbt", "tata-sons-2016", "openai-2025")


def charter_of(text: str) -> Charter:
    made = load(text, file="charter.yaml")
    assert made.charter is not None, made.diagnostics
    return made.charter


def case(name: str) -> View:
    return view(charter_of((CASES / name / "charter.yaml").read_text(encoding="utf-8")))


VIEWS = {name: case(name) for name in NAMES}


@given(st.sampled_from(NAMES), st.data())
def test_lacking_are_the_least_who_would_carry_it(name: str, data: st.DataObject) -> None:
    asked = VIEWS[name]
    decision = data.draw(st.sampled_from(sorted(map(str, asked.charter.decisions))))
    try:
        game = compiled(asked.state, decision).game
    except CannotDecide:
        return
    said = data.draw(st.lists(st.sampled_from(["yes", "no", ""]), min_size=12, max_size=12))
    cast = dict(zip(game.players, said, strict=False))
    yes = frozenset(p for p, vote in cast.items() if vote == "yes")
    no = frozenset(p for p, vote in cast.items() if vote == "no")
    for vote in votes(asked.state, decision, Cast(yes, no)):
        if vote.quorate is not None:
            continue  # counted among those who come; below
        way = vote.way
        rule = compiled(asked.state, decision, route=way).game
        assert vote.passes == rule.wins(yes)
        away = [p for p in rule.players if p not in yes | no]
        enough = [set(some) for some in subsets(away) if rule.wins(yes | frozenset(some))]
        if vote.passes:
            assert vote.lacking is None
        elif not enough:
            assert vote.lacking is not None
            assert vote.lacking.least is None
        else:
            assert vote.lacking is not None
            assert vote.lacking.least is not None
            assert vote.lacking.least.fewest == min(map(len, enough))


def subsets(players: list[Player]) -> list[tuple[Player, ...]]:
    sizes = range(len(players) + 1)
    return list(chain.from_iterable(combinations(players, size) for size in sizes))


MEETING = """
stanchion: 1
name: A meeting
as_of: 2024-01-01 UTC
currency: USD
parties:
  co: {company: Co, acts_by: board}
  ann: {person: Ann}
  bob: {person: Bob}
  cyd: {person: Cyd}
  dan: {person: Dan}
  eve: {person: Eve}
bodies:
  board:
    of: co
    seats: [ann, bob, cyd, dan, eve]
    quorum: at least 3 of seats in office
    acts: more than 1/2 of members present
decisions:
  act: {by: board, effect: recorded}
"""
PEOPLE = ("ann", "bob", "cyd", "dan", "eve")


@pytest.mark.parametrize(
    ("yes", "no", "passes", "quorate"),
    [
        ("ann bob", "cyd", True, True),
        ("ann bob", "", False, False),
        ("ann", "bob cyd", False, True),
        ("ann bob", "cyd dan", False, True),  # two of four are not more than half
        ("ann bob cyd", "dan eve", True, True),
        ("", "", False, False),
    ],
)
def test_a_meeting_counts_those_who_come(yes: str, no: str, passes: bool, quorate: bool) -> None:
    asked = view(charter_of(MEETING))
    (tally,) = tallies(asked, yes=yes.split(), no=no.split())
    (vote,) = tally.votes
    assert (vote.passes, vote.quorate) == (passes, quorate)
    if vote.lacking is not None:
        joined = vote.lacking.heaviest
        (again,) = tallies(asked, yes=[*yes.split(), *joined], no=no.split())
        away = 5 - len(yes.split()) - len(no.split())
        assert again.passes == (joined != ())
        assert len(joined) <= away


@given(st.lists(st.sampled_from(["yes", "no", "away"]), min_size=5, max_size=5))
def test_a_meeting_lacks_no_more_than_it_must(said: list[str]) -> None:
    asked = view(charter_of(MEETING))

    def passes(yes: set[str], no: set[str]) -> bool:
        came = len(yes) + len(no)
        return came >= 3 and 2 * len(yes) > came

    yes = {p for p, vote in zip(PEOPLE, said, strict=True) if vote == "yes"}
    no = {p for p, vote in zip(PEOPLE, said, strict=True) if vote == "no"}
    (tally,) = tallies(asked, yes=sorted(yes), no=sorted(no))
    assert tally.passes == passes(yes, no)
    if not tally.passes:
        away = [p for p in PEOPLE if p not in yes | no]
        enough = [
            len(some)
            for n in range(6)
            for some in combinations(away, n)
            if passes(yes | set(some), no)
        ]
        lacking = tally.votes[0].lacking
        assert lacking is not None
        assert len(lacking.heaviest) == min(enough, default=0)


def test_ways_are_counted_each_for_itself() -> None:
    asked = VIEWS["openai-2023"]
    assert len(ways(asked.state, "remove_director")) == 2
    found = {t.decision: t for t in tallies(asked, yes=["toner", "mccauley"], no=[])}
    assert [vote.way for vote in found["remove_director"].votes] == ["meeting", "written_consent"]


def test_nobody_votes_twice_and_strangers_do_not_vote() -> None:
    with pytest.raises(BadQuestion):
        tallies(VIEWS["openai-2023"], yes=["toner"], no=["toner"])
    with pytest.raises(UnknownName):
        tallies(VIEWS["openai-2023"], yes=["nobody_here"], no=[])
