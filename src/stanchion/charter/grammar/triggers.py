"""After which changes of a model an evaluation is to be run again."""

from stanchion.charter import phrases as p
from stanchion.charter.grammar.quantities import number
from stanchion.charter.grammar.words import Cursor


def trigger(c: Cursor) -> p.Trigger:
    """Trigger = "changed" ( "weights" | "safeguards" | "tools" )
    | Number "x" "effective" "compute" ;"""
    if c.accept("changed"):
        for part in p.ModelPart:
            if c.accept(part.value):
                return p.PartChanged(part)
        raise c.fault()
    start = c.position
    times = number(c)
    if times <= 1:
        raise c.fault_at(c.tokens[start], "compute grows by more than once", label="not above 1")
    c.require("x effective compute")
    return p.ComputeGrows(times)
