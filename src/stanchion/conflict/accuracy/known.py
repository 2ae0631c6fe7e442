"""The measured accuracy that stands beside every forecast: mean error on real decisions.

Positions, salience and outcomes of 353 issues that the institutions of the European Union decided,
on a scale to 100. The ranking within two points is a tie: issues hang together in 137 proposals,
no correction is made for the number of models, and members since 2004 had token power in the rows
by Shapley power. Other disputes than legislation may be harder or easier.
"""

from stanchion.exact.record import record

DEU = "DEU III (doi 10.34810/data53), 353 issues of 137 proposals"
HALF = "DEU III, 177 issues of 70 proposals, all actors weighing alike"


@record(frozen=True, slots=True)
class Known:
    """How far a model was off: mean with a 95% interval, median, share within ten points."""

    mean: float
    low: float
    high: float
    median: float
    near: float
    source: str = DEU


CAVEAT = (
    "differences of two points are a tie; measured on European legislation, not on crises of "
    "companies"
)
KNOWN: dict[str, Known] = {
    "midpoint": Known(28.0, 26.2, 30.0, 26.0, 0.26),
    "unweighted_mean": Known(23.7, 21.6, 25.9, 18.6, 0.32),
    "compromise_mean": Known(23.7, 21.7, 25.7, 18.5, 0.31),
    "weighted_median": Known(28.3, 25.2, 31.2, 20.0, 0.43),
    "challenge.scholz_code": Known(30.7, 27.8, 33.9, 23.0, 0.36),
    "challenge.paper": Known(27.6, 24.8, 30.7, 20.0, 0.42),
    "challenge.paper_least_move": Known(25.6, 22.7, 28.6, 15.2, 0.45),
    "challenge.least_move": Known(26.1, 21.7, 30.3, 20.0, 0.40, HALF),
    "challenge.least_move.mean": Known(26.2, 22.0, 30.1, 19.0, 0.36, HALF),
    "challenge.scholz_python": Known(29.6, 25.8, 33.3, 22.0, 0.36, HALF),
    "challenge.scholz_least_move": Known(30.8, 26.5, 35.1, 25.0, 0.36, HALF),
    "challenge.even_status_quo": Known(29.8, 25.8, 33.7, 23.1, 0.33, HALF),
    "challenge.own_dangers": Known(28.1, 23.6, 32.7, 20.0, 0.40, HALF),
    "election": Known(24.1, 20.9, 27.1, 17.6, 0.29, HALF),
}
"""By the name of the model; those of the challenge model are of its median after four rounds. The
weighted median of the first source is by Shapley power, the compromise mean by equal power."""
