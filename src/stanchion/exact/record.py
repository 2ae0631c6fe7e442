"""Frozen dataclasses that are cheap to make: `@record(frozen=True, slots=True)`.

A command lives for half a second, and the standard decorator compiles six methods for each class,
a millisecond of it; with some two hundred classes that was a third of the whole. These share all
methods but `__init__`. To the type checker, and to `replace` and `fields`, they are dataclasses.
"""

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(cls: type | None = None, *, frozen: bool = True, slots: bool = True) -> Any:
        """The class as a frozen dataclass, compared and hashed by its fields."""
        assert frozen  # INVARIANT: what changes is an ordinary dataclass
        del slots  # a promise to the reader: nothing else is ever set
        return _made if cls is None else _made(cls)


def _made(cls: type) -> Any:
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    own = vars(cls)
    compared = [field.name for field in fields(made) if field.compare]
    made.__compared__ = attrgetter(*compared) if compared else staticmethod(_nothing)
    made.__init__ = _init_of(made)
    for name, method in _SHARED.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _init_of(cls: type) -> Any:
    """`__init__` with the fields as parameters, in order, each with its default."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    parameters, body = ["self"], []
    for field in fields(cls):
        value = field.name if field.init else f"_default_{field.name}"
        if field.init:
            parameters.append(_parameter(field, known))
        elif field.default is not MISSING:
            known[value] = field.default
        else:
            continue
        if field.default_factory is not MISSING:
            known[f"_make_{field.name}"] = field.default_factory
            value = f"_make_{field.name}() if {value} is _MISSING else {value}"
            known["_MISSING"] = MISSING
        body.append(f"_set(self, {field.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "\n  ".join(body or ["pass"])
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(parameters)}):\n  {lines}", known, made)  # noqa: S102 - our words
    init = made["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _parameter(field: "Field[Any]", known: dict[str, Any]) -> str:
    name = f"_default_{field.name}"
    assert not field.kw_only  # INVARIANT: such a class takes the standard decorator
    if field.default is MISSING and field.default_factory is MISSING:
        return field.name
    known[name] = field.default  # MISSING where it is made anew each time
    return f"{field.name}={name}"


def _nothing(_: object) -> tuple[()]:
    return ()


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self is other or self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash((self.__class__, self.__compared__(self)))


def _repr(self: Any) -> str:
    said = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({said})"


def _frozen(self: object, name: str, *_: object) -> NoReturn:
    del self
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


_SHARED = {
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _frozen,
    "__delattr__": _frozen,
}
