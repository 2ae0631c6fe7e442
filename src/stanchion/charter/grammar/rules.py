"""Who is meant, what they need, and when: selectors, thresholds, rules, conditions."""

from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.grammar.instants import Clock, instant_from
from stanchion.charter.grammar.quantities import figure, number, quantity, rate, whole
from stanchion.charter.grammar.words import Cursor, Production

RELATIONS = tuple(p.Relation)
BASES = tuple(p.Base)

# ------------------------------------------------------------------- selectors


def selector(c: Cursor) -> p.Selector:
    """Selector = Chosen { ( "," | "and" ) Chosen } [ "together" ] [ "except" Chosen ] ;"""
    parts = [chosen(c)]
    while c.accept(",") or c.accept("and"):
        parts.append(chosen(c))
    c.accept("together")
    whole = parts[0] if len(parts) == 1 else p.Union(tuple(parts))
    return p.Except(whole, chosen(c)) if c.accept("except") else whole


def chosen(c: Cursor) -> p.Selector:
    """Chosen = "any" [ Number ] "of" Named { ( "," | "and" ) Named }
    | "all" "of" Named | Named ;"""
    if c.accept("any"):
        token = c.token
        count = whole(c, of="people") if token and token.kind == "number" else 1
        if token and count < 1:
            raise c.fault_at(token, "nobody is no choice of people", label="at least 1")
        c.require("of")
        of = [named(c)]
        while c.accept(",") or c.accept("and"):
            of.append(named(c))
        return p.AnyOf(count, of[0] if len(of) == 1 else p.Union(tuple(of)))
    if c.accept("all of"):
        return named(c)
    return named(c)


def named(c: Cursor) -> p.Selector:
    """Named = "(" Selector ")" | "holders" "of" Name | "manager" "of" Name | "members" "of" Name
    | "electors" "of" Name | "fillers" "of" "vacancies" "in" Name | "anyone" | Name ;"""
    if c.accept("("):
        with c.inside():
            inner = selector(c)
        c.require(")")
        return inner
    if c.accept("holders of"):
        return p.HoldersOf(c.name("a class"))
    if c.accept("manager of"):
        return p.ManagerOf(c.name("an entity"))
    if c.accept("electors of"):
        return p.ElectorsOf(c.name("a body, office or member"))
    if c.accept("fillers of vacancies in"):
        return p.FillersOf(c.name("a body"))
    if c.accept("anyone"):
        return p.Anyone()
    if c.accept("members of"):
        return p.Named(c.name("a body"))
    return p.Named(c.name("a party, group, body or office"))


# ------------------------------------------------------------ thresholds, rules


def threshold(c: Cursor) -> p.Threshold:
    """Threshold = ( "more" "than" | "at" "least" ) ( Rate | Number ) "of" Base [ "of" Name ]
    | "all" "of" Base [ "of" Name ] | "a" "majority" "of" Base [ "of" Name ] ;
    Base = "all" "seats" | "seats" "in" "office" | "members" "present" | "votes" "cast"
    | "votes" "present" | "outstanding" "votes" ;"""
    start = c.position
    strict, share, count = True, Fraction(1, 2), None
    if c.accept("all of"):
        strict, share = False, Fraction(1)
    elif not c.accept("a majority of"):
        strict = c.accept("more than")
        if not strict:
            c.require("at least")
        value = quantity(c)
        share, count = _share_or_count(c, value, start, strict=strict)
        c.require("of")
    base = next((base for base in BASES if c.accept(base.value)), None)
    if base is None:
        raise c.fault()
    of = c.name("a body or class") if c.accept("of") else None
    return p.Threshold(base, strict, share if count is None else None, count, of, at=c.since(start))


def _share_or_count(
    c: Cursor, value: p.Quantity, start: int, *, strict: bool
) -> tuple[Fraction, int | None]:
    token = c.tokens[start + 2]
    if value.unit is p.Unit.RATE:
        if value.value > 1 or (strict and value.value == 1):
            raise c.fault_at(token, "a threshold cannot be above 100%", label="more than there are")
        return value.value, None
    if value.unit is p.Unit.NUMBER and value.value.denominator == 1 and value.currency is None:
        return Fraction(1), int(value.value)
    raise c.fault_at(token, "a threshold is a share or a whole number", label="neither")


def rule(c: Cursor) -> p.Rule:
    """Rule = Requirement { "or" Requirement } ;"""
    parts = [requirement(c)]
    while c.accept("or"):
        parts.append(requirement(c))
    return parts[0] if len(parts) == 1 else p.AnyRule(1, tuple(parts))


def requirement(c: Cursor) -> p.Rule:
    """Requirement = Need { "and" Need } ; Need = Threshold | "consent" "of" Chosen
    | "(" Rule ")" ;"""
    parts = [_need(c)]
    while c.accept("and"):
        parts.append(_need(c))
    return parts[0] if len(parts) == 1 else p.AllRules(tuple(parts))


