"""Memory for tables of parties x parties x runs, used again in every round.

Fresh memory of this size comes from the system page by page each time, which took more than half
of the time of a round.
"""

from dataclasses import dataclass, field

import numpy as np

from stanchion.conflict.chance import Floats


@dataclass
class Room:
    """Tables by name; whoever asks for a name again gets the same table, with what is left in it.

    What is kept beyond a round needs a room of its own.
    """

    parties: int
    runs: int
    _tables: dict[str, Floats] = field(default_factory=dict)

    def table(self, name: str) -> Floats:
        """The table of a name, its content arbitrary."""
        found = self._tables.get(name)
        if found is None:
            found = np.empty((self.parties, self.parties, self.runs))
            self._tables[name] = found
        return found

    def votes(self, pairs: int) -> Floats:
        """Room for what everybody votes between so many pairs."""
        found = self._tables.get("votes of pairs")
        if found is None or len(found) < pairs:
            found = np.empty((pairs, self.parties, self.runs))
            self._tables["votes of pairs"] = found
        return found
