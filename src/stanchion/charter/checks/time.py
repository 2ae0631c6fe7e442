"""Dates in order, and events that fit the company they meet."""

from collections.abc import Iterator

from stanchion.charter.checks.context import Context, error, warning
from stanchion.charter.patches import PatchMisses, patched
from stanchion.charter.phrases import Instant
from stanchion.charter.sources import Confidence
from stanchion.charter.state import misfits
from stanchion.source.diagnostic import Diagnostic, explains


@explains("ST701", "dates out of order")
def dates_in_order(context: Context) -> Iterator[Diagnostic]:
    """Something ends before it begins, or an event stands after a later one.

    Events are read from top to bottom as time passes; one that is out of place is more often a
    wrong date than a wrong place.
    """
    latest: Instant | None = None
    for place, event in enumerate(context.charter.events):
        if latest is not None and event.when.start < latest.start:
            yield error(
                "ST701",
                "this event is earlier than the one before it",
                context.at("events", place, "at"),
                label=f"before {latest.text}",
                help="events stand in the order of time; check the date, or move the event up",
            )
        else:
            latest = event.when
    yield from _periods(context)


def _periods(context: Context) -> Iterator[Diagnostic]:
    charter = context.charter
    if charter.opening is not None and charter.opening.start > charter.as_of.start:
        yield error(
            "ST701",
            "the charter opens after the instant it answers",
            context.at("opening"),
            label=f"later than {charter.as_of.text}",
            help="`opening:` is when the sections held; `as_of:` when questions are answered",
        )
    dispute = charter.dispute
    if dispute is not None and dispute.ends is not None and _before(dispute.ends, dispute.begins):
        yield _ends_first(context, ("dispute", "ends"), "the dispute ends before it begins")
    if charter.release is not None:
        for key, policy in charter.release.policies.items():
            if policy.since and policy.until and _before(policy.until, policy.since):
                path = ("release", "policies", key, "until")
                yield _ends_first(context, path, f"policy `{key}` ends before it begins")


def _before(one: Instant, other: Instant) -> bool:
    return one.end <= other.start


def _ends_first(context: Context, path: tuple[str, ...], message: str) -> Diagnostic:
    return error("ST701", message, context.at(*path), label="too early")


@explains("ST702", "event that does not fit")
def events_fit(context: Context) -> Iterator[Diagnostic]:
    """An event changes something that is not there to be changed.

    Events after `opening` are folded in order; a director can only leave a board on which he
    sits at that moment. Either the event, or the state it meets, is written wrongly.
    """
    if not context.complete:
        return
    for misfit in misfits(context.charter):
        place = next(i for i, e in enumerate(context.charter.events) if e is misfit.event)
        yield error(
            "ST702",
            f"this event does not fit: {misfit.why}",
            context.at("events", place, "effect"),
            label=f"as things stood on {misfit.event.when.text}",
            help="check the sections as of `opening:`, and the events before this one",
        )


@explains("ST703", "missing source")
def facts_name_sources(context: Context) -> Iterator[Diagnostic]:
    """A fact of a real case says neither where it comes from nor that it is an assumption.

    Once a charter has `sources:`, every event, holding, waterfall and decision should name one,
    or say `confidence: assumption` (or `judgement`) with a note.
    """
    charter = context.charter
    if not charter.sources:
        return
    unsupported = (Confidence.ASSUMPTION, Confidence.JUDGEMENT)
    for place, event in enumerate(charter.events):
        if not event.source and event.confidence not in unsupported:
            yield warning(
                "ST703",
                "this event names no source",
                context.at("events", place, "what"),
                label="says who?",
                help="add `source:`, or `confidence: assumption` with a `note:`",
            )
    for section, entries in (
        ("decisions", charter.decisions),
        ("pay", charter.pay),
        ("bodies", charter.bodies),
    ):
        for key, entry in entries.items():
            if not entry.source and entry.confidence not in unsupported:
                yield warning(
                    "ST703",
                    f"`{key}` names no source",
                    context.key_at(section, key),
                    label="says who?",
                    help="add `source:`, or `confidence: assumption` with a `note:`",
                )


@explains("ST801", "reading that does not fit")
def readings_fit(context: Context) -> Iterator[Diagnostic]:
    """A reading changes a term that the charter does not have, or has no answer as written.

    `as_written` names the option under which the charter stands as it is; it changes nothing.
    """
    if not context.complete:
        return
    for key, reading in context.charter.readings.items():
        written = reading.options.get(reading.as_written)
        if written is None or written.set:
            yield error(
                "ST801",
                f"`{reading.as_written}` must be an option of `{key}` that changes nothing",
                context.at("readings", key, "as_written"),
                label="not such an option",
            )
        for name, option in reading.options.items():
            try:
                patched(context.charter, option.set)
            except PatchMisses as missing:
                yield error(
                    "ST801",
                    f"reading `{key}.{name}` finds no {missing.what} `{missing.missing}`",
                    missing.missing.at or context.at("readings", key, "options", name, "set"),
                    label="nothing here to change",
                )


CHECKS = (dates_in_order, events_fit, facts_name_sources, readings_fit)
