"""Work that takes long: shows how far it is, where a person looks on, and stops when asked to."""

import signal
import sys

WIDTH = 24


class Watch:
    """Shows how much is done of how much; after an interrupt it says to stop, and once more, stops.

    What is done by then is kept by whoever asks.
    """

    def __init__(self, asked: int, what: str) -> None:
        self.asked = asked
        self.what = what
        self.interrupted = False
        signal.signal(signal.SIGINT, self._interrupt)

    def _interrupt(self, *_: object) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True

    def __call__(self, done: int, asked: int | None = None) -> bool:
        """Whether to go on."""
        of = self.asked if asked is None else asked
        if sys.stderr.isatty():
            filled = WIDTH * done // of if of else WIDTH
            bar = "█" * filled + "·" * (WIDTH - filled)
            end = "\r" if done < of and not self.interrupted else "\r\x1b[K"
            print(f"{bar} {done:,} of {of:,} {self.what}", end=end, file=sys.stderr, flush=True)
        return not self.interrupted
