"""What somebody may want to bring about, in the words of the charter."""

from stanchion.charter import phrases as p
from stanchion.charter.grammar.rules import chosen
from stanchion.charter.grammar.words import Cursor


def goal(c: Cursor) -> p.Goal:
    """Goal = Wish { "and" Wish } ;
    Wish = "can" Name | Name ( "sits" "in" Name | "does" "not" "sit" "in" Name
    | "has" "a" "majority" "loyal" "to" Chosen | "is" Standing ) ;"""
    parts = [_wish(c)]
    while c.accept("and"):
        parts.append(_wish(c))
    return parts[0] if len(parts) == 1 else p.AllGoals(tuple(parts))


def _wish(c: Cursor) -> p.Goal:
    if c.accept("can"):
        return p.AbleTo(c.name("a decision"))
    name = c.name("a party, body, office, decision, entity or model")
    if c.accept("sits in"):
        return p.SitsIn(name, c.name("a body"))
    if c.accept("does not sit in"):
        return p.SitsIn(name, c.name("a body"), sits=False)
    if c.accept("has a majority loyal to"):
        return p.MajorityLoyal(name, chosen(c))
    c.require("is")
    return _standing(c, name)


def _standing(c: Cursor, name: p.Name) -> p.Goal:
    """Standing = "taken" | "vacant" | "formed" | "sold" | "dissolved" | "released" [ "to" Name ]
    | "halted" | [ "not" ] Name ;"""
    if c.accept("taken"):
        return p.DecisionTaken(name)
    if c.accept("vacant"):
        return p.OfficeVacant(name)
    for fate in p.EntityFate:
        if c.accept(fate.value):
            return p.EntityIs(name, fate)
    if c.accept("released"):
        return p.ModelIs(name, halted=False, stage=c.name("a stage") if c.accept("to") else None)
    if c.accept("halted"):
        return p.ModelIs(name, halted=True)
    holds = not c.accept("not")
    return p.HoldsOffice(name, c.name("an office"), holds=holds)