def _need(c: Cursor) -> p.Rule:
    start = c.position
    if c.accept("("):
        with c.inside():
            inner = rule(c)
        c.require(")")
        return inner
    if c.accept("consent of"):
        return p.ConsentOf(chosen(c), at=c.since(start))
    return threshold(c)


def votes_per_unit(c: Cursor) -> Fraction:
    """Votes = Number "per" "unit" | "none" ;"""
    if c.accept("none"):
        return Fraction(0)
    value = number(c)
    c.require("per unit")
    return value


# ------------------------------------------------------------------ conditions


def counts(c: Cursor) -> p.Counts:
    """Counts = "this" "stage" | "everything" | ( "stage" | "stages" ) Name { "and" Name } ;"""
    if c.accept("this stage"):
        return p.ThisStage()
    if c.accept("everything"):
        return p.Everything()
    if not c.accept("stages"):
        c.require("stage")
    return p.InStages(_names(c, "a stage"))


def _names(c: Cursor, what: str) -> tuple[p.Name, ...]:
    names = [c.name(what)]
    while c.accept("and") or c.accept(","):
        names.append(c.name(what))
    return tuple(names)


def relation(c: Cursor) -> p.Relation:
    """Relation = "exactly" | "at" "least" | "at" "most" | "more" "than" | "less" "than" ;"""
    found = next((r for r in RELATIONS if c.accept(r.value)), None)
    if found is None:
        raise c.fault()
    return found


def condition(clock: Clock) -> Production[p.Condition]:
    """Condition = Joint { "or" Joint } ; Joint = Fact { "and" Fact } ;
    Fact = "not" Fact | "(" Condition ")" | "claims" "are" "paid" | "from" Instant
    | "before" Instant | RiskFact | NameFact ;"""

    def either(c: Cursor) -> p.Condition:
        parts = [joint(c)]
        while c.accept("or"):
            parts.append(joint(c))
        return parts[0] if len(parts) == 1 else p.AnyCondition(tuple(parts))

    def joint(c: Cursor) -> p.Condition:
        parts = [fact(c)]
        while c.accept("and"):
            parts.append(fact(c))
        return parts[0] if len(parts) == 1 else p.AllConditions(tuple(parts))

    def fact(c: Cursor) -> p.Condition:
        if c.accept("not"):
            with c.inside():
                return p.NotCondition(fact(c))
        if c.accept("("):
            with c.inside():
                inner = either(c)
            c.require(")")
            return inner
        if c.accept("claims are paid"):
            return p.ClaimsPaid()
        if c.accept("from"):
            return p.FromInstant(instant_from(c, clock))
        if c.accept("before"):
            return p.BeforeInstant(instant_from(c, clock))
        return _risk_fact(c) if c.accept("risk of") else _name_fact(c)

    return either


def _risk_fact(c: Cursor) -> p.Condition:
    """RiskFact = "risk" "of" Name ( "before" | "after" ) "mitigation" "is" Relation Name ;"""
    category = c.name("a risk category")
    when = next((m for m in p.Mitigation if c.accept(m.value)), None)
    if when is None:
        raise c.fault()
    c.require("is")
    return p.RiskIs(category, when, relation(c), c.name("a level"))


def _name_fact(c: Cursor) -> p.Condition:
    """NameFact = Name ( "has" "received" Rate "of" "what" ( "stage" | "stages" ) Name
    { "and" Name } "paid" | "has" "received" Figure [ "counting" Counts ]
    | "has" "paid" Figure | "is" "taken" | "is" "released" [ "to" Name ] | "is" "halted" ) ;"""
    start = c.position
    name = c.name("a party, entity, decision or model")
    if c.accept("has received"):
        at = c.position
        amount = figure(c)
        if c.accept("of what"):
            c.position = at
            return _share_of_stages(c, name, start)
        what = counts(c) if c.accept("counting") else p.Everything()
        return p.HasReceived(name, amount, what, at=c.since(start))
    if c.accept("has paid"):
        return p.HasPaid(name, figure(c), at=c.since(start))
    if c.accept("is taken"):
        return p.DecisionTaken(name)
    if c.accept("is released"):
        return p.ModelIs(name, halted=False, stage=c.name("a stage") if c.accept("to") else None)
    c.require("is halted")
    return p.ModelIs(name, halted=True)


def _share_of_stages(c: Cursor, payee: p.Name, start: int) -> p.Condition:
    share = rate(c)
    c.require("of what")
    if not c.accept("stages"):
        c.require("stage")
    stages = _names(c, "a stage")
    c.require("paid")
    return p.HasReceivedShare(payee, share, stages, at=c.since(start))
