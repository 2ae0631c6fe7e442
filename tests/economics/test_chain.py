"""Money through entities: by hand, and against money pushed round until it rests."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanchion.economics import waterfall as w
from stanchion.economics.breakpoints import breakpoints
from stanchion.economics.chains.chain import Chain, Link, chain_of
from stanchion.economics.chains.sweep import ClosedRing, solution
from stanchion.economics.chains.through import payers_first, through
from stanchion.economics.curves import payoff_curves
from stanchion.economics.interpreter import interpret_totals
from stanchion.economics.proof import EveryDollarAbove, NeverReceivesMore, WhereAllCapsBind, prove
from stanchion.economics.sweep import sweep
from stanchion.exact.allocation import Leftover
from tests.economics.waterfalls import WHY, exactly, waterfalls

F = Fraction


def payee(name: str) -> w.PayeeId:
    return w.PayeeId(name)


def sharing(
    entity: str, shares: dict[str, Fraction | str], *, caps: dict[str, int] | None = None
) -> w.Waterfall:
    """One stage of shares; what capped payees free goes to the residual, who is the last named."""
    parts = tuple((payee(who), F(part)) for who, part in shares.items())
    residual = parts[-1][0]
    stage = w.Stage(
        id=w.StageId("split"),
        sharing=w.FixedShares(parts),
        limit=w.NoLimit(),
        caps=tuple(
            w.Cap(payee(who), F(at), w.Everything(), WHY) for who, at in (caps or {}).items()
        ),
        freed=tuple((payee(who), w.ToResidual()) for who in caps or {}),
        because=WHY,
    )
    return w.Waterfall(
        entity=entity,
        currency="USD",
        stages=(stage,),
        residual=residual,
        payees=tuple(who for who, _ in parts),
        leftover=Leftover.LARGEST_REMAINDER,
    )


def chained(*made: w.Waterfall) -> Chain:
    return chain_of(tuple(Link(each.entity, each) for each in made))


def received(chain: Chain, amount: int | Fraction) -> dict[str, Fraction]:
    curves = payoff_curves(chain)
    return {str(who): curves.of(who)(F(amount)) for who in chain.payees}


TOP = sharing("top", {"ann": "1/2", "middle": "1/2"}, caps={"ann": 30})
MIDDLE = sharing("middle", {"bob": "1/4", "charity": "3/4"}, caps={"bob": 20})


def test_what_an_entity_receives_it_pays_on() -> None:
    chain = chained(TOP, MIDDLE)
    assert chain.payees == ("ann", "bob", "charity")
    assert received(chain, 40) == {"ann": 20, "bob": 5, "charity": 15}
    # above 60 ann has her 30; bob has his 20 once 80 have come to the middle
    assert received(chain, 110) == {"ann": 30, "bob": 20, "charity": 60}
    assert received(chain, 1110) == {"ann": 30, "bob": 20, "charity": 1060}


def test_each_breakpoint_names_the_entity_where_it_lies() -> None:
    found = breakpoints(chained(TOP, MIDDLE))
    assert found.points == (60, 110)
    assert found.intervals[1].begins == ("in `top`: `ann` has reached its cap of 30 in `split`",)
    assert found.intervals[2].begins == ("in `middle`: `bob` has reached its cap of 20 in `split`",)
    assert [(str(s.payee), s.part) for s in found.intervals[1].owners] == [
        ("charity", F(3, 4)),
        ("bob", F(1, 4)),
    ]


def test_claims_about_those_who_keep_the_money_are_proved() -> None:
    chain = chained(TOP, MIDDLE)
    point = WhereAllCapsBind.POINT
    assert prove(chain, EveryDollarAbove(point, payee("charity"))).tight_at == 110
    assert prove(chain, NeverReceivesMore(payee("bob"), F(20))).holds
    assert prove(chain, NeverReceivesMore(payee("bob"), F(19))).counterexample == 200
    never = prove(
        chained(TOP, replace(MIDDLE, stages=(_alone(MIDDLE),))),
        EveryDollarAbove(point, payee("bob")),
    )
    assert "`bob` in stage `split` of `middle`" in never.words


def _alone(made: w.Waterfall) -> w.Stage:
    """A stage in which the last payee alone is paid, so that the cap of the others never binds."""
    return replace(made.stages[0], sharing=w.FixedShares(((made.payees[-1], F(1)),)))


def test_a_cross_holding_pays_what_comes_back_too() -> None:
    """a pays 1/2 to b, b 1/2 back: of a dollar a receives 1 + 1/4 + 1/16 ... = 4/3."""
    a = sharing("a", {"b": "1/2", "ann": "1/2"})
    b = sharing("b", {"a": "1/2", "bob": "1/2"})
    assert received(chained(a, b), 3) == {"ann": 2, "bob": 1}
    assert received(chained(b, a), 3) == {"ann": 1, "bob": 2}
    own = sharing("own", {"own": "3/4", "ann": "1/4"})
    assert received(chained(own), 8) == {"ann": 8}


def test_a_ring_that_closes_at_an_amount_is_refused_with_it() -> None:
    """ann is capped at 10, which a has paid once 20 have come in: 10 from outside, 10 from b."""
    a = sharing("a", {"ann": "1/2", "b": "1/2"}, caps={"ann": 10})
    b = sharing("b", {"a": "1"})
    with pytest.raises(ClosedRing) as refused:
        sweep(chained(a, b))
    assert (refused.value.entities, refused.value.amount) == (("a", "b"), 10)
    assert "pay one another every dollar above 10" in str(refused.value)
    with pytest.raises(ClosedRing) as alone:
        sweep(chained(sharing("c", {"c": "1"})))
    assert (alone.value.entities, alone.value.amount) == (("c",), 0)
    assert "`c` pays itself" in str(alone.value)


def test_a_closed_ring_that_no_money_comes_to_hurts_nobody() -> None:
    ring = (sharing("b", {"c": "1"}), sharing("c", {"b": "1"}))
    top = sharing("a", {"ann": "1", "b": "0"})
    assert received(chained(top, *ring), 7) == {"ann": 7}


def test_what_an_entity_had_paid_before_counts_in_it() -> None:
    before = replace(MIDDLE, received=((w.StageId("split"), payee("bob"), F(18)),))
    chain = chained(TOP, before)
    assert received(chain, 110) == {"ann": 30, "bob": 2, "charity": 78}
    assert [line.before for line in through(chain, F(110)).lines] == [0, 18, 0]


# --------------------------------------------------------------------- whole units


def test_each_hop_pays_whole_cents() -> None:
    a = sharing("a", {"b": "1/3", "c": "1/3", "ann": "1/3"})
    b = sharing("b", {"bob": "1/2", "cyd": "1/2"})
    c = sharing("c", {"bob": "1/2", "cyd": "1/2"})
    found = through(chained(a, b, c), F(1, 100))
    assert [hop.entity for hop in found.hops] == ["a", "b"]
    assert {str(line.payee): line.paid.minor for line in found.lines} == {
        "ann": 0,
        "bob": 1,
        "cyd": 0,
    }
    assert [line.exact for line in found.lines] == [F(1, 300)] * 3


def test_the_last_cent_of_a_ring_comes_to_rest() -> None:
    a = sharing("a", {"b": "9/10", "ann": "1/10"})
    b = sharing("b", {"a": "9/10", "bob": "1/10"})
    for cents in (1, 2, 3, 1000):
        found = through(chained(a, b), F(cents, 100))
        assert sum(line.paid.minor for line in found.lines) == cents
        for hop in found.hops:
            assert sum(line.paid.minor for line in hop.lines) == hop.amount * 100


def test_whoever_pays_comes_before_whom_it_pays() -> None:
    a = sharing("a", {"b": "1/2", "c": "1/2"})
    b = sharing("b", {"c": "1"})
    c = sharing("c", {"ann": "1"})
    assert payers_first(chained(a, b, c)) == ("a", "b", "c")
    assert payers_first(chained(a, c, b)) == ("a", "b", "c")
    assert [hop.amount for hop in through(chained(a, b, c), F(2)).hops] == [2, 1, 2]


# ---------------------------------------------------------- the slow interpreter of chains


def pushed_round(chain: Chain, amount: Fraction, *, least: Fraction) -> dict[w.PayeeId, Fraction]:
    """Money handed on by whoever has any, until less than `least` is on its way."""
    payable = {link.entity: link.payable for link in chain.links}
    had = dict.fromkeys(payable, F(0))
    paid: dict[str, dict[w.PayeeId, Fraction]] = {name: {} for name in payable}
    on_its_way = {chain.entity: amount}
    while sum(on_its_way.values()) >= least:
        name = max(on_its_way, key=lambda each: on_its_way[each])
        had[name] += on_its_way.pop(name)
        made = payable[name]
        assert isinstance(made, w.Waterfall)
        totals = interpret_totals(made, had[name])
        for who, total in totals.items():
            if who in payable and (more := total - paid[name].get(who, F(0))):
                on_its_way[str(who)] = on_its_way.get(str(who), F(0)) + more
        paid[name] = totals
    kept = dict.fromkeys(chain.payees, F(0))
    for totals in paid.values():
        for who, total in totals.items():
            if who in kept:
                kept[who] += total
    return kept


NAMES = ("x", "y", "z")


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Up to three random waterfalls in a row or a ring, some of whose payees are the others.

    The residual payee of each is nobody's entity, so that money can leave.
    """
    size = draw(st.integers(1, 3))
    made = []
    for name in NAMES[:size]:
        own = draw(waterfalls())
        # the fourth payee is replaced, so that half of most dollars leaves
        other = draw(st.sampled_from(NAMES[:size]))
        made.append(renamed(own, name, {"a": other, "r": f"r{name}"}))
    return chained(*made)


