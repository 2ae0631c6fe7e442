"""Who prevails: how a dispute was likely to end, by the rules alone and in fact; what is ours."""

from stanchion.api.tour import Prevails
from stanchion.charter.dispute import Dispute, Outcome
from stanchion.charter.model import Charter
from stanchion.charter.phrases import Name, Range
from stanchion.reports.clash import share
from stanchion.reports.language import Language
from stanchion.reports.paper.blocks import (
    ENGLISH,
    Block,
    Cell,
    Heading,
    Item,
    Items,
    Table,
    Tone,
    Words,
)
from stanchion.reports.paper.company import grounds


def conflict_blocks(
    charter: Charter, dispute: Dispute, found: Prevails | None, say: Language
) -> tuple[Block, ...]:
    """What it is about, how it was likely to end, why, and what the parties are taken to want."""
    return (
        Words(say.said(dispute.question), Tone.LEAD),
        *_endings(dispute, found, say),
        *_hypotheses(charter, dispute, say),
        *_parties(charter, dispute, say),
    )


def _endings(dispute: Dispute, found: Prevails | None, say: Language) -> tuple[Block, ...]:
    """The probability of every ending beside that by the rules alone: two numbers, never one."""
    if found is None:
        told = say.text("The charter says too little of this dispute for it to be followed.")
        return (Words(told, Tone.NOTICE),)
    rows = []
    for name, title in found.titles:
        fact, rules = found.likely.probability(name), found.by_rules.probability(name)
        outcome = dispute.outcomes.get(Name(name))
        came = "" if outcome is None or outcome.happened is None else say.text("this happened")
        rows.append(
            (
                Cell(_ending(outcome, title, say), quiet=came),
                Cell(share(fact), bar=fact.share),
                Cell(share(rules), bar=rules.share),
            )
        )
    heads = (
        say.text("ending"),
        say.text("when others can walk away"),
        say.text("by the rules alone"),
    )
    table = Table(say.text("How it ends"), heads, tuple(rows), right=(1, 2), wide=(0,))
    known = say.text("as of {when}; {runs} runs; ± is one standard error of having so many").format(
        when=found.as_of, runs=say.number(found.likely.runs)
    )
    basis = f"{found.likely.method} · {found.caveat}"
    return (table, Words(known, Tone.QUIET), Words(basis, Tone.NOTICE, ENGLISH))


def _ending(outcome: Outcome | None, title: str, say: Language) -> str:
    """What an ending is called; that nothing comes of it is no outcome of the charter."""
    return say.text(title) if outcome is None else say.said(outcome.name)


def _hypotheses(charter: Charter, dispute: Dispute, say: Language) -> tuple[Block, ...]:
    """Readings of the cause side by side; none is a fact, and none is used."""
    if not dispute.hypotheses:
        return ()
    rows = tuple(
        (Cell(say.said(one.claim)), Cell(say.said(one.because)), grounds(charter, one, say))
        for one in dispute.hypotheses.values()
    )
    title = say.text("Why it came to this: readings side by side, none of which the answer uses")
    heads = (say.text("reading"), say.text("because"), say.text("grounds"))
    return (Heading(title), Table(title, heads, rows, wide=(0, 1)))


def _parties(charter: Charter, dispute: Dispute, say: Language) -> tuple[Block, ...]:
    """Where each party is taken to stand, as a range, with the grounds for saying so."""
    axes = tuple(
        Item(
            str(name).replace("_", " ") if axis.name is None else say.said(axis.name),
            say.text("0: {low}; 100: {high}").format(
                low=say.said(axis.low), high=say.said(axis.high)
            ),
        )
        for name, axis in dispute.axes.items()
    )
    rows = []
    for party, written in dispute.parties.items():
        cells = [Cell(charter.party_name(party, say.tag))]
        for axis in dispute.axes:
            stands = written.positions.get(axis)
            cells.append(Cell("–" if stands is None else _range(stands.position)))
        cells += [Cell(_range(written.influence)), Cell(say.said(written.because))]
        rows.append((*cells, grounds(charter, written, say)))
    heads = [say.text("party")]
    heads += [
        str(name).replace("_", " ") if axis.name is None else say.said(axis.name)
        for name, axis in dispute.axes.items()
    ]
    heads += [say.text("influence"), say.text("because"), say.text("grounds")]
    title = say.text("What the parties are taken to want, from 0 to 100")
    table = Table(title, tuple(heads), tuple(rows), wide=(len(heads) - 2,))
    return (Heading(title), Items(axes), table)


def _range(found: Range) -> str:
    """`20 (5 to 40)` is said by its ends alone, which is what is claimed."""
    low, high = f"{float(found.low):g}", f"{float(found.high):g}"
    return low if low == high else f"{low}–{high}"
