"""What changes: effects of decisions and events, and patches of the charter's own terms."""

from collections.abc import Callable
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.grammar.instants import Clock
from stanchion.charter.grammar.quantities import duration, figure, number, rate, whole
from stanchion.charter.grammar.rules import condition, counts, rule
from stanchion.charter.grammar.words import Cursor, Production


def effect(clock: Clock) -> Production[p.Effect]:
    """Effect = "recorded" | "size" "of" Name "is" ( Number | "open" )
    | "rule" "of" Name "is" "amended" | "a" "model" "of" Name ModelFate | Patch
    | Subject Deed ;"""
    patches = patch(clock)

    def production(c: Cursor) -> p.Effect:
        if c.accept("recorded"):
            return p.Recorded()
        if c.accept("size of"):
            body = c.name("a body")
            c.require("is")
            return p.SizeIs(body, None if c.accept("open") else whole(c, of="seats"))
        if c.accept("rule of"):
            decision = c.name("a decision")
            c.require("is amended")
            return p.Amends(decision)
        if c.accept("a model of"):
            product = c.name("a product")
            c.require("is")
            return _model_fate(c, p.Somebody.NEWCOMER, product)
        return patches(c) if _opens_patch(c) else _deed(c)

    return production


def subject(c: Cursor) -> p.Subject:
    """Subject = "a" "member" | "someone" | Name ;"""
    somebody = next((s for s in p.Somebody if c.accept(s.value)), None)
    return somebody or c.name("a party")


def _model_fate(c: Cursor, model: p.Subject, product: p.Name | None) -> p.ModelBecomes:
    """ModelFate = "is" ( "released" [ "to" Name ] | "halted" ) ;"""
    if c.accept("released"):
        stage = c.name("a stage") if c.accept("to") else None
        return p.ModelBecomes(model, product, halted=False, stage=stage)
    c.require("halted")
    return p.ModelBecomes(model, product, halted=True)


def _deed(c: Cursor) -> p.Effect:
    """Deed = "joins" Name | "leaves" Name | "becomes" Name | "falls" "vacant"
    | "receives" Figure "of" Name [ "for" Figure ] | "transfers" Figure "of" Name "to" Name
    | "is" "paid" Figure "by" Name [ Place ] | "invests" Figure "in" Name
    | "observes" Name | "stops" "observing" Name | ModelFate
    | "is" ( "formed" | "sold" | "dissolved" ) | "has" "no" "cap" "in" Name ;"""
    who = subject(c)
    if c.accept("joins"):
        return p.Joins(who, c.name("a body"))
    if c.accept("leaves"):
        return p.Leaves(who, c.name("a body or office"))
    if c.accept("becomes"):
        return p.Becomes(who, c.name("an office"))
    if isinstance(who, p.Somebody):
        raise c.fault()
    return _named_deed(c, who)


def _named_deed(c: Cursor, who: p.Name) -> p.Effect:
    if c.accept("falls vacant"):
        return p.FallsVacant(who)
    if c.accept("receives"):
        units, share_class = _units(c)
        return p.Receives(who, units, share_class, figure(c) if c.accept("for") else None)
    if c.accept("transfers"):
        units, share_class = _units(c)
        c.require("to")
        return p.Transfers(who, units, share_class, c.name("a party"))
    if c.accept("invests"):
        amount = figure(c)
        c.require("in")
        return p.Invests(who, amount, c.name("an entity"))
    if c.accept("observes"):
        return p.Observes(who, c.name("a body"))
    if c.accept("stops observing"):
        return p.Observes(who, c.name("a body"), stops=True)
    if c.accept("has no cap in"):
        return p.RemoveCap(who, c.name("a stage"))
    c.require("is")
    return _state(c, who)


def place(c: Cursor) -> p.Name | None:
    """Place = "in" ( "stage" | "class" ) Name ;"""
    if c.accept("in stage"):
        return c.name("a stage")
    return c.name("a class") if c.accept("in class") else None


def _units(c: Cursor) -> tuple[p.Figure, p.Name]:
    units = figure(c)
    c.require("of")
    return units, c.name("a class")


def _state(c: Cursor, who: p.Name) -> p.Effect:
    if c.accept("paid"):
        amount = figure(c)
        c.require("by")
        entity = c.name("an entity")
        return p.IsPaid(who, amount, entity, place(c))
    for fate in p.EntityFate:
        if c.accept(fate.value):
            return p.EntityIs(who, fate)
    return _model_fate(c, who, None)


