"""The canonical form: layout only; comments, spellings and meaning stay."""

from stanchion.charter.format import formatted
from stanchion.charter.loader import load
from stanchion.source.reader import read


def laid_out(text: str) -> str:
    """The canonical form; fails where there is none."""
    found = formatted(text, file="c.yaml")
    assert found.text is not None, found.diagnostics
    return found.text


def test_what_looks_like_a_number_or_a_date_is_written_as_it_was() -> None:
    text = (
        "a: 1e999\nb: 012\nc: 0x1F\nd: 2015-12-11\ne: no\nf: '12'\ng: \"1e3\"\ni: 1_000\n"
        "j: |\n  x\n  y\nk: >-\n  a\n  b\nl: {x: 1.50, y: [.inf, 1:30:00]} # why\n"
    )
    assert laid_out(text) == text


def test_indents_blanks_and_sections_are_put_in_order_and_comments_stay() -> None:
    text = "a: 1   \nparties:\n    ann:   {person: Ann}\n# then\n\n\nbodies:\n- x\n\n\n"
    assert laid_out(text) == ("a: 1\n\nparties:\n  ann: {person: Ann}\n# then\n\nbodies:\n  - x\n")
    assert laid_out(laid_out(text)) == laid_out(text)


def test_a_fault_of_meaning_does_not_keep_a_file_from_being_laid_out() -> None:
    text = "stanchion: 1\nname:   A\nparties: {ann: {persn: Ann}}\n"
    assert load(text, file="c.yaml").charter is None
    assert laid_out(text) == "stanchion: 1\nname: A\nparties: {ann: {persn: Ann}}\n"


def test_a_file_with_a_fault_in_its_yaml_is_left_alone_and_diagnosed() -> None:
    found = formatted("a: 'x\nb: y\n", file="c.yaml")
    assert found.text is None
    assert found.diagnostics


def test_blanks_that_belong_to_a_text_are_left_in_it() -> None:
    for text in (
        "note: >-\n  the votes of the ",
        "note: |\n  one\n\n\n  two\n",
        "a: |+\n  x\n\n\n",
    ):
        before = read(text, file="c.yaml").tree
        after = read(laid_out(text), file="c.yaml").tree
        assert before is not None
        assert after is not None
        assert after.root == before.root
