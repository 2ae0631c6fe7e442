"""The company at an instant: what each event changes, what does not fit, the law of the fold."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.loader import load
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name
from stanchion.charter.state import (
    DoesNotFit,
    Invested,
    State,
    after,
    after_all,
    changing_events,
    misfits,
    opening_state,
    state_at,
)

CHARTER = """\
stanchion: 1
name: A small company
as_of: 2024-01-01
opening: 2023-01-01
time_zone: UTC
currency: USD
parties:
  alice: {person: Alice}
  bob: {person: Bob}
  carol: {person: Carol}
  dan: {person: Dan}
  llc: {company: Small LLC}
  inc: {company: Small Inc}
classes:
  llc:
    common: {kind: common, units: 100, votes: 1 per unit}
    pref: {kind: common}
  inc:
    pref: {kind: common}
holdings:
  llc:
    - {holder: alice, class: common, units: 60, invested: 5}
    - {holder: bob, class: common, share: 40%}
bodies:
  board:
    seats: [alice, vacant, bob]
    size: 3
    acts: more than 1/2 of seats in office
    observers: dan
  circle: {seats: [alice], acts: more than 1/2 of seats in office}
  owners: {members: holders of common, acts: more than 1/2 of outstanding votes}
offices:
  chief: {of: llc, held_by: alice}
  chair: {of: llc, held_by: vacant}
decisions:
  sell: {by: board, effect: llc is sold}
terms:
  limit: {is: 5}
pay:
  llc:
    pays: profit
    rounding: largest remainder
    by: stages
    stages:
      - {stage: split, shares: {alice: 60%, bob: 40%}}
    received:
      - {payee: alice, amount: 5, stage: split}
release:
  products: {chat: {name: Chat}}
  models: {gpt: {name: GPT, product: chat}}
