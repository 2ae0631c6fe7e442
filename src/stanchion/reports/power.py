"""What was proved about power and money, as text."""

from stanchion.api.proof import Checked, Outcome
from stanchion.control.results import Verdict
from stanchion.reports.marks import bad, dim, good, unsure
from stanchion.reports.money import place


def expectations(found: Checked, *, because: bool = False) -> str:
    """What became of every expectation."""
    if not found.outcomes:
        return "The charter expects nothing; add `expect:` lines to have them proved."
    lines = [line for outcome in found.outcomes for line in _outcome(outcome, because=because)]
    met = sum(1 for outcome in found.outcomes if outcome.met)
    return "\n".join([*lines, "", f"{met} of {len(found.outcomes)} as expected"])


def _outcome(outcome: Outcome, *, because: bool) -> list[str]:
    mark = {
        Verdict.PROVED: "proved",
        Verdict.REFUTED: "refuted",
        Verdict.UNDECIDED: "undecided",
    }[outcome.verdict]
    shown = good(mark) if outcome.met else bad(mark)
    if outcome.verdict is Verdict.UNDECIDED:
        shown = unsure(mark)
    expected = "" if outcome.met else dim(f"  [{outcome.at}]")
    lines = [f"{shown}  {outcome.text}{expected}", dim(f"    {outcome.words}")]
    if because:
        lines += [dim(f"    because {step.text}  [{place(step)}]") for step in outcome.because]
    return lines
