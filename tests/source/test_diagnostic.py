"""Diagnostics as data, and how codes come by their explanation."""

import pytest

from stanchion.source.diagnostic import Code, Diagnostic, Label, codes_of, explains, explanations
from stanchion.source.span import Span


@explains("ST902", "second")
@explains("ST901", "first")
def report() -> None:
    """What both mean.

    At length.
    """


@explains("ST900", "zeroth")
def another() -> None:
    """What it means."""


def test_a_function_explains_the_codes_that_it_reports() -> None:
    words = "What both mean.\n\nAt length."
    assert codes_of(report) == (Code("ST902", "second", words), Code("ST901", "first", words))
    assert list(explanations([report, another, report])) == ["ST900", "ST901", "ST902"]
    assert explanations([another])["ST900"] == Code("ST900", "zeroth", "What it means.")
    assert codes_of(len) == ()


def test_a_code_is_explained_and_means_one_thing() -> None:
    def silent() -> None:
        pass

    with pytest.raises(AssertionError, match="not explained"):
        explains("ST903", "third")(silent)

    @explains("ST900", "zeroth")
    def rival() -> None:
        """Something else."""

    with pytest.raises(AssertionError, match="twice"):
        explanations([another, rival])


def test_diagnostics_sort_by_place_then_code_and_are_plain_values() -> None:
    early, late = Span("f", 1, 9, 1, 10), Span("f", 2, 1, 2, 2)
    ordered = [
        Diagnostic("ST002", "b", early),
        Diagnostic("ST003", "a", early),
        Diagnostic("ST001", "a", late, others=(Label(early, "x"),)),
    ]
    late_first = [ordered[2], ordered[1], ordered[0]]
    assert sorted(late_first) == ordered
    assert sorted(ordered, key=lambda found: found.sort_key) == ordered
    assert len({*ordered, Diagnostic("ST002", "b", early)}) == 3
