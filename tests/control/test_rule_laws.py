"""Laws of compiled rules on random charters, and a slow second opinion on what can be forced.

The second opinion knows nothing of formulas: it lets every member outside of a coalition stay
away, vote no or abstain in every combination, counts as a secretary would, and says that the
coalition can take the decision if it passes every time.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stanchion.api.loading import load
from stanchion.api.view import view
from stanchion.control.from_charter import CannotDecide, compiled
from stanchion.control.game import Game, Player

NAMES = ("ann", "bob", "cyd", "dan", "eve")
HEAD = "stanchion: 1\nname: A test\nas_of: 2024-01-01 UTC\ncurrency: EUR\n"
SEATS, OFFICE, PRESENT, CAST = "all seats", "seats in office", "members present", "votes cast"
LEAVES, QUORUM_ONLY, STAYS = (
    *("leaves quorum and base", "counts for quorum only"),
    "stays in the base",
)


@dataclass(frozen=True)
class Needs:
    """A threshold: more than, or at least, a share (or a number) of a base."""

    strict: bool
    share: Fraction | None
    count: int
    base: str

    def __str__(self) -> str:
        how = "more than" if self.strict else "at least"
        return f"{how} {self.count if self.share is None else self.share} of {self.base}"

    def met(self, yes: Fraction, whole: Fraction) -> bool:
        quota = Fraction(self.count) if self.share is None else self.share * whole
        return yes > quota if self.strict else yes >= quota


@dataclass(frozen=True)
class Board:
    """A board of people with one vote each, its rule, and who steps aside."""

    members: tuple[str, ...]
    size: int
    acts: Needs
    quorum: Needs | None
    chair: str | None
    recused: tuple[str, ...]
    recusal: str

    def charter(self) -> str:
        seats = ", ".join([*self.members, *["vacant"] * (self.size - len(self.members))])
        quorum = "" if self.quorum is None else f", quorum: {self.quorum}"
        chair = "" if self.chair is None else f", casting_vote: {self.chair}"
        aside = f"recused: '{', '.join(self.recused)}', " if self.recused else ""
        parties = "".join(f"  {name}: {{person: {name}}}\n" for name in self.members)
        return (
            f"{HEAD}parties:\n{parties}bodies:\n"
            f"  board: {{seats: [{seats}], size: {self.size}, acts: {self.acts}{quorum}{chair}}}\n"
            f"decisions:\n  decide: {{by: board, {aside}recusal: {self.recusal}, "
            "effect: recorded}\n"
        )


def thresholds(size: int, bases: tuple[str, ...]) -> st.SearchStrategy[Needs]:
    shares = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)])
    return st.builds(
        Needs,
        st.booleans(),
        st.one_of(shares, shares, st.none()),
        st.integers(1, max(1, size - 1)),
        st.sampled_from(bases),
    )


@st.composite
def boards(draw: st.DrawFn) -> Board:
    members = NAMES[: draw(st.integers(1, 5))]
    size = len(members) + draw(st.integers(0, 2))
    assume(size > 1)
    acts = draw(thresholds(size, (SEATS, OFFICE, PRESENT, CAST)))
    return Board(
        members,
        size,
        acts,
        draw(st.none() | thresholds(size, (SEATS, OFFICE))),
        draw(st.none() | st.sampled_from(members)),
        tuple(draw(st.lists(st.sampled_from(members), unique=True, max_size=2))),
        draw(st.sampled_from([LEAVES, QUORUM_ONLY, STAYS])),
    )


def game_of(board: Board) -> Game:
    loaded = load(board.charter(), file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return compiled(view(loaded.charter).state, "decide").game


# ------------------------------------------------------------------ a slow second opinion


def forced(board: Board, coalition: frozenset[str]) -> bool:
    """Whether the decision passes however those outside of the coalition behave."""
    aside = set(board.recused)
    yes = sum(1 for name in coalition if name not in aside)
    free = [name for name in board.members if name not in coalition and name not in aside]
    lurking = [name for name in board.recused if name not in coalition]
    attending = [name for name in board.recused if name in coalition]
    for ballots in product(("away", "no", "abstains"), repeat=len(free)):
        for comes in product((False, True), repeat=len(lurking)):
            there = sum(comes) + len(attending)
            if not _passes(board, coalition, yes, ballots, there):
                return False
    return True


def _passes(
    board: Board, coalition: frozenset[str], yes: int, ballots: tuple[str, ...], aside_there: int
) -> bool:
    away, no = ballots.count("away"), ballots.count("no")
    present, cast = yes + len(ballots) - away, yes + no
    stays, quorum_only = board.recusal == STAYS, board.recusal == QUORUM_ONLY
    in_base = len(board.recused) if stays else 0
    whole = {
        SEATS: board.size - len(board.recused) + in_base,
        OFFICE: len(board.members) - len(board.recused) + in_base,
        PRESENT: present + (len(board.recused) if stays else 0),
        CAST: cast + (len(board.recused) if stays else 0),
    }
    tie = board.acts.strict and board.acts.share == Fraction(1, 2)
    base = Fraction(whole[board.acts.base])
    passed = board.acts.met(Fraction(yes), base)
    if tie and board.chair in coalition and board.chair not in board.recused:
        passed = passed or Fraction(yes) == base / 2
        passed = passed or Fraction(yes) > base / 2
    if not passed or board.quorum is None or board.acts.base in {SEATS, OFFICE}:
        return passed
    of = {
        SEATS: board.size - (len(board.recused) if board.recusal == LEAVES else 0),
        OFFICE: len(board.members) - (len(board.recused) if board.recusal == LEAVES else 0),
    }
    come = present + (aside_there if quorum_only else 0)
    return board.quorum.met(Fraction(come), Fraction(of[board.quorum.base]))


def coalitions(names: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(c) for k in range(len(names) + 1) for c in combinations(names, k)]


@settings(derandomize=True, deadline=None, max_examples=120)
@given(boards())
def test_the_compiled_rule_is_what_can_be_forced(board: Board) -> None:
    game = game_of(board)
    for coalition in coalitions(board.members):
        expected = forced(board, coalition)
        assert game.wins(frozenset(map(Player, coalition))) == expected, (board, coalition)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(boards())
def test_adding_a_yes_vote_never_loses_a_decision(board: Board) -> None:
    game = game_of(board)
    for coalition in coalitions(board.members):
        if game.wins(frozenset(map(Player, coalition))):
            for more in board.members:
                assert game.wins(frozenset(map(Player, {*coalition, more})))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(boards(), st.permutations(["zoe", "yan", "xia", "wim", "vic"]))
def test_renaming_renames_and_changes_nothing_else(board: Board, others: list[str]) -> None:
    new = dict(zip(NAMES, others, strict=True))
    renamed = replace(
        board,
        members=tuple(new[name] for name in board.members),
        recused=tuple(new[name] for name in board.recused),
        chair=None if board.chair is None else new[board.chair],
    )
    one, other = game_of(board), game_of(renamed)
    assert [new[player] for player in one.players] == list(other.players)
    for coalition in coalitions(board.members):
        there = frozenset(Player(new[name]) for name in coalition)
        assert one.wins(frozenset(map(Player, coalition))) == other.wins(there)


# ------------------------------------------------------------------------------ holdings


def meeting(shares: list[str], needs: Needs, cap: str = "") -> str:
    names = NAMES[: len(shares)]
    parties = "".join(f"  {name}: {{person: {name}}}\n" for name in names)
    held = "".join(
        f"    - {{holder: {name}, class: stock, share: {share}}}\n"
        for name, share in zip(names, shares, strict=True)
    )
    return (
        f"{HEAD}parties:\n{parties}  co: {{company: Co}}\n"
        "classes: {co: {stock: {kind: common, votes: 1 per unit, units: 1000}}}\n"
        f"holdings:\n  co:\n{held}"
        f"bodies:\n  meeting: {{members: holders of stock, acts: {needs}{cap}}}\n"
        "decisions:\n  decide: {by: meeting, effect: recorded}\n"
    )


def game_of_meeting(text: str) -> Game:
    loaded = load(text, file="charter.yaml")
    assert loaded.charter is not None, [d.message for d in loaded.diagnostics]
    return compiled(view(loaded.charter).state, "decide").game


ranges = st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda r: (r[0], r[0] + r[1]))
of_votes = thresholds(2, ("outstanding votes", "votes cast")).map(
    lambda needs: replace(needs, share=needs.share or Fraction(1, 2))
)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.lists(ranges, min_size=1, max_size=4), of_votes, st.data())
def test_an_answer_given_for_a_range_holds_everywhere_within_it(
    ends: list[tuple[int, int]], needs: Needs, data: st.DataObject
) -> None:
    assume(sum(low for low, _ in ends) <= 100)
    try:
        ranged = game_of_meeting(meeting([f"{low}% to {high}%" for low, high in ends], needs))
    except CannotDecide:
        return
    points = [data.draw(st.integers(low, high)) for low, high in ends]
    assume(sum(points) <= 100)
    exact = game_of_meeting(meeting([f"{point}%" for point in points], needs))
    for coalition in coalitions(NAMES[: len(ends)]):
        there = frozenset(map(Player, coalition))
        assert ranged.wins(there) == exact.wins(there), (ends, points, needs, coalition)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 25), min_size=1, max_size=4), of_votes, st.integers(5, 100))
def test_a_voting_cap_counts_nobody_above_it(held: list[int], needs: Needs, cap: int) -> None:
    """Of votes cast by all (also those whom nobody named), each holder's up to the cap count."""
    game = game_of_meeting(meeting([f"{x}%" for x in held], needs, f", voting_cap: {cap}%"))
    most = [min(share, cap) for share in held]
    lost = sum(share - kept for share, kept in zip(held, most, strict=True))
    whole = Fraction(100) if needs.base == "outstanding votes" else Fraction(100 - lost)
    for coalition in coalitions(NAMES[: len(held)]):
        yes = sum(kept for name, kept in zip(NAMES, most, strict=False) if name in coalition)
        there = frozenset(map(Player, coalition))
        assert game.wins(there) == needs.met(Fraction(yes), whole)
