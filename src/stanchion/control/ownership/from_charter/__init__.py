"""From the holdings and bodies of a charter, at an instant, to a network of owners.

`holdings` puts the network together; `units` turns units into shares of ownership and votes,
`acting` says by what rule each entity acts. May import: `stanchion.charter`, `control.from_charter`
for conditions, `control.game` and the network itself.
"""

from stanchion.control.ownership.from_charter.holdings import network

__all__ = ["network"]
