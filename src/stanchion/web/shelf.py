"""What the studio has at hand: the cases that come with Stanchion, and drafts, in memory only."""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256

from stanchion.web.job import Draft

MOST_DRAFTS = 200
MOST_BYTES = 40_000_000


class Shelf:
    """Cases by name and drafts by what is in them; the drafts used longest ago are let go."""

    def __init__(self, cases: Mapping[str, bytes], templates: Mapping[str, str]) -> None:
        self.cases, self.templates = dict(cases), dict(templates)
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._bytes = 0

    @property
    def offers(self) -> tuple[tuple[str, str], ...]:
        """The templates, as the first page is asked for them."""
        return tuple(("template", name) for name in self.templates)

    def keep(self, draft: Draft) -> str:
        """Keep a draft, and say under which address it is."""
        said = repr((draft.text, draft.origin, draft.file)).encode("utf-8", "surrogatepass")
        name = sha256(said).hexdigest()[:24]
        if name not in self._drafts:
            self._drafts[name] = draft
            self._bytes += len(draft.text)
        self._drafts.move_to_end(name)
        while len(self._drafts) > MOST_DRAFTS or self._bytes > MOST_BYTES:
            _, gone = self._drafts.popitem(last=False)
            self._bytes -= len(gone.text)
        return name

    def draft(self, name: str) -> Draft | None:
        """The draft, if it is still kept."""
        found = self._drafts.get(name)
        if found is not None:
            self._drafts.move_to_end(name)
        return found
