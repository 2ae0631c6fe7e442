"""The base of everything that a phrase can mean: plain immutable values, compared by what they say.

There are some seventy of them, and all are made whenever the program starts. A dataclass compiles
five methods for each, which took 70 ms; these share theirs, which takes three.
"""

from typing import Any, ClassVar, Self, dataclass_transform


class _Aside:
    """The default of a field that is no part of what a phrase says."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


def aside(*, default: Any = None) -> Any:
    """A field that is given by name and not compared: a place in the file, the words as written."""
    return _Aside(default)


@dataclass_transform(frozen_default=True, field_specifiers=(aside,))
class Meaning:
    """A frozen value whose fields are its annotations, in order; matches by position."""

    _defaults: ClassVar[dict[str, object]] = {}
    _asides: ClassVar[frozenset[str]] = frozenset()
    _names: ClassVar[tuple[str, ...]] = ()
    _all: ClassVar[frozenset[str]] = frozenset()
    _compared: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = vars(cls)
        cls._names = tuple(own.get("__annotations__", {}))
        cls._all = frozenset(cls._names)
        given = {name: own[name] for name in cls._names if name in own}
        cls._asides = frozenset(n for n, value in given.items() if isinstance(value, _Aside))
        cls._defaults = {
            name: value.value if isinstance(value, _Aside) else value
            for name, value in given.items()
        }
        cls._compared = tuple(name for name in cls._names if name not in cls._asides)
        type.__setattr__(cls, "__match_args__", cls._compared)

    def __init__(self, *args: object, **named: object) -> None:
        assert len(args) <= len(self._compared), (type(self).__name__, args)  # INVARIANT: as below
        values = {**self._defaults, **dict(zip(self._compared, args, strict=False)), **named}
        # INVARIANT: the type checker sees to the arguments
        assert values.keys() == self._all, (type(self).__name__, args, named)
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a phrase does not change: cannot set {name}")

    def _said(self) -> tuple[object, ...]:
        return tuple([self.__dict__[name] for name in self._compared])

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, Meaning):
            return NotImplemented
        return self._said() == other._said()

    def __hash__(self) -> int:
        return hash((type(self), self._said()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._compared)
        return f"{type(self).__name__}({said})"

    def changed(self, **changes: object) -> Self:
        """The same with some fields replaced."""
        return type(self)(**{**self.__dict__, **changes})

    def said(self) -> list[tuple[str, object]]:
        """Names and values of the fields that are compared, in order."""
        own = self.__dict__
        return [(name, own[name]) for name in self._compared]

    def fields(self) -> tuple[tuple[str, object], ...]:
        """Names and values of all fields, in order."""
        return tuple((name, self.__dict__[name]) for name in self._names)
