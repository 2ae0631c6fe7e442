"""The grammar: what each production reads, and for what it refuses the words and the place."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stanchion.charter import grammar as g
from stanchion.charter import phrases as p
from stanchion.charter.grammar import Clock, PhraseFault, Production, parse
from stanchion.charter.grammar.quantities import bare_number
from stanchion.charter.phrases import distributions as d
from stanchion.charter.phrases.meaning import Meaning
from stanchion.charter.phrases.quantities import Name

BN = 10**9
CLOCK = Clock(UTC)
PACIFIC = ZoneInfo("America/Los_Angeles")


def q(value: int | str, unit: p.Unit = p.Unit.NUMBER, currency: str | None = None) -> p.Quantity:
    """A quantity as it should be read."""
    return p.Quantity(Fraction(value), unit, currency)


def n(name: str) -> Name:
    """A name as it should be read."""
    return Name(name)


def named(name: str) -> p.Named:
    """A selector of one name."""
    return p.Named(Name(name))


def instant(
    start: datetime, lasts: timedelta, precision: p.Precision, *, about: bool = False
) -> p.Instant:
    """An instant as it should be read."""
    return p.Instant(start, start + lasts, precision, about)


DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NOV_17 = instant(datetime(2023, 11, 17, tzinfo=UTC), DAY, p.Precision.DAY)
MAJORITY = p.Threshold(p.Base.VOTES_CAST, True, Fraction(1, 2))
Readings = dict[str, object]

NUMBERS: Readings = {
    "7": Fraction(7),
    "007": Fraction(7),
    "1,234": Fraction(1234),
    "86,000,000,000": Fraction(86 * BN),
    "1,234.50": Fraction("1234.5"),
    "1000.10": Fraction("1000.1"),
    "2/3": Fraction(2, 3),
    "1.5/4.5": Fraction(1, 3),
}

QUANTITIES: Readings = {
    "7": q(7),
    "13 bn": q(13 * BN),
    "13bn": q(13 * BN),
    "13 BN": q(13 * BN),
    "0.5m": q(500_000),
    "2 thousand": q(2000),
    "3 million": q(3_000_000),
    "1 tn": q(1000 * BN),
    "USD 13 bn": q(13 * BN, currency="USD"),
    "13 bn EUR": q(13 * BN, currency="EUR"),
    "49%": q("49/100", p.Unit.RATE),
    "2/3": q("2/3", p.Unit.RATE),
    "1/2 bn": q(BN // 2),
    "1.5x": q("3/2", p.Unit.MULTIPLE),
}

FIGURES: Readings = {
    "13 bn": q(13 * BN),
    "100x invested": p.TimesInvested(Fraction(100)),
    "capital contributed": p.TimesInvested(Fraction(1)),
    "preferred return": p.PreferredReturn(),
    "capital": p.NamedTerm(n("capital")),
    "preferred": p.NamedTerm(n("preferred")),
    "100x": q(100, p.Unit.MULTIPLE),
    "principal": p.NamedTerm(n("principal")),
    "first-close_2": p.NamedTerm(n("first-close_2")),
    "x": p.NamedTerm(n("x")),
}

RATES: Readings = {
    "49%": Fraction(49, 100),
    "2/3": Fraction(2, 3),
    "0%": Fraction(0),
    "150%": Fraction(3, 2),
    "33.3%": Fraction(333, 1000),
}

RANGES: Readings = {
    "15": p.Range(Fraction(15), Fraction(15), Fraction(15)),
    "15 (5 to 30)": p.Range(Fraction(5), Fraction(30), Fraction(15)),
    "5 to 30": p.Range(Fraction(5), Fraction(30), None),
    "uniform 5 to 30": p.Range(Fraction(5), Fraction(30), None, p.Shape.UNIFORM),
    "triangular 15 (5 to 30)": p.Range(Fraction(5), Fraction(30), Fraction(15), p.Shape.TRIANGULAR),
    "beta 15 (5 to 30)": p.Range(Fraction(5), Fraction(30), Fraction(15), p.Shape.BETA),
    "normal 15 with deviation 5 within 0 to 100": p.Range(
        Fraction(0), Fraction(100), Fraction(15), p.Shape.NORMAL, deviation=Fraction(5)
    ),
    "5% to 10%": p.Range(Fraction(1, 20), Fraction(1, 10), None, p.Shape.STATED, p.Unit.RATE),
    "EUR 5 bn to EUR 6 bn": p.Range(
        Fraction(5 * BN), Fraction(6 * BN), None, p.Shape.STATED, p.Unit.NUMBER, "EUR"
    ),
    "30 to 5": p.Range(Fraction(30), Fraction(5), None),  # ST304 says it is upside down
}

DURATIONS: Readings = {
    "none": p.Duration(),
    "48 hours": p.Duration(0, timedelta(hours=48)),
    "1 day": p.Duration(0, DAY),
    "1 year and 6 months": p.Duration(18),
    "1 week 2 days": p.Duration(0, timedelta(days=9)),
    "1 month and 30 minutes": p.Duration(1, timedelta(minutes=30)),
    "0 days": p.Duration(),
    "1,000 years": p.Duration(12_000),
}

INSTANTS: Readings = {
    "2023": p.Instant(
        datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC), p.Precision.YEAR
    ),
    "2023-12": p.Instant(
        datetime(2023, 12, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC), p.Precision.MONTH
    ),
    "2023-11-17": NOV_17,
    "2024-02-29": instant(datetime(2024, 2, 29, tzinfo=UTC), DAY, p.Precision.DAY),
    "about 2023-11-17": instant(NOV_17.start, DAY, p.Precision.DAY, about=True),
    "2023-11-17 12:00": instant(datetime(2023, 11, 17, 12, tzinfo=UTC), MINUTE, p.Precision.MINUTE),
    "2023-11-17 12:00:30 Z": instant(
        datetime(2023, 11, 17, 12, 0, 30, tzinfo=UTC), timedelta(seconds=1), p.Precision.MINUTE
    ),
    "2023-11-17 12:00 America/Los_Angeles": instant(
        datetime(2023, 11, 17, 12, tzinfo=PACIFIC), MINUTE, p.Precision.MINUTE
    ),
    "2023-11-17 12:00 -08:00": instant(
        datetime(2023, 11, 17, 12, tzinfo=timezone(timedelta(hours=-8))),
        MINUTE,
        p.Precision.MINUTE,
    ),
}

AMOUNTS: Readings = {
    "10 bn": (q(10 * BN),),
    "1, 2, 3": (q(1), q(2), q(3)),
    "1,000, 2,000": (q(1000), q(2000)),
    "0 to 4 by 2": (q(0), q(2), q(4)),
    "0 to 5 by 2": (q(0), q(2), q(4)),
    "3 to 3 by 1": (q(3),),
}

ALICE_AND_BOB = p.Union((named("alice"), named("bob")))
SELECTORS: Readings = {
    "board": named("board"),
    "members of board": named("board"),
    "all of board": named("board"),
    "any 4 of board": p.AnyOf(4, named("board")),
    "any of board": p.AnyOf(1, named("board")),
    "ANY 4 OF board": p.AnyOf(4, named("board")),
    "any 2 of (alice, bob)": p.AnyOf(2, ALICE_AND_BOB),
    "alice and bob": ALICE_AND_BOB,
    "alice, bob together": ALICE_AND_BOB,
    "holders of llc.common": p.HoldersOf(n("llc.common")),
    "manager of llc": p.ManagerOf(n("llc")),
    "electors of board": p.ElectorsOf(n("board")),
    "fillers of vacancies in board": p.FillersOf(n("board")),
    "anyone": p.Anyone(),
    "any 3 of board except ceo": p.Except(p.AnyOf(3, named("board")), named("ceo")),
    "board except (alice and bob)": p.Except(named("board"), ALICE_AND_BOB),
    "((alice))": named("alice"),
}

SEATS = p.Base.SEATS_IN_OFFICE
THRESHOLDS: Readings = {
    "more than 1/2 of seats in office": p.Threshold(SEATS, True, Fraction(1, 2)),
    "at least 2/3 of all seats of board": p.Threshold(
        p.Base.ALL_SEATS, False, Fraction(2, 3), None, n("board")
    ),
    "all of members present": p.Threshold(p.Base.MEMBERS_PRESENT, False, Fraction(1)),
    "a majority of votes cast": MAJORITY,
    "at least 3 of seats in office": p.Threshold(SEATS, False, None, 3),
    "more than 3 of seats in office": p.Threshold(SEATS, True, None, 3),
    "at least 100% of outstanding votes": p.Threshold(p.Base.OUTSTANDING_VOTES, False, Fraction(1)),
    "at least 25% of votes present of common": p.Threshold(
        p.Base.VOTES_PRESENT, False, Fraction(1, 4), None, n("common")
    ),
}

A, B, C = (p.ConsentOf(named(name)) for name in ("alice", "bob", "carol"))
RULES: Readings = {
    "a majority of votes cast": MAJORITY,
    "consent of any 2 of board": p.ConsentOf(p.AnyOf(2, named("board"))),
    "consent of (alice and bob)": p.ConsentOf(ALICE_AND_BOB),
    "consent of alice and consent of bob": p.AllRules((A, B)),
    "consent of alice or consent of bob and consent of carol": p.AnyRule(
        1, (A, p.AllRules((B, C)))
    ),
    "(consent of alice or consent of bob) and consent of carol": p.AllRules(
        (p.AnyRule(1, (A, B)), C)
    ),
}

VOTES: Readings = {
    "10 per unit": Fraction(10),
    "1/10 per unit": Fraction(1, 10),
    "none": Fraction(0),
}

COUNTS: Readings = {
    "this stage": p.ThisStage(),
    "everything": p.Everything(),
    "stage recoup": p.InStages((n("recoup"),)),
    "stages recoup and share": p.InStages((n("recoup"), n("share"))),
    "stages recoup, share": p.InStages((n("recoup"), n("share"))),
}

DESTINATIONS: Readings = {
    "others pro rata": p.Freed.OTHERS_PRO_RATA,
    "the residual": p.Freed.RESIDUAL,
    "the next stage": p.Freed.NEXT_STAGE,
    "charity": n("charity"),
}

SOLD, MERGED = p.DecisionTaken(n("sell")), p.DecisionTaken(n("merge"))
CONDITIONS: Readings = {
    "microsoft has received 13 bn": p.HasReceived(n("microsoft"), q(13 * BN), p.Everything()),
    "microsoft has received principal counting this stage": p.HasReceived(
        n("microsoft"), p.NamedTerm(n("principal")), p.ThisStage()
    ),
    "microsoft has received 100x invested counting stages a1 and b1": p.HasReceived(
        n("microsoft"), p.TimesInvested(Fraction(100)), p.InStages((n("a1"), n("b1")))
    ),
    "gp has received 20% of what stages pref and fund.catch paid": p.HasReceivedShare(
        n("gp"), Fraction(1, 5), (n("pref"), n("fund.catch"))
    ),
    "gp has received 1/5 of what stage catch paid": p.HasReceivedShare(
        n("gp"), Fraction(1, 5), (n("catch"),)
    ),
    "llc has paid 92 bn": p.HasPaid(n("llc"), q(92 * BN)),
    "claims are paid": p.ClaimsPaid(),
    "from 2023-11-17": p.FromInstant(NOV_17),
    "before 2023-11-17": p.BeforeInstant(NOV_17),
    "risk of cyber before mitigation is at most high": p.RiskIs(
        n("cyber"), p.Mitigation.BEFORE, p.Relation.AT_MOST, n("high")
    ),
    "risk of cyber after mitigation is more than low": p.RiskIs(
        n("cyber"), p.Mitigation.AFTER, p.Relation.MORE_THAN, n("low")
    ),
    "sell is taken": SOLD,
    "gpt is released": p.ModelIs(n("gpt"), halted=False),
    "gpt is released to limited": p.ModelIs(n("gpt"), halted=False, stage=n("limited")),
    "gpt is halted": p.ModelIs(n("gpt"), halted=True),
    "not sell is taken": p.NotCondition(SOLD),
    "sell is taken and not merge is taken": p.AllConditions((SOLD, p.NotCondition(MERGED))),
    "claims are paid or sell is taken and merge is taken": p.AnyCondition(
        (p.ClaimsPaid(), p.AllConditions((SOLD, MERGED)))
    ),
    "not (sell is taken or merge is taken)": p.NotCondition(p.AnyCondition((SOLD, MERGED))),
}

NEWCOMER, MEMBER = p.Somebody.NEWCOMER, p.Somebody.MEMBER
PATCHES: Readings = {
    "term principal is 5 bn": p.SetTerm(n("principal"), q(5 * BN)),
    "cap of alice in share is 5 bn": p.SetCap(n("alice"), n("share"), q(5 * BN)),
    "cap of alice in llc.share counts everything": p.SetCapCounts(
        n("alice"), n("llc.share"), p.Everything()
    ),
    "alice has no cap in share": p.RemoveCap(n("alice"), n("share")),
    "freed share of alice in share goes to others pro rata": p.SetFreed(
        n("alice"), n("share"), p.Freed.OTHERS_PRO_RATA
    ),
    "freed share of alice in share goes to bob": p.SetFreed(n("alice"), n("share"), n("bob")),
    "stage share lasts until llc has paid 5": p.SetLimit(n("share"), p.HasPaid(n("llc"), q(5))),
    "shares in share are 75% alice, 1/4 bob": p.SetShares(
        n("share"), ((n("alice"), Fraction(3, 4)), (n("bob"), Fraction(1, 4)))
    ),
    "shares in share are 100% IBM": p.SetShares(n("share"), ((n("IBM"), Fraction(1)),)),
    "residual of llc goes to bob": p.SetResidual(n("llc"), n("bob")),
    "decision sell needs a majority of votes cast": p.SetRule(n("sell"), MAJORITY, False),
    "decision sell also needs consent of bob": p.SetRule(n("sell"), B, True),
    "decision sell has notice of 2 days": p.SetNotice(n("sell"), p.Duration(0, 2 * DAY)),
    "decision sell is for cause only": p.SetCause(n("sell")),
    "body board is staggered in 3 classes": p.SetStagger(n("board"), 3),
    "body board acts by consent of bob": p.SetBodyRule(n("board"), p.ConsentOf(p.Named(n("bob")))),
    "class common has 10 votes per unit": p.SetVotes(n("common"), Fraction(10)),
    "class llc.common has 1 vote per unit": p.SetVotes(n("llc.common"), Fraction(1)),
}

EFFECTS: Readings = {
    "recorded": p.Recorded(),
    "size of board is 7": p.SizeIs(n("board"), 7),
    "size of board is open": p.SizeIs(n("board"), None),
    "rule of sell is amended": p.Amends(n("sell")),
    "a model of chat is released to limited": p.ModelBecomes(
        NEWCOMER, n("chat"), halted=False, stage=n("limited")
    ),
    "a model of chat is halted": p.ModelBecomes(NEWCOMER, n("chat"), halted=True),
    "someone joins board": p.Joins(NEWCOMER, n("board")),
    "alice joins board": p.Joins(n("alice"), n("board")),
    "a member leaves board": p.Leaves(MEMBER, n("board")),
    "someone becomes ceo": p.Becomes(NEWCOMER, n("ceo")),
    "ceo falls vacant": p.FallsVacant(n("ceo")),
    "alice receives 100 of common": p.Receives(n("alice"), q(100), n("common")),
    "alice receives 100 of llc.common for 5 bn": p.Receives(
        n("alice"), q(100), n("llc.common"), q(5 * BN)
    ),
    "alice transfers 10 of common to bob": p.Transfers(n("alice"), q(10), n("common"), n("bob")),
    "alice is paid 5 bn by llc": p.IsPaid(n("alice"), q(5 * BN), n("llc")),
    "alice is paid 5 by llc in stage share": p.IsPaid(n("alice"), q(5), n("llc"), n("share")),
    "alice is paid 5 by llc in class units": p.IsPaid(n("alice"), q(5), n("llc"), n("units")),
    "alice invests 13 bn in llc": p.Invests(n("alice"), q(13 * BN), n("llc")),
    "alice observes board": p.Observes(n("alice"), n("board")),
    "alice stops observing board": p.Observes(n("alice"), n("board"), stops=True),
    "gpt is released": p.ModelBecomes(n("gpt"), None, halted=False),
    "gpt is halted": p.ModelBecomes(n("gpt"), None, halted=True),
    "llc is formed": p.EntityIs(n("llc"), p.EntityFate.FORMED),
    "llc is sold": p.EntityIs(n("llc"), p.EntityFate.SOLD),
    "llc is dissolved": p.EntityIs(n("llc"), p.EntityFate.DISSOLVED),
    **PATCHES,
}

AT_MOST_5 = p.ReceivesBounded(n("alice"), p.Relation.AT_MOST, q(5))
CAN_SELL = p.CoalitionPower(named("alice"), p.Power.CAN, n("sell"))
POINT = p.WhereAllCapsBind.POINT


def power(power: p.Power, who: p.Selector | None = None) -> p.CoalitionPower:
    """What is said of alice (or others) and the decision to sell."""
    return p.CoalitionPower(who or named("alice"), power, n("sell"))


CLAIMS: Readings = {
    "alice never receives more than 5": AT_MOST_5,
    "alice receives at most 5": AT_MOST_5,
    "alice receives at most 5 in stage share": p.ReceivesBounded(
        n("alice"), p.Relation.AT_MOST, q(5), n("share")
    ),
    "alice receives exactly 5 when 10 is paid": p.ReceivesWhen(
        n("alice"), p.Relation.EXACTLY, q(5), q(10)
    ),
    "alice receives at least 49% of every dollar above 5 below 10": p.ShareOfDollars(
        n("alice"), p.Relation.AT_LEAST, Fraction(49, 100), q(5), q(10)
    ),
    "alice receives at most 1/2 of every dollar": p.ShareOfDollars(
        n("alice"), p.Relation.AT_MOST, Fraction(1, 2)
    ),
    "alice always receives at least as much as bob above 5": p.ReceivesAsMuchAs(
        n("alice"), n("bob"), q(5)
    ),
    "every dollar above the point where all caps bind goes to charity": p.EveryDollarAbove(
        POINT, n("charity")
    ),
    "every dollar above threshold goes to charity": p.EveryDollarAbove(
        p.NamedTerm(n("threshold")), n("charity")
    ),
    "alice can ship m-1 to general": p.CoalitionPower(
        named("alice"), p.Power.CAN, p.Ships(n("m-1"), n("general"))
    ),
    "nobody can ship m-1 to limited without board": p.NobodyWithout(
        p.Ships(n("m-1"), n("limited")), named("board")
    ),
    "alice can ship": p.CoalitionPower(named("alice"), p.Power.CAN, n("ship")),
    "nobody can sell without board": p.NobodyWithout(n("sell"), named("board")),
    "nobody can ever sell without any 4 of board": p.NobodyWithout(
        n("sell"), p.AnyOf(4, named("board")), never=True
    ),
    "no coalition of investors can sell": p.CoalitionPower(
        named("investors"), p.Power.CANNOT, n("sell"), every_part=True
    ),
    "no coalition of investors can ever sell": p.CoalitionPower(
        named("investors"), p.Power.CAN_NEVER, n("sell"), every_part=True
    ),
    "any 4 of board can sell": power(p.Power.CAN, p.AnyOf(4, named("board"))),
    "alice and bob together cannot sell": power(p.Power.CANNOT, ALICE_AND_BOB),
    "alice can never sell": power(p.Power.CAN_NEVER),
    "alice can block sell": power(p.Power.CAN_BLOCK),
    "alice cannot block sell": power(p.Power.CANNOT_BLOCK),
}

ASSERTIONS: Readings = {
    **{text: p.Assertion(claim, False, p.Qualifiers()) for text, claim in CLAIMS.items()},
    "it is false that alice can sell": p.Assertion(CAN_SELL, True, p.Qualifiers()),
    "alice can sell as of 2023-11-17": p.Assertion(CAN_SELL, False, p.Qualifiers(as_of=NOV_17)),
    "alice can sell within 3 steps": p.Assertion(CAN_SELL, False, p.Qualifiers(within_steps=3)),
    "alice can sell within 1 step": p.Assertion(CAN_SELL, False, p.Qualifiers(within_steps=1)),
    "alice can sell within 30 days within 2 steps": p.Assertion(
        CAN_SELL, False, p.Qualifiers(within_steps=2, within=p.Duration(0, 30 * DAY))
    ),
    "alice receives at most 5 under every reading": p.Assertion(
        AT_MOST_5, False, p.Qualifiers(every_reading=True)
    ),
    "alice receives at most 5 through llc": p.Assertion(
        AT_MOST_5, False, p.Qualifiers(through=n("llc"))
    ),
    "alice receives at least 5 over the schedule": p.Assertion(
        p.ReceivesOverSchedule(n("alice"), p.Relation.AT_LEAST, q(5)), False, p.Qualifiers()
    ),
    "alice returns exactly 5 by clawback end": p.Assertion(
        p.Returns(n("alice"), p.Relation.EXACTLY, q(5), n("end")), False, p.Qualifiers()
    ),
    "alice receives at most 5 under any schedule": p.Assertion(
        AT_MOST_5, False, p.Qualifiers(any_schedule=True)
    ),
    "alice receives at most 5 under reading a1.b1 and c1.d1": p.Assertion(
        AT_MOST_5, False, p.Qualifiers(readings=(n("a1.b1"), n("c1.d1")))
    ),
}

SCHEDULES: Readings = {
    "5 at 2023-11-17": (p.Payout(q(5), NOV_17),),
    "150 m by fund at 2023-11-17, 10 m at 2023-11-17": (
        p.Payout(q(150 * 10**6), NOV_17, n("fund")),
        p.Payout(q(10 * 10**6), NOV_17),
    ),
}
WITHIN: Readings = {
    "3 steps": p.Within(steps=3),
    "1 step": p.Within(steps=1),
    "14 days": p.Within(time=p.Duration(0, timedelta(days=14))),
    "2 steps and 1 month": p.Within(2, p.Duration(1)),
    "1 day and 2 hours": p.Within(time=p.Duration(0, timedelta(hours=26))),
}
GOALS: Readings = {
    "can sell": p.AbleTo(n("sell")),
    "sell is taken": p.DecisionTaken(n("sell")),
    "alice is ceo": p.HoldsOffice(n("alice"), n("ceo")),
    "alice is not ceo": p.HoldsOffice(n("alice"), n("ceo"), holds=False),
    "ceo is vacant": p.OfficeVacant(n("ceo")),
    "alice sits in board": p.SitsIn(n("alice"), n("board")),
    "alice does not sit in board": p.SitsIn(n("alice"), n("board"), sits=False),
    "board has a majority loyal to alice": p.MajorityLoyal(n("board"), p.Named(n("alice"))),
    "llc is sold": p.EntityIs(n("llc"), p.EntityFate.SOLD),
    "gpt is released to limited": p.ModelIs(n("gpt"), halted=False, stage=n("limited")),
    "gpt is halted": p.ModelIs(n("gpt"), halted=True),
    "board has a majority loyal to (alice and bob) and ceo is vacant": p.AllGoals(
        (
            p.MajorityLoyal(n("board"), p.Union((p.Named(n("alice")), p.Named(n("bob"))))),
            p.OfficeVacant(n("ceo")),
        )
    ),
}
ASSERTIONS |= {
    "alice can never bring about that ceo is vacant": p.Assertion(
        p.BringsAbout(p.Named(n("alice")), p.OfficeVacant(n("ceo")), never=True),
        False,
        p.Qualifiers(),
    ),
    "alice and bob can bring about that alice is ceo within 2 steps": p.Assertion(
        p.BringsAbout(
            p.Union((p.Named(n("alice")), p.Named(n("bob")))), p.HoldsOffice(n("alice"), n("ceo"))
        ),
        False,
        p.Qualifiers(within_steps=2),
    ),
    "alice cannot be removed from board against alice and bob": p.Assertion(
        p.CannotBeRemoved(
            n("alice"), n("board"), p.Union((p.Named(n("alice")), p.Named(n("bob"))))
        ),
        False,
        p.Qualifiers(),
    ),
}

DISTRIBUTIONS: Readings = {
    "5": d.Certain(Fraction(5)),
    "uniform 1 to 5": d.Uniform(Fraction(1), Fraction(5)),
    "triangular 2 (1 to 5)": d.Triangular(low=Fraction(1), mode=Fraction(2), high=Fraction(5)),
    "lognormal 10% below 5 bn, 90% below 300 bn": d.Lognormal(
        d.Quantile(Fraction(1, 10), Fraction(5 * 10**9)),
        d.Quantile(Fraction(9, 10), Fraction(300 * 10**9)),
    ),
    "quantiles 0% below 1, 1/2 below 2, 100% below 9": d.Quantiles(
        (
            d.Quantile(Fraction(0), Fraction(1)),
            d.Quantile(Fraction(1, 2), Fraction(2)),
            d.Quantile(Fraction(1), Fraction(9)),
        )
    ),
}
TRIGGERS: Readings = {
    "changed weights": p.PartChanged(p.ModelPart.WEIGHTS),
    "changed tools": p.PartChanged(p.ModelPart.TOOLS),
    "2x effective compute": p.ComputeGrows(Fraction(2)),
}
PRODUCTIONS: dict[str, tuple[Production[object], Readings]] = {
    "number": (g.number, NUMBERS),
    "quantity": (g.quantity, QUANTITIES),
    "figure": (g.figure, FIGURES),
    "rate": (g.rate, RATES),
    "range": (g.range_of, RANGES),
    "duration": (g.duration, DURATIONS),
    "instant": (g.instant(CLOCK), INSTANTS),
    "amounts": (g.amounts, AMOUNTS),
    "schedule": (g.schedule(CLOCK), SCHEDULES),
    "selector": (g.selector, SELECTORS),
    "threshold": (g.threshold, THRESHOLDS),
    "rule": (g.rule, RULES),
    "votes": (g.votes_per_unit, VOTES),
    "counts": (g.counts, COUNTS),
    "destination": (g.destination, DESTINATIONS),
    "condition": (g.condition(CLOCK), CONDITIONS),
    "patch": (g.patch(CLOCK), PATCHES),
    "effect": (g.effect(CLOCK), EFFECTS),
    "goal": (g.goal, GOALS),
    "within": (g.within, WITHIN),
    "assertion": (g.assertion(CLOCK), ASSERTIONS),
    "distribution": (g.distribution, DISTRIBUTIONS),
    "trigger": (g.trigger, TRIGGERS),
}
READINGS = [
    (name, text, meaning)
    for name, (_, readings) in PRODUCTIONS.items()
    for text, meaning in readings.items()
]


@pytest.mark.parametrize(("name", "text", "meaning"), READINGS)
def test_a_phrase_means_what_it_says(name: str, text: str, meaning: object) -> None:
    assert parse(text, PRODUCTIONS[name][0]) == meaning


@pytest.mark.parametrize(("name", "text", "meaning"), READINGS)
def test_blanks_between_words_do_not_count(name: str, text: str, meaning: object) -> None:
    assert parse(f"  {text.replace(' ', chr(10) + '  ')} \n", PRODUCTIONS[name][0]) == meaning


def test_every_production_of_the_grammar_is_tried() -> None:
    plain = {"Clock", "Cursor", "PhraseFault", "Production", "RESERVED", "parse"}
    made = {"instant_from", "zone_named"}
    tried = {"range_of" if name == "range" else name for name in PRODUCTIONS}
    tried = (tried - {"votes"}) | {"votes_per_unit"}
    assert set(g.__all__) - plain - made == tried


def test_every_meaning_that_a_phrase_can_have_is_tried() -> None:
    """Whoever adds a term to the language adds a reading of it here."""
    tried: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, Meaning):
            tried.add(type(value).__name__)
            for _, inner in value.fields():
                gather(inner)
        elif isinstance(value, tuple):
            for inner in value:
                gather(inner)

    for _, _, meaning in READINGS:
        gather(meaning)
    assert {meaning.__name__ for meaning in Meaning.__subclasses__()} <= tried


def test_a_zone_of_the_charter_holds_where_a_phrase_names_none() -> None:
    pacific = parse("2023-11-17 12:00", g.instant(Clock(PACIFIC)))
    assert pacific.start == datetime(2023, 11, 17, 20, tzinfo=UTC)
    assert parse("2023-11-17 20:00 UTC", g.instant(Clock(PACIFIC))).start == pacific.start


def test_words_are_kept_for_people() -> None:
    assert parse(" alice  can sell ", g.assertion(CLOCK)).text.strip() == "alice  can sell"
    assert parse("about 2023-11 UTC ", g.instant(CLOCK)).text == "about 2023-11 UTC"


# --------------------------------------------------------------------- faults


@dataclass(frozen=True, slots=True)
class Bad:
    """A phrase with one fault, and all that is said about it."""

    production: str
    text: str
    message: str
    underlined: str
    label: str
    help: str = ""


A_SELECTOR = (
    "`any`, `all of`, `(`, `holders of`, `manager of`, `electors of`, "
    "`fillers of vacancies in`, `anyone`, `members of` "
    "or a party, group, body or office"
)
A_BASE = (
    "`all seats`, `seats in office`, `members present`, `votes cast`, `votes present` "
    "or `outstanding votes`"
)
A_DEED = (
    "`joins`, `leaves`, `becomes`, `falls vacant`, `receives`, `transfers`, `invests`, "
    "`observes`, `stops observing`, `has no cap in` or `is`"
)
NUMBER_HELP = ("a comma parts thousands, a point the decimals", "write `1,234` or `12.34`")
DATE_HELP = ("not a date", "dates are year-month-day, as in `2023-11-17`")
SIGN_HELP = (
    "quantities in a charter are zero or more",
    "say who pays whom instead of using a sign",
)
KIND_HELP = ("not of one kind", "write the unit with each of them, as in `5% to 10%`")
SHARE = "a share is written as a percentage or a fraction"
SHARE_HELP = ("neither `%` nor `/`", "write `49%` or `49/100`")
BY_HELP = ("the step", "write for example `0 to 300 bn by 50 bn`")
NO_END = "this range has no end, or more than 10000 steps"
UNIT = "a unit such as `bn` or `%`"

BAD = [
    # numbers
    Bad("number", "", "the phrase ends where a number was expected", "", "a number must follow"),
    Bad("number", "x", "cannot read `x` here", "x", "expected a number"),
    Bad("number", "-5", "an amount cannot be negative", "-", *SIGN_HELP),
    Bad("number", "−5", "an amount cannot be negative", "−", *SIGN_HELP),
    Bad("number", "inf", "`inf` is not a finite number", "inf", "not finite"),
    Bad("number", "1/0", "a fraction cannot divide by zero", "0", "zero"),
    Bad("number", "1/", "the phrase ends where a number was expected", "/", "a number must follow"),
    Bad("number", "1e5", "cannot read `e5` here", "e5", "expected the end of the phrase"),
    Bad("number", "1 000", "cannot read `000` here", "000", "expected the end of the phrase"),
    Bad(
        "number",
        "12,34",
        "`12,34` is no number as numbers are written here",
        "12,34",
        *NUMBER_HELP,
    ),
    Bad(
        "number",
        "1.000,50",
        "`1.000,50` is no number as numbers are written here",
        "1.000,50",
        *NUMBER_HELP,
    ),
    Bad("number", "1" * 41, "this number is too long", "1" * 41, "over 40 digits"),
    Bad("number", "1/" + "9" * 5000, "this number is too long", "9" * 5000, "over 40 digits"),
    Bad("number", "$5", "cannot read `$` here", "$", "expected a number"),
    # quantities
    Bad(
        "quantity",
        "13 bnn",
        "cannot read `bnn` here",
        "bnn",
        f"expected {UNIT} or the end of the phrase",
        "did you mean `bn`?",
    ),
    Bad("quantity", "5 k m", "cannot read `m` here", "m", "expected the end of the phrase"),
    Bad("figure", "nan", "`nan` is not a finite number", "nan", "not finite"),
    Bad("figure", "5 bn invested", "cannot read `invested` here", "invested",
        "expected the end of the phrase"),
    Bad("figure", "of", "cannot read `of` here", "of", "expected an amount"),
    Bad("rate", "7", SHARE, "7", *SHARE_HELP),
    Bad("rate", "1.5 x", SHARE, "1.5 x", *SHARE_HELP),
    Bad("rate", "USD 49%", SHARE, "USD 49%", *SHARE_HELP),
    Bad(
        "range",
        "unifrom 5 to 30",
        "cannot read `unifrom` here",
        "unifrom",
        "expected `uniform`, `triangular`, `beta`, `normal` or a number",
        "did you mean `uniform`?",
    ),
    Bad("range", "15 (5)", "cannot read `)` here", ")", f"expected {UNIT} or `to`"),
    Bad(
        "range",
        "15 (5 to 30",
        f"the phrase ends where {UNIT} or `)` was expected",
        "30",
        f"{UNIT} or `)` must follow",
    ),
    Bad("range", "10% to 30", "the numbers of this range count different things", "10% to 30",
        *KIND_HELP),
    Bad("range", "EUR 5 to USD 6", "the numbers of this range count different things",
        "EUR 5 to USD 6", *KIND_HELP),
    # durations and instants
    Bad("duration", "1.5 days", "a duration counts whole units", "1.5", "not whole"),
    Bad(
        "duration",
        "2 dayz",
        "cannot read `dayz` here",
        "dayz",
        "expected a unit such as `days`",
        "did you mean `day`?",
    ),
    Bad("duration", "2", "the phrase ends where a unit such as `days` was expected", "2",
        "a unit such as `days` must follow"),
    Bad("duration", "days", "cannot read `days` here", "days", "expected `none` or a number"),
    Bad("duration", "1 day and 1,001 years", "this duration is too long", "1,001",
        "over 1,000 years in all"),
    Bad("duration", "9" * 40 + " weeks", "this duration is too long", "9" * 40,
        "over 1,000 years in all"),
    Bad("instant", "2023-13", "there is no such moment in the calendar", "2023-13", *DATE_HELP),
    Bad("instant", "2023-02-29", "there is no such moment in the calendar", "2023-02-29",
        *DATE_HELP),
    Bad("instant", "2023-11-17 25:00", "there is no such moment in the calendar",
        "2023-11-17 25:00", *DATE_HELP),
    Bad("instant", "9999-12-31", "there is no such moment in the calendar", "9999-12-31",
        *DATE_HELP),
    Bad("instant", "1.23", "there is no such moment in the calendar", "1.23", *DATE_HELP),
    Bad("instant", "November 2023", "cannot read `November` here", "November",
        "expected `about` or a date such as `2023-11-17`"),
    Bad("instant", "2023-11-17 12:00 PST", "cannot read `PST` here", "PST",
        "expected a time zone or the end of the phrase"),
    Bad(
        "instant",
        "2023-11-17 12:00 America/Los_Angles",
        "unknown time zone `America/Los_Angles`",
        "America/Los_Angles",
        "not an IANA name",
        "did you mean `America/Los_Angeles`?",
    ),
    Bad("instant", "2023-11-17 +15:00", "no clock is `+15:00` from UTC", "+15:00",
        "not an offset"),
    Bad("amounts", "0 to 10 by 0", NO_END, "0", *BY_HELP),
    Bad("amounts", "10 to 0 by 1", NO_END, "1", *BY_HELP),
    Bad("amounts", "0 to 1 bn by 1", NO_END, "1", *BY_HELP),
    # selectors, thresholds, rules
    Bad("selector", "", f"the phrase ends where {A_SELECTOR} was expected", "",
        f"{A_SELECTOR} must follow"),
    Bad("selector", "any 0 of board", "nobody is no choice of people", "0", "at least 1"),
    Bad("selector", "any 1.5 of board", "people are counted in whole numbers", "1.5",
        "not whole"),
    Bad("selector", "any 4 board", "cannot read `board` here", "board", "expected `of`"),
    Bad("selector", "alice bob", "cannot read `bob` here", "bob",
        "expected `,`, `and`, `together`, `except` or the end of the phrase"),
    Bad("selector", "(" * 30 + "alice" + ")" * 30, "nested more than 20 deep", "(",
        "too deep to be followed"),
    Bad(
        "threshold",
        "more than 1/2 of seets in office",
        "cannot read `seets` here",
        "seets",
        f"expected {A_BASE}",
        "did you mean `seats`?",
    ),
    Bad("threshold", "a majority of seats", "the phrase ends where `in office` was expected",
        "seats", "`in office` must follow"),
    Bad("threshold", "more than 1/2 seats in office", "cannot read `seats` here", "seats",
        f"expected {UNIT} or `of`"),
    Bad("threshold", "at least 110% of votes cast", "a threshold cannot be above 100%", "110",
        "more than there are"),
    Bad("threshold", "more than 100% of votes cast", "a threshold cannot be above 100%", "100",
        "more than there are"),
    Bad("threshold", "at least 2.5 of all seats", "a threshold is a share or a whole number",
        "2.5", "neither"),
    Bad("threshold", "at least USD 5 of all seats", "a threshold is a share or a whole number",
        "USD", "neither"),
    Bad("threshold", "half of seats in office", "cannot read `half` here", "half",
        "expected `all of`, `a majority of`, `more than` or `at least`"),
    Bad("rule", "consent microsoft", "cannot read `microsoft` here", "microsoft",
        "expected `of`"),
    Bad("rule", "(" * 3000, "nested more than 20 deep", "(", "too deep to be followed"),
    Bad("votes", "10", "the phrase ends where `per unit` was expected", "10",
        "`per unit` must follow"),
    Bad("counts", "stage", "the phrase ends where a stage was expected", "stage",
        "a stage must follow"),
    Bad("destination", "the next", "the phrase ends where `stage` was expected", "next",
        "`stage` must follow"),
    # conditions
    Bad(
        "condition",
        "microsoft has recieved 13 bn",
        "cannot read `recieved` here",
        "recieved",
        "expected `received` or `paid`",
        "did you mean `received`?",
    ),
    Bad("condition", "risk of cyber is high", "cannot read `is` here", "is",
        "expected `before mitigation` or `after mitigation`"),
    Bad("condition", "not " * 3000 + "sell is taken", "nested more than 20 deep", "not",
        "too deep to be followed"),
    # changes
    Bad("effect", "size of board is 2.5", "seats are counted in whole numbers", "2.5",
        "not whole"),
    Bad("effect", "size of board is -1", "an amount cannot be negative", "-", *SIGN_HELP),
    Bad("effect", "alice join board", "cannot read `join` here", "join", f"expected {A_DEED}",
        "did you mean `joins`?"),
    Bad("effect", "alice resigns", "cannot read `resigns` here", "resigns", f"expected {A_DEED}"),
    Bad("effect", "someone is paid 5 by llc", "cannot read `is` here", "is",
        "expected `joins`, `leaves` or `becomes`"),
    Bad("patch", "cap of alice is 5", "cannot read `is` here", "is", "expected `in`"),
    Bad("patch", "shares in share are alice 75%", "cannot read `alice` here", "alice",
        "expected a number"),
    Bad("patch", "shares in share are 75 alice", SHARE, "75", *SHARE_HELP),
    Bad("patch", "decision sell requires consent of bob", "cannot read `requires` here",
        "requires", "expected `has notice of`, `is for cause only`, `also` or `needs`"),
    # assertions
    Bad("assertion", "alice can", "the phrase ends where `never`, `block`, `bring about that`, "
        "`ship` or a decision was expected", "can",
        "`never`, `block`, `bring about that`, `ship` or a decision must follow"),
    Bad("assertion", "alice can never bring about that bob is", "the phrase ends where `taken`, "
        "`vacant`, `formed`, `sold`, `dissolved`, `released`, `halted`, `not` or an office was "
        "expected", "is", "`taken`, `vacant`, `formed`, `sold`, `dissolved`, `released`, "
        "`halted`, `not` or an office must follow"),
    Bad("goal", "alice sits on board", "cannot read `on` here", "on", "expected `in`",
        ""),
    Bad("assertion", "nobody can sell", "the phrase ends where `without` was expected", "sell",
        "`without` must follow"),
    Bad("assertion", "alice can sell within 1.5 steps", "steps are counted in whole numbers",
        "1.5", "not whole"),
    Bad("assertion", "alice receives at least 5 of every dollar", SHARE, "5", *SHARE_HELP),
    Bad("assertion", "alice receives 5", "cannot read `5` here", "5",
        "expected `exactly`, `at least`, `at most`, `more than` or `less than`"),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.production}: {bad.text[:40]}")
def test_a_fault_says_what_where_and_what_to_do(bad: Bad) -> None:
    with pytest.raises(PhraseFault) as caught:
        parse(bad.text, PRODUCTIONS[bad.production][0])
    fault = caught.value
    found = (fault.message, bad.text[fault.start : fault.end], fault.label, fault.help)
    assert found == (bad.message, bad.underlined, bad.label, bad.help)


def test_an_instant_without_any_zone_is_refused() -> None:
    with pytest.raises(PhraseFault) as caught:
        parse("2023-11-17 12:00", g.instant(Clock()))
    assert caught.value.message == "this instant names no time zone"
    assert caught.value.label == "in which zone?"
    assert (caught.value.start, caught.value.end) == (11, 16)


@pytest.mark.parametrize("name", PRODUCTIONS)
def test_nothing_may_follow_a_whole_phrase(name: str) -> None:
    production, readings = PRODUCTIONS[name]
    for text in readings:
        with pytest.raises(PhraseFault) as caught:
            parse(f"{text} ;", production)
        assert caught.value.start == len(text) + 1, text


# ----------------------------------------------------------------------- any text

TOKENS = sorted({word for _, text, _ in READINGS for word in text.split()})
PIECES = [*TOKENS, "(", ")", ",", "/", "%", "-", ".", "1", "9" * 41, "é", "中文", "\u202e", "\0"]


def outcome(name: str, text: str) -> None:
    """Fails if reading a text ends otherwise than with a meaning or a well-formed PhraseFault."""
    try:
        parse(text, PRODUCTIONS[name][0])
    except PhraseFault as caught:
        fault = caught
    else:
        return
    assert fault.message
    assert fault.label
    assert 0 <= fault.start < fault.end, (fault.start, fault.end)
    assert fault.end <= max(len(text), fault.start + 1), (fault.start, fault.end, len(text))
    # an expectation without words would leave two blanks, or one at the end
    said = f"{fault.message}|{fault.label}|{fault.help}".replace(text, "")
    assert not any(gap in said for gap in ("where  ", "expected |", "or |", " |")), said


@given(st.text(max_size=60))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_any_text_is_read_or_faulted(text: str) -> None:
    for name in PRODUCTIONS:
        outcome(name, text)


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " "]))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_row_of_words_is_read_or_faulted(words: list[str], joint: str) -> None:
    for name in PRODUCTIONS:
        outcome(name, joint.join(words))


@given(
    st.sampled_from(READINGS),
    st.integers(0, 60),
    st.integers(0, 8),
    st.one_of(st.sampled_from(PIECES), st.text(max_size=3)),
)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_a_damaged_phrase_is_read_or_faulted(
    reading: tuple[str, str, object], at: int, gone: int, instead: str
) -> None:
    name, text, _ = reading
    outcome(name, text[:at] + instead + text[at + gone :])


@given(st.text("0123456789,. x%", max_size=12) | st.from_regex(r"\A[0-9]{1,3}(,[0-9]{3})*\Z"))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_a_bare_number_is_what_the_grammar_reads_in_it(text: str) -> None:
    value = bare_number(text)
    try:
        read: object = parse(text, g.figure)
    except PhraseFault:
        read = None
    if value is None:
        assert not re.fullmatch(r"[0-9]{1,40}", text), "a row of digits is a number"
    else:
        assert read == p.Quantity(value)


MONSTERS = {
    "digits": "1" * 30_000 + ",1",
    "thousands": "1,234" + ",567" * 8_000 + ",1",
    "letters": "A" * 30_000,
    "zones": "Aa/" * 10_000,
    "dots": "a." * 15_000,
    "parentheses": "(" * 20_000,
    "any of": "any of " * 5_000,
    "names": "a and " * 5_000 + "a",
    "times": "1:" * 10_000,
    "consents": "consent of a and " * 2_000,
    "durations": "1 day " * 5_000,
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_no_text_holds_a_production_up(monster: str) -> None:
    began = time.process_time()
    for name in ("amounts", "duration", "selector", "condition", "assertion"):
        outcome(name, MONSTERS[monster])
    assert time.process_time() - began < 4  # milliseconds; quadratic time would take minutes
