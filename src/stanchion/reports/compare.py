"""All models of a dispute side by side, and their errors on real decisions, as text."""

from stanchion.conflict.accuracy.known import Known
from stanchion.conflict.accuracy.measurement import Interval, Measured
from stanchion.conflict.compare import Answer, AxisAnswer, Compared
from stanchion.conflict.ending_models import EndingModels, Odds
from stanchion.exact.money import describe_amount
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import listed, paragraph, table

HEAD = ("model", "at best guess", "on average", "10%", "50%", "90%", "error on real decisions")


def compared(found: Compared, *, language: str = "en") -> str:
    """Every axis with every model, then the election over all of them."""
    said = [
        bold(found.question),
        dim(f"as of {found.instant.isoformat(sep=' ', timespec='minutes')}"),
    ]
    for axis in found.axes:
        said += ["", *_axis(axis, language)]
    if found.election is not None:
        said += ["", *_election(found)]
    said += ["", *_followed(found.followed)]
    said.append("")
    if found.runs < found.asked:
        said.append(unsure(f"stopped after {found.runs:,} of {found.asked:,} runs"))
    said += [dim(f"assumed: {text}") for text in found.assumptions]
    said += [
        dim(
            f"{found.judgements} of {found.inputs} inputs are judgements; {found.method}; "
            f"{found.runs:,} runs, seed {found.seed}, not exact; inputs {found.digest[:12]}"
        )
    ]
    return "\n".join(said)


def _axis(found: AxisAnswer, language: str) -> list[str]:
    axis = found.axis
    ends = (
        f"{describe_amount(axis.floor)} {axis.low.said_in(language)}, "
        f"{describe_amount(axis.ceiling)} {axis.high.said_in(language)}"
    )
    said = [bold(axis.name.said_in(language)), dim(ends)]
    if axis.contested is not None:
        said.append(unsure(paragraph(f"contested: {axis.contested.said_in(language)}")))
    if found.why_not is not None:
        return [*said, found.why_not]
    said += ["", answers(found)]
    if found.parameters is not None and found.specification is not None:
        low, high = found.parameters
        least, most = found.specification
        readings = f"spread by reading of the challenge model: {least:.1f} to {most:.1f}"
        said += ["", f"spread by inputs: {low:.1f} to {high:.1f}; {readings}"]
    cycling = [
        f"`{each.preset}` {each.cycling:.0%}" for each in found.endings if each.cycling >= 0.005
    ]
    if cycling:
        said.append(f"runs that end in a cycle: {listed(cycling)}")
    if found.exact is not None:
        exact = found.exact
        said.append(
            f"exact: compromise mean {exact.compromise_mean}, weighted median "
            f"{exact.weighted_median}, midpoint {exact.midpoint}"
        )
    return said


def answers(found: AxisAnswer) -> str:
    """Every model of an axis on a line, with its error on real decisions."""
    return table(HEAD, [_row(each) for each in found.answers], right=range(1, 6))


def _row(answer: Answer) -> list[str]:
    spread = answer.spread
    return [
        answer.words,
        f"{answer.at_best:.1f}",
        f"{spread.mean:.2f} ± {spread.error:.2f}",
        *(f"{value:.1f}" for value in (spread.low, spread.median, spread.high)),
        _known(answer.known),
    ]


def _known(known: Known | None) -> str:
    if known is None:
        return "not measured"
    return f"{known.mean:.1f} ({known.low:.1f} to {known.high:.1f}) of 100"


def _followed(found: EndingModels) -> list[str]:
    """The models that follow the dispute to an ending."""
    head = bold("How it ends, by the models that follow it")
    if found.why_not is not None:
        return [head, found.why_not]
    names = [name for name, _ in found.endings]
    rows = []
    for answer in found.answers:
        odds = {each.ending: each for each in answer.odds}
        rows.append([answer.words, *(_odds(odds[name]) for name in names), "never measured"])
    columns = ("model", *names, "error on real decisions")
    said = [head, table(columns, rows, right=range(1, len(names) + 1))]
    if found.tree_why_not is not None:
        said.append(unsure(paragraph(found.tree_why_not)))
    for each in found.tipping:
        said.append(
            f"{each.crowd} under {each.under}: by the cascade {each.sign:,} sign; by the global "
            f"game who can lose less than {each.theta:.0%} gives way (never measured)"
        )
    return said


def _odds(found: Odds) -> str:
    error = "" if found.error is None else f" ± {found.error:.1%}"
    return f"{found.share:.1%}{error}"


def _election(found: Compared) -> list[str]:
    election = found.election
    assert election is not None  # INVARIANT: asked only where there is one
    ranked = sorted(election.chances, key=lambda chance: -chance.probability)
    rows = [[each.party, f"{each.probability:.1%} ± {each.error:.1%}"] for each in ranked]
    axes = listed([f"`{axis}`" for axis in election.axes])
    said = [
        bold(f"Whose position is elected, on {axes} together"),
        table(("party", "probability"), rows, right=[1]),
    ]
    if election.left_out:
        said.append(dim(f"without a position on all of them: {listed(list(election.left_out))}"))
    return said


def measured(found: Measured) -> str:
    """How far every model was off on real decisions."""
    rows = [
        [
            each.words,
            _interval(each.mean),
            f"{each.median:.1f}",
            _share(each.near),
            f"{each.against.value:+.1f} ({each.against.low:+.1f} to {each.against.high:+.1f})",
        ]
        for each in found.errors
    ]
    head = ("model", "mean error", "median", "within ten", "against the compromise mean")
    said = [
        bold(f"{found.issues} issues of {found.proposals} proposals"),
        "",
        table(head, rows, right=range(1, 5)),
        "",
        *(dim(f"assumed: {text}") for text in found.assumptions),
        dim(
            f"{found.method}; {found.resamples:,} resamples, seed {found.seed}, not exact; "
            f"data {found.digest[:12]}"
        ),
    ]
    return "\n".join(said)


def _interval(found: Interval) -> str:
    return f"{found.value:.1f} ({found.low:.1f} to {found.high:.1f})"


def _share(found: Interval) -> str:
    return f"{found.value:.0%} ({found.low:.0%} to {found.high:.0%})"