def renamed(made: w.Waterfall, entity: str, names: dict[str, str]) -> w.Waterfall:
    """The waterfall with some payees called otherwise."""

    def name(who: w.PayeeId) -> w.PayeeId:
        return payee(names.get(who, who))

    def parts(
        pairs: Sequence[tuple[w.PayeeId, Fraction]],
    ) -> tuple[tuple[w.PayeeId, Fraction], ...]:
        return tuple((name(who), part) for who, part in pairs)

    def stage(each: w.Stage) -> w.Stage:
        limit = each.limit
        if isinstance(limit, w.UntilReceived):
            limit = replace(limit, payee=name(limit.payee))
        sharing = type(each.sharing)(parts(each.parts))
        freed = tuple(
            (name(who), w.ToPayee(name(to.payee)) if isinstance(to, w.ToPayee) else to)
            for who, to in each.freed
        )
        caps = tuple(replace(cap, payee=name(cap.payee)) for cap in each.caps)
        return replace(each, sharing=sharing, limit=limit, caps=caps, freed=freed)

    assert made.residual is not None
    return replace(
        made,
        entity=entity,
        stages=tuple(map(stage, made.stages)),
        residual=payee(f"r{entity}"),
        payees=tuple(dict.fromkeys([*map(name, made.payees), payee(f"r{entity}")])),
        received=tuple((s, name(who), amount) for s, who, amount in made.received),
    )


