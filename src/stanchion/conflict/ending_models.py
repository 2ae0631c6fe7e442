"""How a dispute ends by every model that follows it to an ending, side by side.

The simulation day by day, with and without people who leave; the game tree, without error and with
logit noise; the cascade and the global game of each crowd; and the forecast of who knows nothing.
"""

from datetime import datetime

from stanchion.charter.model import Charter
from stanchion.conflict.crisis.compiled import Crisis, NoCrisis
from stanchion.conflict.crisis.days import Switches
from stanchion.conflict.crisis.from_charter import crisis, scene
from stanchion.conflict.crisis.game import solved_if_small
from stanchion.conflict.ensembles.ensemble import Ensemble, Order, ensemble
from stanchion.conflict.replay.naive import Naive, naive_forecast
from stanchion.conflict.tipping import Tipping, tipping
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Odds:
    """How likely an ending is, with its Monte Carlo error; None where nothing was drawn."""

    ending: str
    share: float
    error: float | None = None


@record(frozen=True, slots=True)
class EndingAnswer:
    """What one model says of all endings."""

    model: str
    words: str
    odds: tuple[Odds, ...]


@record(frozen=True, slots=True)
class EndingModels:
    """Every model of endings, with where crowds tip; or why there is nothing to follow.

    None of these models was ever measured on real decisions.
    """

    why_not: str | None
    endings: tuple[tuple[str, str], ...] = ()
    """Names with titles."""
    answers: tuple[EndingAnswer, ...] = ()
    tipping: tuple[Tipping, ...] = ()
    tree_why_not: str | None = None
    assumptions: tuple[str, ...] = ()


def ending_models(charter: Charter, *, at: datetime, runs: int, seed: int) -> EndingModels:
    """The endings of a dispute from an instant on, by each model, from the same draws."""
    try:
        compiled = crisis(scene(charter, at=at))
    except NoCrisis as none:
        return EndingModels(none.why)
    order = Order(runs, seed)
    games, why_not, assumed = _games(compiled, seed, runs)
    return EndingModels(
        None,
        tuple((status.name, status.title) for status in compiled.statuses),
        (
            _uniform(compiled),
            _simulated("simulation", "simulation day by day", ensemble(compiled, order)),
            _simulated(
                "rules_alone",
                "the same by the rules alone: nobody leaves or offers",
                ensemble(compiled, order, switches=Switches(rules_only=True)),
            ),
            *games,
        ),
        tipping(compiled),
        why_not,
        (*compiled.assumptions, *assumed),
    )


def _uniform(compiled: Crisis) -> EndingAnswer:
    odds = naive_forecast(Naive.UNIFORM, compiled.names, compiled.names[compiled.start])
    found = tuple(Odds(name, share) for name, share in odds.items())
    return EndingAnswer("uniform", "baseline: every ending alike", found)


def _simulated(model: str, words: str, made: Ensemble) -> EndingAnswer:
    odds = (Odds(name, each.share, each.error) for name, each in made.probabilities.items())
    return EndingAnswer(model, words, tuple(odds))


def _games(
    compiled: Crisis, seed: int, draws: int
) -> tuple[tuple[EndingAnswer, ...], str | None, tuple[str, ...]]:
    tree, why_not = solved_if_small(compiled, seed, draws)
    if tree is None:
        return (), why_not, ()
    exact, noisy = tree.perfect.outcomes, tree.likely
    answers = (
        EndingAnswer(
            "game.perfect",
            "game tree at best guesses, nobody errs",
            tuple(Odds(name, float(exact.get(name, 0))) for name in compiled.names),
        ),
        EndingAnswer(
            "game.logit",
            "game tree with logit noise, inputs drawn",
            tuple(Odds(name, noisy.get(name, 0.0)) for name in compiled.names),
        ),
    )
    return answers, None, tree.assumptions
