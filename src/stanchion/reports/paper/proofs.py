"""What the charter expects of itself: each line proved or with its counterexample."""

from fractions import Fraction
from typing import assert_never

from stanchion.api.proof import Checked, Outcome
from stanchion.charter.model import Charter
from stanchion.control.results import Verdict
from stanchion.reports.language import Language
from stanchion.reports.money import place
from stanchion.reports.paper.blocks import Block, Claim, Claims, Figures, Sign, Words
from stanchion.reports.spoken import called, listed

MOST_STEPS = 3


def proofs_blocks(charter: Charter, found: Checked, say: Language) -> tuple[Block, ...]:
    """How many of each verdict, then what is not proved, then what is."""
    if not found.outcomes:
        return (
            Words(
                say.text(
                    "This charter expects nothing of itself. Lines under `expect:` are to a "
                    "charter what tests are to a program."
                )
            ),
        )
    verdicts = [outcome.verdict for outcome in found.outcomes]
    counted = tuple(
        (say.number(verdicts.count(verdict)), say.text(verdict.value)) for verdict in Verdict
    )
    ordered = sorted(found.outcomes, key=lambda outcome: outcome.verdict is Verdict.PROVED)
    return (Figures(counted), Claims(tuple(_claim(charter, one, say) for one in ordered)))


def _claim(charter: Charter, found: Outcome, say: Language) -> Claim:
    notes = []
    if found.counterexample is not None and not found.met:
        example = _example(charter, found.counterexample, say)
        notes.append(say.text("Counterexample: {example}").format(example=example))
    reasons = [
        f"{step.text} [{where}]" if (where := place(step)) else step.text
        for step in found.because[:MOST_STEPS]
    ]
    reasons += [f"{say.text('assumed:')} {assumption}" for assumption in found.assumptions]
    notes.append(" · ".join([*reasons, found.method, *found.readings]))
    verdict = say.text(found.verdict.value)
    return Claim(_sign(found.verdict), verdict, found.text, found.words, tuple(notes))


def _sign(verdict: Verdict) -> Sign:
    match verdict:
        case Verdict.PROVED:
            return Sign.GOOD
        case Verdict.REFUTED:
            return Sign.BAD
        case Verdict.UNDECIDED:
            return Sign.OPEN
        case _:
            assert_never(verdict)


def _example(charter: Charter, example: Fraction | tuple[str, ...], say: Language) -> str:
    match example:
        case Fraction():
            return say.amount(example)
        case names:
            return listed(called(charter, names, say), say)