# --------------------------------------------------------------------- patches


def patch(clock: Clock) -> Production[p.Patch]:
    """Patch = "term" Name "is" Figure | "cap" "of" Name "in" Name ( "is" Figure
    | "counts" Counts ) | Name "has" "no" "cap" "in" Name
    | "freed" "share" "of" Name "in" Name "goes" "to" Destination
    | "stage" Name "lasts" "until" Condition
    | "shares" "in" Name "are" Rate Name { "," Rate Name }
    | "residual" "of" Name "goes" "to" Name
    | "decision" Name ( [ "also" ] "needs" Rule | "has" "notice" "of" Duration
    | "is" "for" "cause" "only" )
    | "body" Name ( "acts" "by" Rule | "is" "staggered" "in" Number "classes" )
    | "class" Name "has" Number "votes" "per" "unit" ;"""
    until = condition(clock)

    def limit(c: Cursor) -> p.Patch:
        stage = c.name("a stage")
        c.require("lasts until")
        return p.SetLimit(stage, until(c))

    openings: dict[str, Callable[[Cursor], p.Patch]] = {
        "term": _term,
        "cap of": _cap,
        "freed share of": _freed,
        "stage": limit,
        "shares in": _shares,
        "residual of": _residual,
        "decision": _decision,
        "body": _body,
        "class": _class,
    }

    def production(c: Cursor) -> p.Patch:
        for words, rest in openings.items():
            if c.accept(words):
                return rest(c)
        payee = c.name("a payee")
        c.require("has no cap in")
        return p.RemoveCap(payee, c.name("a stage"))

    return production


def _opens_patch(c: Cursor) -> bool:
    token = c.token
    words = {"term", "cap", "freed", "stage", "shares", "residual", "decision", "body", "class"}
    return token is not None and token.text.casefold() in words


def _term(c: Cursor) -> p.Patch:
    term = c.name("a term")
    c.require("is")
    return p.SetTerm(term, figure(c))


def _payee_in_stage(c: Cursor) -> tuple[p.Name, p.Name]:
    payee = c.name("a payee")
    c.require("in")
    return payee, c.name("a stage")


def _cap(c: Cursor) -> p.Patch:
    payee, stage = _payee_in_stage(c)
    if c.accept("counts"):
        return p.SetCapCounts(payee, stage, counts(c))
    c.require("is")
    return p.SetCap(payee, stage, figure(c))


def _freed(c: Cursor) -> p.Patch:
    payee, stage = _payee_in_stage(c)
    c.require("goes to")
    return p.SetFreed(payee, stage, destination(c))


def destination(c: Cursor) -> p.Destination:
    """Destination = "others" "pro" "rata" | "the" "residual" | "the" "next" "stage" | Name ;"""
    known = next((freed for freed in p.Freed if c.accept(freed.value)), None)
    return known or c.name("a payee")


def _shares(c: Cursor) -> p.Patch:
    stage = c.name("a stage")
    c.require("are")
    shares = [_share(c)]
    while c.accept(","):
        shares.append(_share(c))
    return p.SetShares(stage, tuple(shares))


def _share(c: Cursor) -> tuple[p.Name, Fraction]:
    part = rate(c)
    return c.name("a payee"), part


def _residual(c: Cursor) -> p.Patch:
    entity = c.name("an entity")
    c.require("goes to")
    return p.SetResidual(entity, c.name("a payee"))


def _decision(c: Cursor) -> p.Patch:
    decision = c.name("a decision")
    if c.accept("has notice of"):
        return p.SetNotice(decision, duration(c))
    if c.accept("is for cause only"):
        return p.SetCause(decision)
    also = c.accept("also")
    c.require("needs")
    return p.SetRule(decision, rule(c), also)


def _body(c: Cursor) -> p.Patch:
    body = c.name("a body")
    if c.accept("acts by"):
        return p.SetBodyRule(body, rule(c))
    c.require("is staggered in")
    token = c.token
    classes = whole(c, of="classes")
    if token and classes < 2:
        raise c.fault_at(token, "a staggered body has at least two classes", label="too few")
    c.require("classes")
    return p.SetStagger(body, classes)


def _class(c: Cursor) -> p.Patch:
    share_class = c.name("a class")
    c.require("has")
    votes = number(c)
    if not c.accept("votes"):
        c.require("vote")
    c.require("per unit")
    return p.SetVotes(share_class, votes)
