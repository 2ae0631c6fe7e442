"""The structure of published frameworks: who recommends, decides, vetoes, overrules, approves.

Nothing here applies by itself. A policy that writes `framework: openai preparedness beta` and says
under `roles:` who plays which part takes each part's effect from here, and traces cite the
framework. Figures are none: where a framework publishes no number there is none, and the one that
published two has withdrawn them. To add one: a name in `Framework`, an entry in `FRAMEWORKS`.
"""

from enum import StrEnum

from stanchion.charter.approvals import ApprovalEffect
from stanchion.charter.sources import Confidence
from stanchion.exact.record import record


class Framework(StrEnum):
    """The names by which the structure of a published framework is taken."""

    OPENAI_PREPAREDNESS_BETA = "openai preparedness beta"
    OPENAI_PREPAREDNESS_V2 = "openai preparedness v2"
    DEPLOYMENT_SAFETY_BOARD = "deployment safety board"
    ANTHROPIC_RESPONSIBLE_SCALING = "anthropic responsible scaling"
    OPENAI_FOUNDATION_COMMITTEE = "openai foundation committee"
    XAI_2025 = "xai 2025"


@record(frozen=True, slots=True)
class Part:
    """One role of a framework and what its word does; `name` is the key under `roles:`."""

    name: str
    effect: ApprovalEffect
    says: str


@record(frozen=True, slots=True)
class Category:
    """A risk category as published, with the levels and the bounds on them where there are any."""

    name: str
    levels: tuple[str, ...]
    deploy_at_most: str | None = None
    develop_at_most: str | None = None


@record(frozen=True, slots=True)
class Limit:
    """A figure that a framework published, as a share that a rate had to stay below."""

    name: str
    below: str
    says: str


@record(frozen=True, slots=True)
class Published:
    """A framework: where it stands, its parts, its categories, and what else it says, in our
    words. `withdrawn` says since when it holds no longer."""

    framework: Framework
    title: str
    publisher: str
    date: str
    confidence: Confidence
    parts: tuple[Part, ...]
    categories: tuple[Category, ...] = ()
    says: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    withdrawn: str | None = None

    def part(self, name: str) -> Part | None:
        """The part of that name, or None."""
        return next((part for part in self.parts if part.name == name), None)


_FOUR_LEVELS = ("low", "medium", "high", "critical")
_RECOMMEND, _DECIDE = ApprovalEffect.RECOMMEND, ApprovalEffect.DECIDE
_OVERRULE, _VETO = ApprovalEffect.OVERRULE, ApprovalEffect.VETO

FRAMEWORKS: dict[Framework, Published] = {
    published.framework: published
    for published in (
        Published(
            Framework.OPENAI_PREPAREDNESS_BETA,
            "Preparedness Framework (beta)",
            "OpenAI",
            "2023-12-18",
            Confidence.DOCUMENTED,
            (
                Part("advisory_group", _RECOMMEND, "reviews the team's work and recommends"),
                Part("leadership", _DECIDE, "the chief executive or a designate decides"),
                Part("board", _OVERRULE, "the board may reverse a decision"),
            ),
            tuple(
                Category(name, _FOUR_LEVELS, "medium", "high")
                for name in ("cybersecurity", "cbrn", "persuasion", "autonomy")
            ),
            (
                "risk is scored before and after mitigation",
                "leadership may act without the advisory group, which cannot stop it",
                "evaluations are repeated at every doubling of effective compute",
                "there is a fast track for what cannot wait",
                "levels are described; no number decides",
            ),
        ),
        Published(
            Framework.OPENAI_PREPAREDNESS_V2,
            "Preparedness Framework, version 2",
            "OpenAI",
            "2025-04-15",
            Confidence.DOCUMENTED,
            (
                Part("advisory_group", _RECOMMEND, "reviews both reports and recommends"),
                Part("leadership", _DECIDE, "decides on what the advisory group recommends"),
                Part(
                    "safety_committee",
                    _OVERRULE,
                    "the board's safety and security committee may reverse a decision",
                ),
            ),
            tuple(
                Category(name, ("high", "critical"))
                for name in ("biological_chemical", "cybersecurity", "self_improvement")
            ),
            (
                "a capabilities report and a safeguards report are reviewed",
                "at `high` safeguards come before deployment, at `critical` already in development",
                "the bar may be lowered when others ship without like safeguards, on conditions",
            ),
        ),
        Published(
            Framework.DEPLOYMENT_SAFETY_BOARD,
            "The Deployment Safety Board of Microsoft and OpenAI",
            "Microsoft and OpenAI",
            "2023",
            Confidence.REPORTED,
            (
                Part(
                    "joint_board",
                    ApprovalEffect.APPROVE,
                    "approves deployments by either party of models above a certain capability",
                ),
            ),
            says=("who sits on it and how it votes is not public",),
        ),
        Published(
            Framework.ANTHROPIC_RESPONSIBLE_SCALING,
            "Responsible Scaling Policy, version 3.4",
            "Anthropic",
            "2026-07-08",
            Confidence.DOCUMENTED,
            (
                Part("chief_executive", _DECIDE, "one of two keys"),
                Part("responsible_scaling_officer", _DECIDE, "the other of two keys"),
            ),
            says=(
                "the board and the Long-Term Benefit Trust are told of a decision",
                "both must approve where an argument from marginal risk is central to it",
                "staff may report in confidence, to two recipients",
                "the board changes the policy, in consultation with the trust",
                "thresholds are qualitative; no number decides",
            ),
        ),
        Published(
            Framework.OPENAI_FOUNDATION_COMMITTEE,
            "Memoranda with the attorneys general of Delaware and California",
            "OpenAI Foundation",
            "2025-10-28",
            Confidence.DOCUMENTED,
            (
                Part(
                    "safety_committee",
                    _VETO,
                    "the Foundation's Safety and Security Committee can require mitigation, up to "
                    "stopping a release",
                ),
            ),
            says=("who decides otherwise is the company's own matter",),
        ),
        Published(
            Framework.XAI_2025,
            "Deployment criteria of December 2025",
            "xAI",
            "2025-12",
            Confidence.REPORTED,
            (),
            says=("an example of criteria with numbers, not a rule that is in force now",),
            limits=(
                Limit("mask_dishonesty", "1/2", "rate of dishonesty on MASK"),
                Limit(
                    "restricted_answers",
                    "1/20",
                    "rate of answers to restricted biological and chemical questions",
                ),
            ),
            withdrawn="2026-06",
        ),
    )
}
