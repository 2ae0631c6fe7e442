"""From a decision of the charter, at an instant, to a game over the people who act.

`games` has the game of a decision and of a release; `compiler` puts a decision together out of its
routes, vetoes and reserved matters, `gates` what a release policy asks of its bodies; `formulas`
looks through bodies and entities down to people; `electorate` says who has how many votes in a
body, `counting` what a threshold of them means, `standing` whether conditions hold. May import:
`stanchion.charter`, `control.game`, `control.results`. To add a voting rule: its terms in
`charter`, its meaning in the module of its subject.
"""

from stanchion.charter.selection import selected_names
from stanchion.control.from_charter.compilation import CannotDecide, Compiled
from stanchion.control.from_charter.games import approval_game, compiled, shipping
from stanchion.control.from_charter.ways import Way, ways

__all__ = [
    "CannotDecide",
    "Compiled",
    "Way",
    "approval_game",
    "compiled",
    "selected_names",
    "shipping",
    "ways",
]
