"""What can be wrong with a value before its meaning is looked at: shape, key, choice, phrase.

Each function here names the code it reports and explains it in its docstring, which is what
`stanchion explain CODE` prints.
"""

from collections.abc import Iterable

from stanchion.charter.grammar import PhraseFault
from stanchion.source.diagnostic import Diagnostic, explains
from stanchion.source.span import Span
from stanchion.source.suggest import closest
from stanchion.source.tree import Items, Node, Path, Table, Text, Tree


class ValueFault(ValueError):
    """A value that is well formed and means nothing here."""

    def __init__(self, message: str, *, label: str = "", help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.label = label
        self.help = help


def _helped(help: str) -> tuple[str, ...]:
    return (help,) if help else ()


@explains("ST101", "unknown key")
def unknown_key(key: str, at: Span, keys: Iterable[str]) -> Diagnostic:
    """A key that the language does not have at this place.

    Keys are never ignored: a misspelt `quorom:` would otherwise silently drop a rule. The help
    names the nearest key that exists here; `stanchion schema` prints them all.
    """
    known = tuple(keys)
    near = closest(key, known)
    meant = " or ".join(f"`{word}`" for word in near)
    remedy = f"did you mean {meant}?" if near else f"keys that belong here: {', '.join(known)}"
    return Diagnostic(
        "ST101", f"unknown key `{key}`", at, label="not a key that belongs here", help=(remedy,)
    )


@explains("ST102", "missing key")
def missing_key(key: str, tree: Tree, path: Path, choices: tuple[str, ...] = ()) -> Diagnostic:
    """Something that must be said here is not said.

    Stanchion assumes nothing that has consequences: how votes are counted, how leftover cents
    are shared, which stage a cap counts. The key has to be written, even where a habit exists.
    """
    of = f" of `{path[-1]}`" if path and isinstance(path[-1], str) else ""
    listed = ", ".join(f"`{word}`" for word in choices)
    at = tree.key_at(path)
    if not path:
        at = Span(at.file, at.line, at.column, at.line, at.column + 1)
    return Diagnostic(
        "ST102",
        f"`{key}`{of} is missing",
        at,
        label=f"does not say `{key}:`",
        help=(f"add `{key}:`" + (", one of " + listed if choices else ""),),
    )


@explains("ST103", "not one of the choices")
def not_a_choice(node: Text, choices: tuple[str, ...], path: Path) -> Diagnostic:
    """A word stands where only certain words have a meaning.

    The label lists the words that do. Where the choice is a convention (how a count treats
    abstentions, who gets leftover cents), `docs/charter.md` says what each of them means.
    """
    near = closest(str(node), choices, limit=1)
    message = f"`{node}` is not one of the choices"
    remedy = f"did you mean `{near[0]}`?" if near else ""
    if path == ("stanchion",):
        message = f"`{node}` is not a version of the language that is known here"
        remedy = "a newer charter needs a newer Stanchion; `stanchion fmt` migrates older ones"
    label = "expected " + ", ".join(f"`{choice}`" for choice in choices)
    return Diagnostic("ST103", message, node.span, label=label, help=_helped(remedy))


@explains("ST104", "unknown kind of instrument")
def unknown_kind(node: Table, kinds: tuple[str, ...], tree: Tree, path: Path) -> Diagnostic:
    """A class does not say what kind of instrument it is, or names one that does not exist.

    Its `kind:` decides which terms it can have and what it is paid; see the table of
    instruments in `docs/charter.md`.
    """
    kind = node.get("kind")
    near = closest(str(kind), kinds, limit=1) if kind is not None else ()
    return Diagnostic(
        "ST104",
        "`kind` is missing" if kind is None else f"`{kind}` is not a kind of instrument",
        tree.key_at(path) if kind is None else kind.span,
        label="expected " + ", ".join(f"`{name}`" for name in kinds),
        help=_helped(f"did you mean `{near[0]}`?" if near else ""),
    )


@explains("ST105", "wrong shape")
def wrong_shape(node: Node, wanted: str, tree: Tree, path: Path) -> Diagnostic:
    """A text, a list and a mapping are different things, and another one belongs here."""
    found = {Text: "a text", Items: "a list", Table: "a mapping"}[type(node)]
    at = node.span if isinstance(node, Text) else tree.key_at(path)
    return Diagnostic(
        "ST105", f"expected {wanted}, found {found}", at, label=f"{wanted} belongs here"
    )


@explains("ST106", "refused value")
def refused_value(fault: ValueFault, node: Text) -> Diagnostic:
    """A value that is well formed but means nothing here: the message says what and why."""
    return Diagnostic(
        "ST106", fault.message, node.span, label=fault.label, help=_helped(fault.help)
    )


@explains("ST107", "entry that contradicts itself")
def refused_entry(fault: ValueFault, tree: Tree, path: Path) -> Diagnostic:
    """The keys of an entry do not go together, or say too little between them."""
    return Diagnostic(
        "ST107", fault.message, tree.key_at(path), label=fault.label, help=_helped(fault.help)
    )


@explains("ST201", "a phrase that cannot be read")
def unreadable_phrase(fault: PhraseFault, node: Text) -> Diagnostic:
    """The words of a phrase do not follow the grammar.

    The caret stands under the first word that does not fit; the label says what would have been
    right there. The whole grammar is printed in `docs/charter.md`.
    """
    return Diagnostic(
        "ST201",
        fault.message,
        node.part(fault.start, fault.end),
        label=fault.label,
        help=_helped(fault.help),
    )


REPORTERS = (
    unknown_key,
    missing_key,
    not_a_choice,
    unknown_kind,
    wrong_shape,
    refused_value,
    refused_entry,
    unreadable_phrase,
)
