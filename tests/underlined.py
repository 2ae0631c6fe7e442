"""What a diagnostic underlines, so that tests assert the text itself and not its coordinates."""

from stanchion.source.diagnostic import Diagnostic
from stanchion.source.span import Lines, Span


def underlined(found: Diagnostic | Span, source: str) -> str:
    """The text that a diagnostic (or a span) points at; of several lines all of them."""
    span = found.at if isinstance(found, Diagnostic) else found
    lines = Lines(source, file=span.file)
    start = lines.start_of(span.line) + span.column - 1
    end = lines.start_of(span.end_line) + span.end_column - 1
    assert 0 <= start <= end <= len(source), f"{span} is not a span of this text"
    return source[start:end]