@exactly
@given(chains(), st.integers(0, 60), st.sampled_from([1, 2, 3]))
def test_following_a_dollar_equals_pushing_money_round(
    chain: Chain, amount: int, part: int
) -> None:
    try:
        curves = payoff_curves(chain)
    except ClosedRing:
        return
    paid = F(amount, part)
    found = {who: curves.of(who)(paid) for who in chain.payees}
    assert sum(found.values()) == paid
    slow = pushed_round(chain, paid, least=F(1, 10**4))
    for who, kept in found.items():
        assert 0 <= kept - slow[who] < F(1, 10**4)
    assert all(curve.is_nondecreasing() for curve in curves.by_payee().values())


def test_a_system_is_solved_exactly() -> None:
    """2x - y = 2, 12y - 4x - 3z = 0, 2z - x = 4."""
    (x, y, z), d = solution([{0: 2, 1: -1}, {1: 12, 0: -4, 2: -3}, {2: 2, 0: -1}], [2, 0, 4])
    assert (2 * x - y, 12 * y - 4 * x - 3 * z, 2 * z - x) == (2 * d, 0, 4 * d)


@exactly
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.lists(st.integers(0, 9), min_size=5, max_size=5)),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.integers(0, 50), min_size=5, max_size=5),
)
def test_what_solves_a_ring_balances_every_entity_in_it(
    payers: list[tuple[int, list[int]]], entering: list[int]
) -> None:
    """Of each dollar an entity keeps more than nothing, so each ring has one solution."""
    size = len(payers)
    whole = [kept + sum(parts[:size]) for kept, parts in payers]
    rows: list[dict[int, int]] = [{i: whole[i]} for i in range(size)]
    for payer, (_, parts) in enumerate(payers):
        for to, part in enumerate(parts[:size]):
            rows[to][payer] = rows[to].get(payer, 0) - part
    system = [dict(row) for row in rows]
    found, below = solution(system, entering[:size])
    assert system == rows, "the caller's rows stand as they were"
    for row, much in zip(rows, entering, strict=False):
        assert sum(coefficient * found[j] for j, coefficient in row.items()) == much * below
