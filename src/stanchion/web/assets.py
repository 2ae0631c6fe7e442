"""Style and scripts: read once, named by what is in them, so that browsers keep them for good."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from stanchion.exact.record import record

MEDIA = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
MEDIA |= {"svg": "image/svg+xml"}


@record(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    media: str


class Assets:
    """The files of `static/`, by the names that pages use for them."""

    def __init__(self) -> None:
        self._by_name: dict[str, Asset] = {}
        self._names: dict[str, str] = {}
        for path in sorted(files("stanchion.web").joinpath("static").iterdir(), key=str):
            stem, _, kind = path.name.rpartition(".")
            if kind not in MEDIA:
                continue
            body = path.read_bytes()
            name = f"{stem}.{sha256(body).hexdigest()[:12]}.{kind}"
            self._names[path.name] = name
            self._by_name[name] = Asset(body, MEDIA[kind])

    def named(self, name: str) -> Asset | None:
        """The file of this name."""
        return self._by_name.get(name)

    def address(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/static/{self._names[name]}"


@cache
def assets() -> Assets:
    """The files, read once in each process."""
    return Assets()
