"""Tender offers and secondaries: who may sell, who sells, what the buyer holds, what it implies.

`from_charter` makes a `terms.Tender`; `outcome` works one case out, where everything is known;
`bounds` puts the ends of what is not known through it; `worth` compares the headline with what
the company would have to pay out. May import what `stanchion.economics` may. To add a term: a key
in `charter/tenders`, its compiled form in `terms`, its effect in `outcome`.
"""
