"""How much each key may ask: requests a minute, as a bucket that refills, and requests at once."""

import math
from dataclasses import dataclass

from stanchion.gateway.errors import ApiError


@dataclass(slots=True)
class _Bucket:
    left: float
    filled: float
    at_once: int = 0


class Rates:
    """The buckets of all who ask; `now` is any clock that does not go back, in seconds."""

    MOST_KNOWN = 20_000
    """More callers than that, and those whose buckets are full again are forgotten."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def enter(self, who: str, *, per_minute: int, at_once: int, now: float) -> dict[str, str]:
        """Take one request from a bucket; the API's headers on what is left.

        Raises ApiError 429 where the bucket is empty or too many requests run at once.
        """
        bucket = self._bucket(who, per_minute, now)
        bucket.left = min(per_minute, bucket.left + (now - bucket.filled) * per_minute / 60)
        bucket.filled = now
        if bucket.at_once >= at_once:
            message = f"more than {at_once} requests at once"
            raise ApiError(429, "rate_limit_exceeded", message, headers={"retry-after": "1"})
        if bucket.left < 1:
            wait = math.ceil((1 - bucket.left) * 60 / per_minute)
            message = f"more than {per_minute} requests a minute; try again in {wait} s"
            headers = {**_headers(per_minute, 0), "retry-after": str(wait)}
            raise ApiError(429, "rate_limit_exceeded", message, headers=headers)
        bucket.left -= 1
        bucket.at_once += 1
        return _headers(per_minute, int(bucket.left))

    def leave(self, who: str) -> None:
        """One request of a caller has ended."""
        self._buckets[who].at_once -= 1

    def _bucket(self, who: str, per_minute: int, now: float) -> _Bucket:
        bucket = self._buckets.get(who)
        if bucket is None:
            if len(self._buckets) >= self.MOST_KNOWN:
                self._buckets = {
                    name: each
                    for name, each in self._buckets.items()
                    if each.at_once or now - each.filled < 60
                }
            bucket = self._buckets[who] = _Bucket(float(per_minute), now)
        return bucket


def _headers(per_minute: int, left: int) -> dict[str, str]:
    return {
        "x-ratelimit-limit-requests": str(per_minute),
        "x-ratelimit-remaining-requests": str(left),
    }
