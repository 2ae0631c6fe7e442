"""The company before and after each event: the fold of `state`, one event at a time."""

from collections.abc import Iterator
from dataclasses import replace

from stanchion.charter.events import Event
from stanchion.charter.model import Charter
from stanchion.charter.state import DoesNotFit, State, after, opening_state
from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Moment:
    """An event, and the company just before and just after it.

    Events up to the opening change nothing: the sections describe what they led to.
    """

    event: Event
    before: State
    after: State

    @property
    def is_history(self) -> bool:
        """Whether the event lies before the opening, so that the state then is not known."""
        return self.event.when.start <= self.before.charter.opens.start


def history(charter: Charter) -> Iterator[Moment]:
    """Every event in order of time, ties as declared, with the states around it."""
    opening = charter.opens.start
    state = opening_state(charter)
    for event in sorted(charter.events, key=lambda event: event.when.start):
        if event.when.start <= opening:
            yield Moment(event, state, state)
            continue
        before = replace(state, instant=event.when.start)
        now = before
        for effect in event.effect:
            try:
                now = after(now, effect)
            except DoesNotFit:
                continue  # reported when the charter is checked
        yield Moment(event, before, now)
        state = now
