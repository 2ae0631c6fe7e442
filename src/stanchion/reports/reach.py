"""What people can become able to do, as text: the least coalitions, the plan, the horizon."""

from collections.abc import Sequence
from math import comb

from stanchion.api.reach import Prospect, Reach
from stanchion.control.reach.plans import elapsed
from stanchion.control.reach.results import Choice, Outcome, Plan, PlanStep
from stanchion.reports.marks import bad, bold, dim, good, unsure
from stanchion.reports.tables import indented, listed, paragraph, table

MOST_LISTED = 24
MOST_NAMED = 5


def reach(found: Reach) -> str:
    """Whether a goal can be brought about, by whom, and by which plan."""
    said = [bold(found.goal), f"as of {found.as_of}, {found.horizon}", "", _headline(found)]
    if found.coalitions:
        said += ["", *_coalitions(found.coalitions)]
    for place, plan in enumerate(found.plans):
        said += ["", _plan_title(plan, place), *_steps(plan)]
    said += ["", "Taken for granted:"]
    said += [indented(paragraph(text, columns=90)) for text in found.assumptions]
    looked = f"{found.positions:,} positions"
    sure = "not decided" if found.outcome is Outcome.UNDECIDED else "exact"
    said += ["", dim(f"{found.method}; {looked}; {sure}; inputs {found.digest[:12]}")]
    return "\n".join(said)


def _headline(found: Reach) -> str:
    who = listed([*found.by]) if found.by else "nobody"
    against = f", against {listed([*found.against])}," if found.against else ""
    match found.outcome:
        case Outcome.REACHED:
            return good(paragraph(f"{who}{against} can bring it about."))
        case Outcome.NEVER:
            return bad(paragraph(f"{_of_all(found, who)}{against} can never bring it about:")) + (
                "\n" + paragraph(found.words)
            )
        case Outcome.NOT_WITHIN:
            text = f"{_of_all(found, who)}{against} cannot bring it about {found.horizon}:"
            return bad(paragraph(text)) + "\n" + paragraph(found.words)
        case Outcome.UNDECIDED:
            return unsure("This is not decided:") + "\n" + paragraph(found.words)


def _of_all(found: Reach, who: str) -> str:
    return f"{who} together" if len(found.by) > 1 else who


def _coalitions(coalitions: Sequence[tuple[Choice, ...]]) -> list[str]:
    sizes = {sum(choice.count for choice in one) for one in coalitions}
    lines = [f"The fewest who suffice are {bold(str(min(sizes)))}; the least coalitions:"]
    together = _any_of(coalitions)
    if together is not None:
        return [*lines, f"  {together}"]
    lines += [
        f"  {listed([_choice(choice) for choice in one])}" for one in coalitions[:MOST_LISTED]
    ]
    if len(coalitions) > MOST_LISTED:
        lines.append(f"  … and {len(coalitions) - MOST_LISTED} more")
    return lines


def _choice(choice: Choice) -> str:
    if choice.count == len(choice.of):
        return listed(choice.of)
    return f"any {choice.count} of ({', '.join(choice.of)})"


def _any_of(coalitions: Sequence[tuple[Choice, ...]]) -> str | None:
    """`any 4 of ...` where the least coalitions are all of one size and every choice is one."""
    sizes = {sum(choice.count for choice in one) for one in coalitions}
    people = list(dict.fromkeys(name for one in coalitions for c in one for name in c.of))
    if len(sizes) != 1 or len(coalitions) == 1:
        return None
    size = sizes.pop()
    count = 0
    for one in coalitions:
        ways = 1
        for choice in one:
            ways *= comb(len(choice.of), choice.count)
        count += ways
    return f"any {size} of {', '.join(people)}" if count == comb(len(people), size) else None


def _plan_title(plan: Plan, place: int) -> str:
    count = plan.decisions
    steps = "no decision" if count == 0 else f"{count} decision{'' if count == 1 else 's'}"
    name = "Shortest plan" if place == 0 else "Faster, with more decisions"
    return f"{bold(name)}: {steps}, {_after(plan)}"


def _after(plan: Plan) -> str:
    return f"{elapsed(plan.takes)} in all" if plan.takes else "at once"


def _steps(plan: Plan) -> list[str]:
    if not plan.steps:
        return ["  It is so already."]
    head = ["", "when", "decision", "by", "what"]
    rows = [_row(place, step) for place, step in enumerate(plan.steps, start=1)]
    return [indented(table(head, rows, right="0"))]


def _row(place: int, step: PlanStep) -> list[str]:
    when = elapsed(step.waits) if not step.waits else f"after {elapsed(step.waits)}"
    if step.effective != step.waits:
        when += f", effect after {elapsed(step.effective)}"
    route = f" by {step.route}" if step.route else ""
    who = f"{'against them: ' if step.opposing else ''}{_few(step.by)}"
    where = ", ".join(x for x in (step.because.clause, str(step.because.at or "")) if x)
    place_said = dim(f"  [{where}]") if where else ""
    return [str(place), when, f"{step.decision}{route}", who, step.text + place_said]


def _few(names: Sequence[str]) -> str:
    """Names in a line, the last of many only counted."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"


def prospects(found: Sequence[Prospect]) -> str:
    """What a coalition can come to decide, a line a decision."""
    rows = [[item.decision, *_prospect(item.reach)] for item in found]
    first = found[0].reach
    said = [bold(f"What {listed([*first.by])} can come to decide"), f"as of {first.as_of}", ""]
    said.append(table(["decision", "when", "how"], rows))
    said += ["", "Taken for granted:"]
    notes = dict.fromkeys(note for item in found for note in item.reach.assumptions)
    said += [indented(paragraph(note, columns=90)) for note in notes]
    return "\n".join(said)


def _prospect(found: Reach) -> tuple[str, str]:
    match found.outcome:
        case Outcome.REACHED if not found.plans[0].steps:
            return good("now"), "they have the votes"
        case Outcome.REACHED:
            plan = found.plans[0]
            count = plan.decisions
            steps = f"{count} decision{'' if count == 1 else 's'} before"
            how = "; ".join(f"{step.decision}: {step.text}" for step in plan.steps)
            return f"{steps}, {_after(plan)}", how
        case Outcome.NEVER:
            return bad("never"), found.words
        case Outcome.NOT_WITHIN:
            return bad("not " + found.horizon), found.words
        case Outcome.UNDECIDED:
            return unsure("undecided"), found.words
