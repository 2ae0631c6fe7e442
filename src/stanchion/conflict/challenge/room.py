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

    def worse(self, parties: int) -> Floats:
        """Room for what everybody bears under the worse of one position and of so many others."""
        return self.table("worse")[:parties]
