"""Why a register cannot be opened, read or added to."""

from dataclasses import dataclass

from stanchion.exact.errors import StanchionError


@dataclass(eq=False)
class NoRegister(StanchionError, LookupError):
    """There is no register at `path`."""

    path: str

    def __str__(self) -> str:
        return f"there is no register at `{self.path}`; `stanchion register init` begins one"


@dataclass(eq=False)
class RegisterExists(StanchionError, ValueError):
    """There is a register at `path` already."""

    path: str

    def __str__(self) -> str:
        return f"there is a register at `{self.path}` already"


@dataclass(eq=False)
class BrokenRegister(StanchionError, ValueError):
    """The register at `path` is damaged or was tampered with; nothing is added to it."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"the register at `{self.path}` cannot be trusted: {self.why}"


@dataclass(eq=False)
class RegisterBusy(StanchionError, ValueError):
    """Others kept writing to the register at `path` for `seconds`."""

    path: str
    seconds: float

    def __str__(self) -> str:
        return f"the register at `{self.path}` was busy for {self.seconds:g} seconds; try again"


@dataclass(eq=False)
class UnusableRegister(StanchionError, ValueError):
    """The register at `path` cannot be read or written for a reason outside of it."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"the register at `{self.path}` cannot be used: {self.why}"


@dataclass(eq=False)
class BadKeyFile(StanchionError, ValueError):
    """The file `path` holds no key that can be used, and why."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"the key file `{self.path}` cannot be used: {self.why}"
