"""Frozen dataclasses that are cheap to make: `@record(frozen=True, slots=True)`.

A command lives for half a second, and the standard decorator compiles six methods for each class,
a millisecond of it; with some two hundred classes that was a third of the whole. These share all
methods. To the type checker, and to `replace` and `fields`, they are dataclasses.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
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


_set = object.__setattr__


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
    names = tuple(field.name for field in fields(cls) if field.init)
    given = {f.name: f.default for f in fields(cls) if f.init and f.default is not MISSING}
    made = {f.name: f.default_factory for f in fields(cls) if f.default_factory is not MISSING}
    fixed = tuple(
        (f.name, f.default) for f in fields(cls) if not f.init and f.default is not MISSING
    )
    finish = getattr(cls, "__post_init__", None)

    def left_out(self: Any, names_left: tuple[str, ...], named: dict[str, Any]) -> None:
        for name in names_left:
            if name in named:
                _set(self, name, named.pop(name))
            elif name in given:
                _set(self, name, given[name])
            elif name in made:
                _set(self, name, made[name]())
            else:
                raise TypeError(f"{cls.__name__} misses {name!r}")
        if named:
            raise TypeError(f"{cls.__name__} does not take {', '.join(named)} so")

    count, all_names = len(names), frozenset(names)

    def initialise(self: Any, *args: Any, **named: Any) -> None:
        if len(args) > count:
            raise TypeError(f"{cls.__name__} takes {count} values, not {len(args)}")
        if not args and named.keys() == all_names:
            self.__dict__.update(named)
        else:
            self.__dict__.update(zip(names, args, strict=False))
            if named or len(args) < count:
                left_out(self, names[len(args) :], named)
        for name, value in fixed:
            _set(self, name, value)
        if finish is not None:
            finish(self)

    return initialise


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
