"""Keeps what the register says fresh, and answers nothing once it is stale or broken."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from stanchion.exact.record import record
from stanchion.gateway.standing import Register, Snapshot


@record(frozen=True, slots=True)
class Unavailable:
    """Why nothing can be said of any model: the register is broken, or was checked too long ago."""

    code: str
    words: str


class Keeper:
    """The latest verified snapshot; whoever asks after `stale_after` without a check gets none."""

    def __init__(
        self,
        register: Register,
        *,
        clock: Callable[[], datetime],
        every: timedelta,
        stale_after: timedelta,
    ) -> None:
        self._register = register
        self._clock = clock
        self._every = every
        self._stale_after = stale_after
        self._snapshot: Snapshot | None = None
        self._broken: str | None = "it has not been read yet"
        self._listeners: list[Callable[[], None]] = []

    @property
    def last(self) -> Snapshot | None:
        """The last snapshot that was verified, however old."""
        return self._snapshot

    def current(self, at: datetime) -> Snapshot | Unavailable:
        """The snapshot to answer from, if there is one fresh enough."""
        if self._broken is not None or self._snapshot is None:
            words = f"the register cannot be relied on: {self._broken}"
            return Unavailable("register_broken", words)
        age = at - self._snapshot.verified
        if age > self._stale_after or age < -self._stale_after:
            seconds = int(age.total_seconds())
            words = f"the register was last verified {seconds} s ago"
            return Unavailable("register_stale", words)
        return self._snapshot

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every check, whatever came of it."""
        self._listeners.append(listener)

    async def check(self) -> None:
        """Read and verify the register once, without holding up what is being served."""
        at = self._clock()
        try:
            snapshot = await asyncio.to_thread(self._register.snapshot, at)
        except Exception as wrong:  # noqa: BLE001 - whatever is the matter, nothing is served
            self._broken = str(wrong) or type(wrong).__name__
        else:
            self._broken = _rewritten(self._snapshot, snapshot)
            if self._broken is None:
                self._snapshot = snapshot
        for listener in self._listeners:
            listener()

    async def run(self) -> None:
        """Check again and again until cancelled."""
        while True:
            await asyncio.sleep(self._every.total_seconds())
            await self.check()


def _rewritten(earlier: Snapshot | None, now: Snapshot) -> str | None:
    """What shows that the register lost or changed what it held before."""
    if earlier is None or now.log_size > earlier.log_size:
        return None
    if now.log_size < earlier.log_size:
        return f"it holds {now.log_size} entries and held {earlier.log_size} before"
    return None if now.root == earlier.root else "its root changed while its size did not"
