"""From a decision of the charter, at an instant, to a game over the people who act.

`compiler` puts a decision together out of its routes, vetoes and reserved matters; `formulas`
looks through bodies and entities down to people; `electorate` says who has how many votes in a
body, `counting` what a threshold of them means, `standing` whether conditions hold. May import:
`stanchion.charter`, `control.game`, `control.results`. To add a voting rule: its terms in
`charter`, its meaning in the module of its subject.
"""

from stanchion.charter.selection import selected_names
from stanchion.control.from_charter.compilation import CannotDecide, Compiled
from stanchion.control.from_charter.compiler import compiled
from stanchion.control.from_charter.ways import Way, ways

__all__ = ["CannotDecide", "Compiled", "Way", "compiled", "selected_names", "ways"]