"""


def charter(*events: tuple[str, str]) -> Charter:
    """The company with events, each an instant and an effect."""
    lines = [f"  - {{at: {at}, what: It happened, effect: {said}}}" for at, said in events]
    text = CHARTER + ("events:\n" + "\n".join(lines) + "\n" if lines else "")
    loaded = load(text, file="c.yaml")
    kept = [d for d in loaded.errors if d.code not in {"ST702", "ST701"}]
    assert not kept, kept
    if loaded.charter is not None:
        return loaded.charter
    # events that do not fit are folded all the same; put them into the sound charter
    sound = load(CHARTER, file="c.yaml").charter
    assert sound is not None
    typed = load(text.replace("opening: 2023-01-01", "opening: 2023-12-31"), file="c.yaml")
    assert typed.charter is not None
    return sound.changed(events=typed.charter.events)


def read(effect: str) -> p.Effect:
    """An effect from its phrase."""
    return g.parse(effect, g.effect(g.Clock(UTC)))


OPENING = opening_state(charter())
Change = dict[str, object]


def after_effects(*effects: str) -> State:
    """The opening state when effects have happened in order."""
    return after_all(OPENING, map(read, effects))


def changes(now: State, before: State = OPENING) -> Change:
    """The fields in which two states differ, with the new values."""
    names = (each.name for each in fields(State))
    return {n: getattr(now, n) for n in names if getattr(now, n) != getattr(before, n)}


def units(state: State) -> dict[tuple[str, str], Fraction | None]:
    """Units by holder and class."""
    return {(str(s.holder), f"{s.entity}.{s.share_class}"): s.units for s in state.stakes}


def test_the_opening_is_what_the_sections_say() -> None:
    assert OPENING.instant == datetime(2023, 1, 1, tzinfo=UTC)
    assert OPENING.seats == {"board": ("alice", "vacant", "bob"), "circle": ("alice",)}
    assert OPENING.in_office(Name("board")) == ("alice", "bob")
    assert OPENING.sizes == {"board": 3, "circle": None, "owners": None}
    assert OPENING.offices == {"chief": "alice", "chair": None}
    assert OPENING.observers["board"] == ("dan",)
    assert units(OPENING) == {("alice", "llc.common"): 60, ("bob", "llc.common"): None}
    assert [(paid.payee, paid.entity, paid.stage) for paid in OPENING.paid] == [
        ("alice", "llc", "split")
    ]
    assert (OPENING.released, OPENING.fates, OPENING.invested) == ({}, {}, ())


SEATED = {
    "carol joins board": {"board": ("alice", "carol", "bob"), "circle": ("alice",)},
    "carol joins circle": {"board": ("alice", "vacant", "bob"), "circle": ("alice", "carol")},
    "bob leaves board": {"board": ("alice", "vacant"), "circle": ("alice",)},
}


@pytest.mark.parametrize("effect", SEATED)
def test_seats(effect: str) -> None:
    assert changes(after_effects(effect)) == {"seats": SEATED[effect]}


OFFICES = {
    "bob becomes chief": {"chief": "bob", "chair": None},
    "chief falls vacant": {"chief": None, "chair": None},
    "alice leaves chief": {"chief": None, "chair": None},
    "alice becomes chair": {"chief": "alice", "chair": "alice"},
}


@pytest.mark.parametrize("effect", OFFICES)
def test_offices(effect: str) -> None:
    assert changes(after_effects(effect)) == {"offices": OFFICES[effect]}


def test_sizes() -> None:
    grown = after_effects("size of board is 5")
    assert grown.size_of(Name("board")) == 5
    assert grown.in_office(Name("board")) == ("alice", "bob")
    shrunk = after_effects("size of board is 2")
    assert shrunk.seats["board"] == ("alice", "bob")
    full = after_effects("size of board is 4", "carol joins board", "dan joins board")
    assert full.in_office(Name("board")) == ("alice", "bob", "carol", "dan")


def test_observers() -> None:
    come = after_effects("carol observes board")
    assert changes(come) == {"observers": {**OPENING.observers, "board": ("dan", "carol")}}
    gone = after_effects("dan stops observing board")
    assert changes(gone) == {"observers": {**OPENING.observers, "board": ()}}
    assert after_effects("dan observes board").observers["board"] == ("dan",)


def test_transfers_move_units_and_make_none() -> None:
    moved = after_effects("alice transfers 20 of common to carol")
    assert set(changes(moved)) == {"stakes"}
    assert units(moved)["alice", "llc.common"] == 40
    assert units(moved)["carol", "llc.common"] == 20
    back = after_effects(
        "alice transfers 20 of llc.common to carol", "carol transfers 20 of common to alice"
    )
    assert units(back)["alice", "llc.common"] == 60
    assert units(back)["carol", "llc.common"] == 0


def test_new_units_and_what_was_paid_for_them() -> None:
    first = after_effects("carol receives 10 of llc.pref for 5 bn")
    assert units(first)["carol", "llc.pref"] == 10
    assert first.stakes[-1].invested == p.Quantity(Fraction(5 * 10**9))
    more = after_effects("alice receives 10 of common for 7")
    assert units(more)["alice", "llc.common"] == 70
    assert more.stakes[0].invested == OPENING.stakes[0].invested
    assert more.invested == (Invested("alice", "llc", p.Quantity(Fraction(7)), OPENING.instant),)


def test_payments_and_investments_are_kept_in_order() -> None:
    state = after_effects("bob is paid 7 by llc", "alice invests 13 bn in llc")
    assert [(paid.payee, paid.stage) for paid in state.paid] == [("alice", "split"), ("bob", None)]
    thirteen = p.Quantity(Fraction(13 * 10**9))
    assert state.invested == (Invested("alice", "llc", thirteen, OPENING.instant),)
    assert state.paid[-1].on == OPENING.instant
    assert set(changes(state)) == {"paid", "invested"}


def test_models_and_entities() -> None:
    assert changes(after_effects("gpt is released to limited")) == {"released": {"gpt": "limited"}}
    assert changes(after_effects("gpt is released", "gpt is halted")) == {}
    assert changes(after_effects("llc is sold")) == {"fates": {"llc": p.EntityFate.SOLD}}


AMENDED = {
    "term limit is 7": "terms",
    "decision sell needs consent of alice": "decisions",
    "decision sell has notice of 2 days": "decisions",
    "shares in split are 50% alice, 50% bob": "pay",
    "residual of llc goes to bob": "pay",
    "class common has 2 votes per unit": "classes",
}


@pytest.mark.parametrize("effect", AMENDED)
def test_amendments_change_the_standing_terms_and_nothing_else(effect: str) -> None:
    changed = changes(after_effects(effect))
    assert set(changed) == {"charter"}
    now = changed["charter"]
    assert isinstance(now, Charter)
    sections = [n for n in Charter.fields() if getattr(now, n) != getattr(OPENING.charter, n)]
    assert sections == [AMENDED[effect]]


@pytest.mark.parametrize(
    "effect",
    [
        "recorded",
        "rule of sell is amended",
        "someone joins board",
        "a member leaves board",
        "someone becomes chief",
        "size of board is open",
        "a model of chat is released",
    ],
)
def test_what_the_decision_has_yet_to_name_changes_nothing(effect: str) -> None:
    assert after_effects(effect) == OPENING


DO_NOT_FIT = {
    "alice joins board": "`alice` sits in `board` already",
    "carol leaves board": "`carol` does not sit in `board`",
    "bob leaves chief": "`bob` does not hold `chief`",
    "chair falls vacant": "`chair` is vacant already",
    "size of board is 1": "2 people sit in `board`, more than 1",
    "carol transfers 5 of common to bob": "`carol` holds no units of `common`",
    "alice transfers 61 of common to carol": "`alice` holds only 60 units of `common`",
    "alice transfers 50% of common to carol": "a transfer says how many units",
    "alice transfers limit of common to carol": "a transfer says how many units",
    "bob receives 5 of common": "how many units of `common` `bob` holds is not known",
    "alice receives 5 of pref": "there is more than one class `pref`",
    "alice receives 5 of inc.common": "there is no class `inc.common`",
    "term price is 5": "there is no term `price`",
    "cap of alice in split is 5": "there is no cap of `alice`",
    "bob has no cap in splt": "there is no stage `splt`",
}


@pytest.mark.parametrize("effect", DO_NOT_FIT)
def test_what_does_not_fit_says_why(effect: str) -> None:
    with pytest.raises(DoesNotFit) as caught:
        after(OPENING, read(effect))
    assert str(caught.value) == DO_NOT_FIT[effect]


def test_a_board_takes_no_more_than_its_seats() -> None:
    with pytest.raises(DoesNotFit, match="all 3 seats of `board` are filled"):
        after_effects("carol joins board", "dan joins board")


# ------------------------------------------------------------------------ the fold


def test_events_before_the_opening_and_at_it_are_history() -> None:
    past = charter(("2022-05-01", "carol joins board"), ("2023-01-01", "chief falls vacant"))
    assert misfits(past) == ()
    assert changing_events(past) == ()
    state = state_at(past, datetime(2030, 1, 1, tzinfo=UTC))
    assert changes(state) == {"instant": state.instant, "charter": past}


def test_an_event_counts_from_the_first_moment_of_its_period() -> None:
    made = charter(("2023-06", "carol joins board"), ("2023-11-17 12:00", "carol leaves board"))
    board = Name("board")

    def sits(month: int, day: int, hour: int = 0, minute: int = 0) -> bool:
        moment = datetime(2023, month, day, hour, minute, tzinfo=UTC)
        return "carol" in state_at(made, moment).in_office(board)

    assert [sits(5, 31), sits(6, 1), sits(11, 17, 11, 59)] == [False, True, True]
    assert not sits(11, 17, 12, 0)


def test_an_instant_before_the_opening_shows_the_opening() -> None:
    made = charter(("2023-06", "carol joins board"))
    early = state_at(made, datetime(2020, 1, 1, tzinfo=UTC))
    assert early.seats == OPENING.seats


def test_a_misfit_changes_nothing_and_the_rest_goes_on() -> None:
    made = charter(
        ("2023-02-01", "carol leaves board"),
        ("2023-03-01", "[carol joins board, carol joins board, dan joins circle]"),
    )
    found = misfits(made)
    assert [(m.event.when.text, m.why) for m in found] == [
        ("2023-02-01", "`carol` does not sit in `board`"),
        ("2023-03-01", "`carol` sits in `board` already"),
    ]
    last = state_at(made, datetime(2024, 1, 1, tzinfo=UTC))
    assert last.in_office(Name("board")) == ("alice", "carol", "bob")
    assert last.in_office(Name("circle")) == ("alice", "dan")


def test_events_of_one_moment_happen_as_declared() -> None:
    made = charter(("2023-02-01", "carol joins board"), ("2023-02-01", "carol leaves board"))
    assert misfits(made) == ()
    turned = charter(("2023-02-01", "carol leaves board"), ("2023-02-01", "carol joins board"))
    assert len(misfits(turned)) == 1


PEOPLE = ("alice", "bob", "carol", "dan")
EFFECTS = [
    *(f"{who} {does}" for who in PEOPLE for does in ("joins board", "leaves board")),
    *(f"{who} becomes chief" for who in PEOPLE),
    *(f"{who} receives 5 of llc.pref" for who in PEOPLE),
    *(f"{who} transfers 3 of llc.pref to alice" for who in PEOPLE),
    *(f"size of board is {size}" for size in (2, 3, 5)),
    *("chief falls vacant", "alice is paid 5 by llc", "gpt is released", "gpt is halted"),
    *("term limit is 7", "term limit is 5", "residual of llc goes to bob", "recorded"),
]
DAYS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(EFFECTS)), max_size=10)


def history(days: list[tuple[int, str]]) -> Charter:
    """The company with these effects, each on a day counted from one before the opening."""
    first = OPENING.instant - timedelta(days=30)
    typed = []
    for day, effect in sorted(days, key=lambda each: each[0]):
        start = first + timedelta(days=day)
        when = p.Instant(start, start + timedelta(days=1), p.Precision.DAY)
        typed.append(EVENT.changed(when=when, effect=(read(effect),)))
    return OPENING.charter.changed(events=tuple(typed))


EVENT = charter(("2023-02-01", "recorded")).events[0]
FOREVER = datetime(2030, 1, 1, tzinfo=UTC)


@given(DAYS, st.integers(0, 60))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_the_state_at_an_instant_is_the_last_state_of_all_events_so_far(
    days: list[tuple[int, str]], day: int
) -> None:
    """`at(t)` of all events equals the last state of those up to `t`; later ones have no say."""
    moment = OPENING.instant + timedelta(days=day - 30)
    whole = state_at(history(days), moment)
    so_far = [each for each in days if each[0] <= day]
    short = state_at(history(so_far), FOREVER)
    assert set(changes(whole, short)) <= {"instant", "charter"}
    assert whole.charter.changed(events=()) == short.charter.changed(events=())


@given(DAYS)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_fold_is_the_effects_one_by_one_without_the_misfits(
    days: list[tuple[int, str]],
) -> None:
    made = history(days)
    wrong = {(id(m.event), id(m.effect)) for m in misfits(made)}
    folded = opening_state(made)
    for event in changing_events(made):
        fitting = [effect for effect in event.effect if (id(event), id(effect)) not in wrong]
        folded = after_all(replace(folded, instant=event.when.start), fitting)
    assert set(changes(state_at(made, FOREVER), folded)) <= {"instant"}


@given(DAYS)
@settings(derandomize=True, deadline=None, max_examples=100)
def test_nobody_sits_twice_and_no_board_is_overfull(days: list[tuple[int, str]]) -> None:
    state = state_at(history(days), FOREVER)
    for body, seats in state.seats.items():
        sitting = state.in_office(body)
        assert len(set(sitting)) == len(sitting)
        size = state.size_of(body)
        assert size is None or len(sitting) <= len(seats) <= size
    assert all(stake.units is None or stake.units >= 0 for stake in state.stakes)
