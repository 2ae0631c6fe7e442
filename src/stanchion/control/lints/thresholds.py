"""Thresholds whose words say more than they do."""

from collections.abc import Iterator
from fractions import Fraction

from stanchion.charter import phrases as p
from stanchion.charter.law import under_law
from stanchion.control.from_charter.counting import plain
from stanchion.control.lints.ability import Ability, sums
from stanchion.control.lints.linted import Linted, lint, place
from stanchion.source.diagnostic import Diagnostic, Severity, explains
from stanchion.source.span import Span


@explains("ST909", "strict threshold that binds no more than a plain one")
def strictness_matters(linted: Linted) -> Iterator[Diagnostic]:
    """`more than` is written, and with these seats or holdings `at least` would do the same.

    No group has exactly the quota: more than 2/3 of seven seats is five, and so is at least 2/3.
    The word begins to matter when seats or holdings change, which may not be noticed then. Simple
    majorities are left alone.
    """
    for name, rule, at in _rules(linted):
        for threshold in _thresholds(rule):
            of = threshold.of or name
            share = threshold.share
            if not threshold.strict or share is None or share in {0, Fraction(1, 2)}:
                continue
            found, voters = (look := Ability(linted.state)).electorate(of), look.voters(of)
            totals = None if voters is None else sums(weight for _, weight in voters)
            if found is None or totals is None:
                continue
            quota = found.quota(threshold)
            least = min((total for total in totals if total > quota), default=None)
            if quota in totals or least is None:
                continue
            yield lint(
                "ST909",
                f"more than {share} of `{of}` is the same as at least {share}: "
                f"nobody has exactly {plain(quota)}, and {plain(least)} is the least above it",
                place(threshold.at, at),
                label="strict in words alone",
                help=f"write what is meant: `at least {plain(least)}` where it counts people, or "
                "leave it and know that it will matter when holdings change",
                severity=Severity.NOTE,
            )


def _rules(linted: Linted) -> Iterator[tuple[p.Name, p.Rule, Span | None]]:
    """The rules of bodies, and the rules of their own that decisions of a body have."""
    bodies = linted.state.charter.bodies
    for name, body in bodies.items():
        acts = under_law(body).acts
        if acts is not None:
            yield p.Name(name), acts, body.at
    for decision in linted.state.charter.decisions.values():
        by = decision.by.name if isinstance(decision.by, p.Named) else None
        if decision.needs is not None and by is not None and by in bodies:
            yield by, decision.needs, decision.at


def _thresholds(rule: p.Rule) -> Iterator[p.Threshold]:
    match rule:
        case p.Threshold():
            yield rule
        case p.AllRules(parts) | p.AnyRule(_, parts):
            for part in parts:
                yield from _thresholds(part)
        case _:
            return


LINTS = (strictness_matters,)
