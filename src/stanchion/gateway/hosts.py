"""By which names the gateway is asked: a page elsewhere must not reach it under a name of its own.

A browser lets a page talk to the server that its name points at, and whoever owns a name can point
it at a visitor's own machine (DNS rebinding). An address in numbers cannot be pointed anywhere, so
those and `localhost` are answered, and names only where the operator said that they are ours.
"""

from collections.abc import Iterable
from ipaddress import ip_address

from stanchion.gateway.errors import ApiError

_MOST_KNOWN = 256


class Hosts:
    """The hosts under which requests are answered."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {"localhost", *(name.lower().rstrip(".") for name in names)}
        self._known: set[str] = set()

    def require(self, given: list[str]) -> None:
        """Raise ApiError 421 where a request is for a host that is not ours; `given` its `Host`s.

        Requests of HTTP/1.0 name none; no browser sends such.
        """
        if len(given) == 1 and given[0] in self._known:
            return
        if len(given) > 1 or (given and not self._ours(given[0])):
            words = (
                "this gateway is not served under that host; its operator names it: `--served-at`"
            )
            raise ApiError(421, "host_not_allowed", words)
        if given and len(self._known) < _MOST_KNOWN:
            self._known.add(given[0])

    def _ours(self, host: str) -> bool:
        name = _without_port(host).lower().rstrip(".")
        if name in self._names:
            return True
        try:
            ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() and name != "" else host
