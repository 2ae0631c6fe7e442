"""Records are dataclasses in all but what they cost to make."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from stanchion.exact.record import record


@record(frozen=True, slots=True)
class Ours:
    """A record with every kind of field."""

    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list)
    aside: int = field(default=0, compare=False)
    made: int = field(init=False, default=7)


@dataclass(frozen=True)
class Theirs:
    """The same by the standard decorator."""

    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list)
    aside: int = field(default=0, compare=False)
    made: int = field(init=False, default=7)


@record(frozen=True, slots=True)
class Halved:
    """A record that works something out when it is made."""

    whole: int
    half: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "half", self.whole // 2)


@record(frozen=True, slots=True)
class Nothing:
    """A record without fields."""


@record(frozen=True, slots=True)
class Child(Halved):
    """A record that inherits fields."""

    name: str


def test_it_says_the_same_as_a_dataclass() -> None:
    for given in ({"a": 1}, {"a": 2, "b": "y", "c": [3], "aside": 4}):
        ours, theirs = Ours(**given), Theirs(**given)  # type: ignore[arg-type]
        assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
        assert [f.name for f in fields(ours)] == [f.name for f in fields(theirs)]
    assert Ours(1, "y").b == "y"
    assert Ours(1).c is not Ours(1).c


def test_equality_and_hash_are_of_the_compared_fields_and_the_class() -> None:
    assert Ours(1, aside=1) == Ours(1, aside=2)
    assert Ours(1) != Ours(2)
    assert Ours(1) != Theirs(1)
    assert Halved(4) == Halved(4)
    assert hash(Halved(4)) == hash(Halved(4))
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing(), Halved(1), Halved(1)}) == 2
    assert Child(4, "x") != Halved(4)


def test_it_does_not_change_and_takes_what_it_is_given() -> None:
    for change in (lambda: setattr(Ours(1), "a", 2), lambda: delattr(Ours(1), "a")):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours(1, z=2)  # type: ignore[call-arg]


def test_it_can_be_replaced_matched_copied_and_sent() -> None:
    assert replace(Halved(4), whole=6).half == 3
    match Child(8, "x"):
        case Child(whole, name):
            assert (whole, name) == (8, "x")
    for made in (Ours(1, "y", [2]), Halved(4), Child(4, "x")):
        assert copy.copy(made) == made
        assert pickle.loads(pickle.dumps(made)) == made
