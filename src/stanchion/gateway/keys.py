"""API keys: who may ask, as whom. Only digests are kept.

A key is 256 bits from the system's generator, so that nobody can guess it from its SHA-256; a
slow hash protects secrets that people choose, and would cost 50 ms of every request.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, assert_never

from stanchion.charter.release import ReleaseStage
from stanchion.exact.errors import StanchionError
from stanchion.exact.record import record

PREFIX = "stn"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Role(StrEnum):
    """What a key is for: three audiences of models, or the reading of usage."""

    GENERAL = "general"
    LIMITED = "limited"
    INTERNAL = "internal"
    AUDITOR = "auditor"

    @property
    def audience(self) -> ReleaseStage | None:
        """The stage at which a model must be released for this role; none asks for no model."""
        match self:
            case Role.GENERAL:
                return ReleaseStage.GENERAL
            case Role.LIMITED:
                return ReleaseStage.LIMITED
            case Role.INTERNAL:
                return ReleaseStage.INTERNAL
            case Role.AUDITOR:
                return None
            case _:
                assert_never(self)


@record(frozen=True, slots=True)
class Key:
    """One key as it is kept: never the secret itself."""

    name: str
    sha256: str
    role: Role
    requests_per_minute: int
    concurrent: int
    created: str
    until: str | None = None
    revoked: str | None = None

    def usable(self, at: datetime) -> bool:
        """Whether the key is neither revoked nor run out."""
        if self.revoked is not None:
            return False
        return self.until is None or at < datetime.fromisoformat(self.until)


@dataclass(eq=False)
class BadKeys(StanchionError, ValueError):
    """The file of keys cannot be used: what is wrong, and where."""

    file: str
    wrong: str

    def __str__(self) -> str:
        return f"`{self.file}` is no file of keys: {self.wrong}"


@dataclass(eq=False)
class NoSuchKey(StanchionError, LookupError):
    """There is no key of this name, or already one where a new one was to be made."""

    name: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.wrong} `{self.name}`"


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def made(
    name: str,
    role: Role,
    *,
    random: Callable[[], str],
    now: datetime,
    requests_per_minute: int,
    concurrent: int,
    until: datetime | None = None,
) -> tuple[Key, str]:
    """A new key and its secret; `random` gives 256 bits as text. Raises NoSuchKey."""
    if not _NAME.fullmatch(name):
        raise NoSuchKey(name, "a name is made of small letters, digits, `.`, `_` and `-`, not")
    secret = f"{PREFIX}-{name}-{random()}"
    created = now.isoformat(timespec="seconds")
    ends = None if until is None else until.isoformat(timespec="seconds")
    key = Key(name, digest(secret), role, requests_per_minute, concurrent, created, ends)
    return key, secret


def read(path: Path) -> tuple[Key, ...]:
    """The keys of a file; none where there is no file. Raises BadKeys."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise BadKeys(str(path), "it is not text") from None
    try:
        found = json.loads(text)
        keys = tuple(_key(entry) for entry in found["keys"])
    except KeyError as wrong:
        raise BadKeys(str(path), f"there is no `{wrong.args[0]}`") from None
    except (ValueError, TypeError, RecursionError) as wrong:
        raise BadKeys(str(path), str(wrong)[:200]) from None
    names = [key.name for key in keys]
    if len(set(names)) != len(names):
        raise BadKeys(str(path), "two keys have one name")
    return keys


def _key(entry: Mapping[str, Any]) -> Key:
    key = Key(
        str(entry["name"]),
        str(entry["sha256"]),
        Role(entry["role"]),
        int(entry["requests_per_minute"]),
        int(entry["concurrent"]),
        str(entry["created"]),
        entry.get("until"),
        entry.get("revoked"),
    )
    if not re.fullmatch(r"[0-9a-f]{64}", key.sha256):
        raise ValueError(f"the digest of `{key.name}` is not 64 hexadecimal digits")
    if key.requests_per_minute < 1 or key.concurrent < 1:
        raise ValueError(f"the limits of `{key.name}` are below 1")
    if key.until is not None and datetime.fromisoformat(key.until).tzinfo is None:
        raise ValueError(f"`until` of `{key.name}` names no time zone")
    return key


def write(path: Path, keys: tuple[Key, ...]) -> None:
    """Replace a file of keys at once; only its owner can read it."""
    entries = [
        {name: value for name, value in _entry(key).items() if value is not None} for key in keys
    ]
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump({"keys": entries}, out, indent=2)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def _entry(key: Key) -> dict[str, object]:
    return {
        "name": key.name,
        "sha256": key.sha256,
        "role": key.role.value,
        "requests_per_minute": key.requests_per_minute,
        "concurrent": key.concurrent,
        "created": key.created,
        "until": key.until,
        "revoked": key.revoked,
    }


SHOWN = ("name", "role", "requests_per_minute", "concurrent", "created", "until", "revoked")
"""What may be seen of a key by those who look after the file."""


def shown(key: Key) -> dict[str, object]:
    """A key without its digest."""
    entry = _entry(key)
    return {name: entry[name] for name in SHOWN}


def revoked(keys: tuple[Key, ...], name: str, *, now: datetime) -> tuple[Key, ...]:
    """The keys with one revoked; raises NoSuchKey."""
    if not any(key.name == name and key.revoked is None for key in keys):
        raise NoSuchKey(name, "there is no key that could be revoked called")
    when = now.isoformat(timespec="seconds")
    return tuple(replace(key, revoked=when) if key.name == name else key for key in keys)


class Keyring:
    """The keys in force, found by the digest of what a client presents; read anew on change."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._by_digest: dict[str, Key] = {}
        if path is not None:
            self.refresh()

    def refresh(self) -> None:
        """Read the file again if it changed; raises BadKeys."""
        if self._path is None:
            return
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        except FileNotFoundError:
            stamp = (0, 0, 0)
        if stamp != self._stamp:
            self._by_digest = {key.sha256: key for key in read(self._path)}
            self._stamp = stamp

    def forget(self) -> None:
        """Know no key until the file can be read again."""
        self._by_digest, self._stamp = {}, None

    def holder(self, secret: str, at: datetime) -> Key | None:
        """The key of a secret, if there is one in force."""
        key = self._by_digest.get(digest(secret))
        return key if key is not None and key.usable(at) else None
