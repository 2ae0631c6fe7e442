"""What an author expects of the charter, and how far the claim is meant to reach."""

from stanchion.charter import phrases as p
from stanchion.charter.grammar.changes import place
from stanchion.charter.grammar.goals import goal
from stanchion.charter.grammar.instants import Clock, instant_from
from stanchion.charter.grammar.quantities import duration, figure, number, rate, whole
from stanchion.charter.grammar.rules import relation, selector
from stanchion.charter.grammar.words import Cursor, Production

QUALIFIERS = ("under", "as", "through", "within", "without")
"""Words that can follow a matter."""


def assertion(clock: Clock) -> Production[p.Assertion]:
    """Assertion = [ "it" "is" "false" "that" ] Claim { Qualifier } ;
    Claim = MoneyClaim | PowerClaim ;"""

    def production(c: Cursor) -> p.Assertion:
        false = c.accept("it is false that")
        meaning = claim(c)
        qualifiers = p.Qualifiers()
        while c.token is not None:
            qualifiers = _qualifier(c, qualifiers, clock)
        return p.Assertion(meaning, false, qualifiers, text=str(c.text), at=c.since(0))

    return production


def _qualifier(c: Cursor, so_far: p.Qualifiers, clock: Clock) -> p.Qualifiers:
    """Qualifier = "under" ( "every" "reading" | "any" "schedule" | "reading" Name { "and" Name } )
    | "as" "of" Instant | "through" Name | "within" Bound ;"""
    if c.accept("under every reading"):
        return so_far.changed(every_reading=True)
    if c.accept("under any schedule"):
        return so_far.changed(any_schedule=True)
    if c.accept("under reading"):
        readings = [c.name("a reading")]
        while c.accept("and"):
            readings.append(c.name("a reading"))
        return so_far.changed(readings=tuple(readings))
    if c.accept("through"):
        return so_far.changed(through=c.name("an entity"))
    if c.accept("as of"):
        return so_far.changed(as_of=instant_from(c, clock))
    c.require("within")
    found = _bound(c)
    if found.steps is not None:
        return so_far.changed(within_steps=found.steps)
    return so_far.changed(within=found.time)


def within(c: Cursor) -> p.Within:
    """Within = Bound [ "and" Duration ] ;"""
    first = _bound(c)
    if first.steps is None or not c.accept("and"):
        return first
    return first.changed(time=duration(c))


def _bound(c: Cursor) -> p.Within:
    """Bound = Number ( "steps" | "step" ) | Duration ;"""
    start = c.position
    number(c)
    if c.accept("steps") or c.accept("step"):
        after, c.position = c.position, start
        steps = whole(c, of="steps")
        c.position = after
        return p.Within(steps=steps)
    c.position = start
    return p.Within(time=duration(c))


def claim(c: Cursor) -> p.MoneyClaim | p.PowerClaim:
    """MoneyClaim = "every" "dollar" "above" ( Figure | AllCaps ) "goes" "to" Name
    | Name Receipt ;
    AllCaps = "the" "point" "where" "all" "caps" "bind" ;
    PowerClaim = "nobody" ( "can" | "can" "ever" ) Matter "without" Selector
    | "no" "coalition" "of" Selector ( "can" | "can" "ever" ) Matter
    | Name "cannot" "be" "removed" "from" Name "against" Selector
    | Selector ( "can" | "can" "never" ) "bring" "about" "that" Goal
    | Selector ( "can" | "cannot" | "can" "never" | "can" "block" | "cannot" "block" ) Matter ;"""
    if c.accept("every dollar above"):
        point = p.WhereAllCapsBind.POINT
        above = point if c.accept(point.value) else figure(c)
        c.require("goes to")
        return p.EveryDollarAbove(above, c.name("a payee"))
    if c.accept("nobody can"):
        never = c.accept("ever")
        decision = matter(c)
        c.require("without")
        return p.NobodyWithout(decision, selector(c), never)
    if c.accept("no coalition of"):
        who = selector(c)
        c.require("can")
        power = p.Power.CAN_NEVER if c.accept("ever") else p.Power.CANNOT
        return p.CoalitionPower(who, power, matter(c), every_part=True)
    who = selector(c)
    if isinstance(who, p.Named):
        receipt = _receipt(c, who.name)
        if receipt is not None:
            return receipt
        if c.accept("cannot be removed from"):
            return _kept(c, who.name)
    power = _power(c)
    if power in {p.Power.CAN, p.Power.CAN_NEVER} and c.accept("bring about that"):
        return p.BringsAbout(who, goal(c), never=power is p.Power.CAN_NEVER)
    return p.CoalitionPower(who, power, matter(c))


def matter(c: Cursor) -> p.Matter:
    """Matter = Name | "ship" Name "to" Name ;"""
    start = c.position
    if c.accept("ship"):
        if c.token is not None and c.token.text not in QUALIFIERS:
            model = c.name("a model version")
            c.require("to")
            return p.Ships(model, c.name("a release stage"))
        c.position = start  # a decision of that name
    return c.name("a decision")


def _kept(c: Cursor, who: p.Name) -> p.CannotBeRemoved:
    place = c.name("a body or office")
    c.require("against")
    return p.CannotBeRemoved(who, place, selector(c))


def _power(c: Cursor) -> p.Power:
    for power in (p.Power.CANNOT_BLOCK, p.Power.CANNOT, p.Power.CAN_NEVER, p.Power.CAN_BLOCK):
        if c.accept(power.value):
            return power
    c.require("can")
    return p.Power.CAN


def _receipt(c: Cursor, payee: p.Name) -> p.MoneyClaim | None:
    """Receipt = "never" "receives" "more" "than" Figure [ Place ]
    | "receives" "at" "most" Figure [ Place ]
    | "receives" Relation Figure "when" Figure "is" "paid"
    | "receives" Relation Figure "over" "the" "schedule"
    | "returns" Relation Figure "by" "clawback" Name
    | "receives" Relation Rate "of" "every" "dollar" [ "above" Figure ] [ "below" Figure ]
    | "always" "receives" "at" "least" "as" "much" "as" Name [ "above" Figure ] ;"""
    if c.accept("always receives at least as much as"):
        than = c.name("a payee")
        return p.ReceivesAsMuchAs(payee, than, figure(c) if c.accept("above") else None)
    if c.accept("never receives more than"):
        return p.ReceivesBounded(payee, p.Relation.AT_MOST, figure(c), place(c))
    if c.accept("returns"):
        how, amount = relation(c), figure(c)
        c.require("by clawback")
        return p.Returns(payee, how, amount, c.name("a clawback"))
    if not c.accept("receives"):
        return None
    how, start = relation(c), c.position
    amount = figure(c)
    if c.accept("when"):
        paid = figure(c)
        c.require("is paid")
        return p.ReceivesWhen(payee, how, amount, paid)
    if c.accept("over the schedule"):
        return p.ReceivesOverSchedule(payee, how, amount)
    if c.accept("of every dollar"):
        c.position = start
        share = rate(c)
        c.require("of every dollar")
        above = figure(c) if c.accept("above") else None
        below = figure(c) if c.accept("below") else None
        return p.ShareOfDollars(payee, how, share, above, below)
    if how is not p.Relation.AT_MOST:
        raise c.fault()
    return p.ReceivesBounded(payee, how, amount, place(c))
