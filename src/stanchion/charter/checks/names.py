"""Every name that is used must be declared, once; the help says which one was probably meant."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from stanchion.charter import phrases as p
from stanchion.charter.checks.context import (
    Context,
    Declared,
    Names,
    error,
    items_at,
    names_in,
)
from stanchion.charter.release import ReleaseStage
from stanchion.charter.state import VACANT
from stanchion.charter.written import (
    Written,
)
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.span import Span
from stanchion.source.suggest import closest
from stanchion.source.tree import Path, Table, Tree

Kinds = tuple[Names, ...]
WHO: Kinds = (Names.PARTY, Names.GROUP, Names.BODY, Names.OFFICE)
PAYEE: Kinds = (Names.PARTY, Names.GROUP)

REFERS: dict[tuple[str, str], tuple[str, Kinds]] = {
    # (owner, field): (what the name is there, kinds of name that will do)
    ("NamedTerm", "name"): ("term", (Names.TERM,)),
    ("Named", "name"): ("party", WHO),
    ("HoldersOf", "share_class"): ("class", (Names.CLASS,)),
    ("ManagerOf", "entity"): ("entity", (Names.PARTY,)),
    ("ElectorsOf", "of"): ("body, office or member", (Names.BODY, Names.OFFICE, Names.PARTY)),
    ("FillersOf", "body"): ("body", (Names.BODY,)),
    ("Threshold", "of"): ("body or class", (Names.BODY, Names.CLASS)),
    ("InStages", "stages"): ("stage", (Names.STAGE,)),
    ("HasReceived", "payee"): ("payee", PAYEE),
    ("HasReceivedShare", "payee"): ("payee", PAYEE),
    ("HasReceivedShare", "stages"): ("stage", (Names.STAGE,)),
    ("HasPaid", "entity"): ("entity", (Names.PARTY,)),
    ("RiskIs", "category"): ("risk category", (Names.CATEGORY,)),
    ("RiskIs", "level"): ("level", (Names.LEVEL,)),
    ("DecisionTaken", "decision"): ("decision", (Names.DECISION,)),
    ("ModelIs", "model"): ("model version", (Names.MODEL, Names.PRODUCT)),
    ("ModelIs", "stage"): ("release stage", (Names.RELEASE_STAGE,)),
    ("SetTerm", "term"): ("term", (Names.TERM,)),
    ("SetCap", "payee"): ("payee", PAYEE),
    ("SetCap", "stage"): ("stage", (Names.STAGE,)),
    ("SetCapCounts", "payee"): ("payee", PAYEE),
    ("SetCapCounts", "stage"): ("stage", (Names.STAGE,)),
    ("RemoveCap", "payee"): ("payee", PAYEE),
    ("RemoveCap", "stage"): ("stage", (Names.STAGE,)),
    ("SetFreed", "payee"): ("payee", PAYEE),
    ("SetFreed", "stage"): ("stage", (Names.STAGE,)),
    ("SetFreed", "to"): ("payee", PAYEE),
    ("SetLimit", "stage"): ("stage", (Names.STAGE,)),
    ("SetShares", "stage"): ("stage", (Names.STAGE,)),
    ("SetShares", "shares"): ("payee", PAYEE),
    ("SetResidual", "entity"): ("entity", (Names.PARTY,)),
    ("SetResidual", "payee"): ("payee", PAYEE),
    ("SetRule", "decision"): ("decision", (Names.DECISION,)),
    ("SetNotice", "decision"): ("decision", (Names.DECISION,)),
    ("SetCause", "decision"): ("decision", (Names.DECISION,)),
    ("SetBodyRule", "body"): ("body", (Names.BODY,)),
    ("SetStagger", "body"): ("body", (Names.BODY,)),
    ("SetVotes", "share_class"): ("class", (Names.CLASS,)),
    ("Joins", "who"): ("party", (Names.PARTY,)),
    ("Joins", "body"): ("body", (Names.BODY,)),
    ("Leaves", "who"): ("party", (Names.PARTY,)),
    ("Leaves", "place"): ("body or office", (Names.BODY, Names.OFFICE)),
    ("Becomes", "who"): ("party", (Names.PARTY,)),
    ("Becomes", "office"): ("office", (Names.OFFICE,)),
    ("FallsVacant", "office"): ("office", (Names.OFFICE,)),
    ("SizeIs", "body"): ("body", (Names.BODY,)),
    ("Receives", "who"): ("party", PAYEE),
    ("Receives", "share_class"): ("class", (Names.CLASS,)),
    ("Transfers", "who"): ("party", PAYEE),
    ("Transfers", "share_class"): ("class", (Names.CLASS,)),
    ("Transfers", "to"): ("party", PAYEE),
    ("IsPaid", "who"): ("payee", PAYEE),
    ("IsPaid", "entity"): ("entity", (Names.PARTY,)),
    ("IsPaid", "stage"): ("stage or class", (Names.STAGE, Names.CLASS)),
    ("Invests", "who"): ("party", PAYEE),
    ("Invests", "entity"): ("entity", (Names.PARTY,)),
    ("Observes", "who"): ("party", (Names.PARTY,)),
    ("Observes", "body"): ("body", (Names.BODY,)),
    ("ModelBecomes", "model"): ("model version", (Names.MODEL,)),
    ("ModelBecomes", "product"): ("product", (Names.PRODUCT,)),
    ("ModelBecomes", "stage"): ("release stage", (Names.RELEASE_STAGE,)),
    ("EntityIs", "entity"): ("entity", (Names.PARTY,)),
    ("Amends", "decision"): ("decision", (Names.DECISION,)),
    ("ReceivesBounded", "payee"): ("payee", PAYEE),
    ("ReceivesBounded", "stage"): ("stage or class", (Names.STAGE, Names.CLASS)),
    ("ReceivesOverSchedule", "payee"): ("payee", PAYEE),
    ("Returns", "payer"): ("payee", PAYEE),
    ("Returns", "clawback"): ("clawback", (Names.CLAWBACK,)),
    ("Qualifiers", "through"): ("entity", (Names.PARTY,)),
    ("ReceivesWhen", "payee"): ("payee", PAYEE),
    ("ShareOfDollars", "payee"): ("payee", PAYEE),
    ("EveryDollarAbove", "payee"): ("payee", PAYEE),
    ("ReceivesAsMuchAs", "payee"): ("payee", PAYEE),
    ("ReceivesAsMuchAs", "than"): ("payee", PAYEE),
    ("CoalitionPower", "decision"): ("decision", (Names.DECISION,)),
    ("NobodyWithout", "decision"): ("decision", (Names.DECISION,)),
    ("Ships", "model"): ("model version", (Names.MODEL,)),
    ("Ships", "stage"): ("release stage", (Names.RELEASE_STAGE,)),
    ("CannotBeRemoved", "who"): ("party", (Names.PARTY,)),
    ("CannotBeRemoved", "place"): ("body or office", (Names.BODY, Names.OFFICE)),
    ("AbleTo", "decision"): ("decision", (Names.DECISION,)),
    ("HoldsOffice", "who"): ("party", (Names.PARTY,)),
    ("HoldsOffice", "office"): ("office", (Names.OFFICE,)),
    ("OfficeVacant", "office"): ("office", (Names.OFFICE,)),
    ("SitsIn", "who"): ("party", (Names.PARTY,)),
    ("SitsIn", "body"): ("body", (Names.BODY,)),
    ("MajorityLoyal", "body"): ("body", (Names.BODY,)),
    ("Qualifiers", "readings"): ("reading", (Names.READING,)),
    ("Party", "managed_by"): ("entity", (Names.PARTY,)),
    ("Party", "acts_by"): ("body", (Names.BODY,)),
    ("Charter", "groups"): ("party", (Names.PARTY, Names.GROUP)),
    ("Charter", "classes"): ("entity", (Names.PARTY,)),
    ("Charter", "holdings"): ("entity", (Names.PARTY,)),
    ("Charter", "pay"): ("entity", (Names.PARTY,)),
    ("Holding", "holder"): ("holder", PAYEE),
    ("CappedUnit", "freed"): ("payee", PAYEE),
    ("Option", "over"): ("class", (Names.CLASS,)),
    ("Warrant", "over"): ("class", (Names.CLASS,)),
    ("Preferred", "conversion_decision"): ("decision", (Names.DECISION,)),
    ("Body", "of"): ("entity", (Names.PARTY,)),
    ("Body", "joint_of"): ("entity", (Names.PARTY,)),
    ("Body", "casting_vote"): ("member", WHO),
    ("Body", "chair"): ("member", WHO),
    ("Body", "committee_of"): ("body", (Names.BODY,)),
    ("Body", "may"): ("decision", (Names.DECISION,)),
    ("Body", "may_not"): ("decision", (Names.DECISION,)),
    ("Body", "observers"): ("party", (Names.PARTY,)),
    ("Seat", "held_by"): ("member", (Names.PARTY, Names.OFFICE)),
    ("Office", "of"): ("entity", (Names.PARTY,)),
    ("Office", "held_by"): ("holder", (Names.PARTY,)),
    ("Agreement", "parties"): ("party", PAYEE),
    ("Agreement", "on"): ("decision", (Names.DECISION,)),
    ("Duty", "before"): ("decision", (Names.DECISION,)),
    ("Interest", "party"): ("party", PAYEE),
    ("Interest", "held_in"): ("entity", (Names.PARTY,)),
    ("Interest", "recused_from"): ("decision", (Names.DECISION,)),
    ("Stage", "shares"): ("payee", PAYEE),
    ("Stage", "claims"): ("payee", PAYEE),
    ("Stage", "caps"): ("payee", PAYEE),
    ("Stage", "freed"): ("payee", PAYEE),
    ("Waterfall", "residual"): ("payee", PAYEE),
    ("Received", "payee"): ("payee", PAYEE),
    ("Received", "stage"): ("stage or class", (Names.STAGE, Names.CLASS)),
    ("Deduction", "to"): ("payee", PAYEE),
    ("Deduction", "of_class"): ("class", (Names.CLASS,)),
    ("Clawback", "payer"): ("payee", PAYEE),
    ("Clawback", "payee"): ("payee", PAYEE),
    ("Clawback", "entities"): ("entity", (Names.PARTY,)),
    ("Tender", "entity"): ("entity", (Names.PARTY,)),
    ("Tender", "buyer"): ("buyer", PAYEE),
    ("Tender", "buys"): ("class", (Names.CLASS,)),
    ("FirstRefusal", "by"): ("party", PAYEE),
    ("TenderOffer", "seller"): ("seller", PAYEE),
    ("TenderOffer", "of_class"): ("class", (Names.CLASS,)),
    ("Worth", "paid_by"): ("entity", (Names.PARTY,)),
    ("Worth", "payee"): ("payee", PAYEE),
    ("Event", "parties"): ("party", WHO),
    ("Event", "decided"): ("decision", (Names.DECISION,)),
    ("Event", "by"): ("party", PAYEE),
    ("Event", "against"): ("party", PAYEE),
    ("Event", "recused"): ("party", PAYEE),
    ("Matter", "duty"): ("duty", (Names.DUTY,)),
    ("Matter", "said_by"): ("party", WHO),
    ("Matter", "told"): ("party", WHO),
    ("Matter", "not_told"): ("party", WHO),
    ("Signed", "by"): ("party", PAYEE),
    ("Dispute", "parties"): ("party", PAYEE),
    ("Dispute", "crowds"): ("party", PAYEE),
    ("Stakeholder", "positions"): ("axis", (Names.AXIS,)),
    ("Shift", "positions"): ("axis", (Names.AXIS,)),
    ("Offer", "to"): ("party", PAYEE),
    ("Offer", "by"): ("party", PAYEE),
    ("Move", "parties"): ("party", WHO),
    ("Move", "decision"): ("decision", (Names.DECISION,)),
    ("Outcome", "worth"): ("party", PAYEE),
    ("Outcome", "left_by"): ("crowd", (Names.CROWD,)),
    ("Shift", "worth"): ("outcome", (Names.OUTCOME,)),
    ("Dispute", "opens_with"): ("event", (Names.EVENT,)),
    ("Hypothesis", "axis"): ("axis", (Names.AXIS,)),
    ("Product", "of"): ("entity", (Names.PARTY,)),
    ("ModelVersion", "product"): ("product", (Names.PRODUCT,)),
    ("ModelVersion", "successor_of"): ("model version", (Names.MODEL,)),
    ("RiskCategory", "deploy_at_most"): ("level", (Names.LEVEL,)),
    ("RiskCategory", "develop_at_most"): ("level", (Names.LEVEL,)),
    ("Evaluation", "category"): ("risk category", (Names.CATEGORY,)),
    ("Derived", "weak"): ("evaluation", (Names.EVALUATION,)),
    ("Derived", "weak_to_strong"): ("evaluation", (Names.EVALUATION,)),
    ("Derived", "ceiling"): ("evaluation", (Names.EVALUATION,)),
    ("Scoring", "before"): ("evaluation", (Names.EVALUATION,)),
    ("Scoring", "after"): ("evaluation", (Names.EVALUATION,)),
    **{
        (owner, "decision"): ("decision", (Names.DECISION,))
        for owner in ("Approval", "Role", "FastTrack", "Halt", "PolicyChange")
    },
    ("CompetitorClause", "lowers"): ("requirement", (Names.EVALUATION, Names.CATEGORY)),
    ("Dissent", "recipients"): ("party", WHO),
    ("Policy", "products"): ("product", (Names.PRODUCT,)),
    ("Policy", "evaluations"): ("evaluation", (Names.EVALUATION,)),
    ("Policy", "categories"): ("risk category", (Names.CATEGORY,)),
    ("Release", "evaluators"): ("evaluator", PAYEE),
    ("Release", "keys"): ("party", PAYEE),
    ("Witness", "party"): ("party", PAYEE),
    ("Reading", "moot_under"): ("reading", (Names.READING,)),
}


OF_ANY_ENTRY: dict[str, tuple[str, Kinds]] = {
    "source": ("source", (Names.SOURCE,)),
    "on_transfer": ("class", (Names.CLASS,)),
}
"""Fields that entries of many kinds share."""


def declared_names(tree: Tree) -> Declared:
    """Every name the file declares, also in entries that could not be typed."""
    stages = set()
    for entity in names_in(tree, "pay"):
        for stage in items_at(tree, "pay", entity, "stages"):
            if isinstance(stage, Table) and "stage" in stage:
                stages |= {str(stage["stage"]), f"{entity}.{stage['stage']}"}
        for item in items_at(tree, "pay", entity, "deductions"):
            if isinstance(item, Table) and "deduction" in item:
                stages |= {str(item["deduction"]), f"{entity}.{item['deduction']}"}
    classes = set()
    for entity in names_in(tree, "classes"):
        for name in names_in(tree, "classes", entity):
            classes |= {name, f"{entity}.{name}"}
    readings = {
        f"{question}.{option}"
        for question in names_in(tree, "readings")
        for option in names_in(tree, "readings", question, "options")
    }
    levels = {
        str(level)
        for category in names_in(tree, "release", "categories")
        for level in items_at(tree, "release", "categories", category, "levels")
    }
    plain = {
        Names.PARTY: ("parties",),
        Names.GROUP: ("groups",),
        Names.BODY: ("bodies",),
        Names.OFFICE: ("offices",),
        Names.DECISION: ("decisions",),
        Names.TERM: ("terms",),
        Names.SOURCE: ("sources",),
        Names.CLAWBACK: ("clawbacks",),
        Names.DUTY: ("duties",),
        Names.AXIS: ("dispute", "axes"),
        Names.CROWD: ("dispute", "crowds"),
        Names.OUTCOME: ("dispute", "outcomes"),
        Names.PRODUCT: ("release", "products"),
        Names.MODEL: ("release", "models"),
        Names.CATEGORY: ("release", "categories"),
        Names.EVALUATION: ("release", "evaluations"),
    }
    found = {kind: names_in(tree, *path) for kind, path in plain.items()}
    return {
        **found,
        Names.STAGE: frozenset(stages),
        Names.CLASS: frozenset(classes),
        Names.READING: frozenset(readings),
        Names.EVENT: frozenset(
            str(event["id"])
            for event in items_at(tree, "events")
            if isinstance(event, Table) and "id" in event
        ),
        Names.LEVEL: frozenset(levels),
        Names.RELEASE_STAGE: frozenset(stage.value for stage in ReleaseStage),
    }


@explains("ST110", "unknown name")
def unknown_names(context: Context) -> Iterator[Diagnostic]:
    """A name is used that the charter does not declare.

    Parties, groups, bodies and offices are declared in the sections of those names; stages,
    classes, terms, decisions and sources in theirs. Where a name is close to one that exists,
    the help says so.
    """
    known_of: dict[Kinds, frozenset[str]] = {}
    for path, owner, field, value in context.fields:
        rule = REFERS.get((type(owner).__name__, field)) or OF_ANY_ENTRY.get(field)
        if rule is None:
            continue
        noun, kinds = rule
        known = known_of.get(kinds)
        if known is None:
            known = frozenset().union(*(context.declared[kind] for kind in kinds))
            known_of[kinds] = known
        if isinstance(value, p.Name) and value in known:
            continue
        for name, at in _names(context, path, owner, field, value):
            if str(name) not in known and name != VACANT:
                yield _unknown(noun, kinds, name, known, at())


Place = Callable[[], Span]
"""Where a name stands; only asked of those that are unknown."""


def _names(
    context: Context, path: Path, owner: object, field: str, value: object
) -> Iterator[tuple[str, Place]]:
    key = _key(owner, field)
    if isinstance(value, p.Name):
        yield value, partial(_place, context, value, (*path, key))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name), partial(context.key_at, *path, key, str(name))
            if isinstance(inner, tuple):  # a group: its key is its own name
                yield from _members(inner, context, (*path, key, str(name)))
    elif isinstance(value, tuple):
        yield from _members(value, context, (*path, key))


def _key(owner: object, field: str) -> str:
    return owner.fields()[field].key if isinstance(owner, Written) else field


def _place(context: Context, name: p.Name, path: Path) -> Span:
    return name.at or context.at(*path)


def _members(values: Iterable[object], context: Context, path: Path) -> Iterator[tuple[str, Place]]:
    for place, value in enumerate(values):
        name = value[0] if isinstance(value, tuple) else value  # a share: whose, and how much
        if isinstance(name, p.Name):
            yield name, partial(_place, context, name, (*path, place))


def _unknown(noun: str, kinds: Kinds, name: str, known: frozenset[str], at: Span) -> Diagnostic:
    near = closest(name, sorted(known), limit=2)
    wanted = " or ".join(kind.value for kind in kinds)
    shown = ", ".join(f"`{item}`" for item in sorted(known)[:6])
    remedy = f"did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else ""
    if not remedy:
        remedy = f"declared: {shown}" if known else f"this charter declares no {wanted}"
    return error(
        "ST110",
        f"unknown {noun} `{name}`",
        at,
        label=f"not {'an' if wanted[0] in 'aeiou' else 'a'} {wanted} of this charter",
        help=remedy,
    )


@explains("ST111", "name used twice")
def names_used_twice(context: Context) -> Iterator[Diagnostic]:
    """One name means two things.

    Parties, groups, bodies and offices can stand in the same places, so they share one set of
    names; stages must differ within a waterfall, and members within a group.
    """
    sections = ("parties", "groups", "bodies", "offices")
    seen: dict[str, str] = {}
    for section in sections:
        for name in names_in(context.tree, section):
            if name in seen:
                yield error(
                    "ST111",
                    f"`{name}` is already the name of one of the {seen[name]}",
                    context.key_at(section, name),
                    label="used twice",
                    help="give one of the two another name",
                )
            seen.setdefault(name, section)
    for entity, waterfall in context.charter.pay.items():
        stages: set[str] = set()
        classes = context.charter.classes.get(entity, {})
        for place, stage in enumerate(waterfall.stages):
            if stage.stage in stages:
                yield error(
                    "ST111",
                    f"two stages of `{entity}` are called `{stage.stage}`",
                    context.at("pay", entity, "stages", place, "stage"),
                    label="used twice",
                )
            stages.add(stage.stage)
        for place, item in enumerate(waterfall.deductions):
            if item.name is not None and item.name in stages | set(classes):
                yield error(
                    "ST111",
                    f"`{item.name}` is already what `{entity}` pays under another heading",
                    context.at("pay", entity, "deductions", place, "deduction"),
                    label="used twice",
                )
            stages.add(item.name or "")


CHECKS = (unknown_names, names_used_twice)
