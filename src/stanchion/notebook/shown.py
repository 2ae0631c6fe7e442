"""An answer that shows itself: as text where one prints it, as HTML in a notebook."""

from typing import Generic, TypeVar

from stanchion.api.view import View
from stanchion.exact.record import record
from stanchion.reports.language import Language
from stanchion.reports.paper.answers import Answer, blocks_of, text_of
from stanchion.reports.paper.html import fragment

T = TypeVar("T", bound=Answer)


@record(frozen=True, slots=True)
class Shown(Generic[T]):
    """The `result` of a question, and how it is shown: `print` it, or let a notebook show it."""

    result: T
    view: View
    language: Language

    def __repr__(self) -> str:
        return text_of(self.result, self.view, self.language)

    def _repr_html_(self) -> str:
        return fragment(blocks_of(self.result, self.view, self.language), tag=self.language.tag)
