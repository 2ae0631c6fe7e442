"""Whose cosignatures a checkpoint needs: a policy of witnesses, groups and a quorum.

Source: C2SP tlog-policy. A quorum names a witness or a group; a group is met when so many of its
members are.
"""

from collections.abc import Mapping
from datetime import datetime

from stanchion.exact.record import record
from stanchion.release.log.checkpoint import Note, NoteKey, Verify, note_key
from stanchion.release.log.errors import Malformed


@record(frozen=True, slots=True)
class Group:
    """So many of some witnesses or groups, by name."""

    needed: int
    members: tuple[str, ...]


@record(frozen=True, slots=True)
class Quorum:
    """The log's key, the witnesses by name, the groups by name, and which of them is asked for.

    `needs` is None where no witness is asked for.
    """

    log: NoteKey
    witnesses: Mapping[str, NoteKey]
    groups: Mapping[str, Group]
    needs: str | None

    def times(self, note: Note, verify: Verify) -> dict[str, datetime]:
        """When each witness whose cosignature is good made its latest."""
        found = {}
        for name, key in self.witnesses.items():
            seen = [t for s in note.signed_by(key, verify) if (t := s.time) is not None]
            if seen:
                found[name] = max(seen)
        return found

    def met_at(self, times: Mapping[str, datetime]) -> datetime | None:
        """The earliest instant by which the quorum had cosigned; None where it has not."""
        return None if self.needs is None else self._met(self.needs, times)

    def _met(self, name: str, times: Mapping[str, datetime]) -> datetime | None:
        group = self.groups.get(name)
        if group is None:
            return times.get(name)
        met = sorted(t for member in group.members if (t := self._met(member, times)) is not None)
        return met[group.needed - 1] if len(met) >= group.needed else None

    def __str__(self) -> str:
        lines = [f"log {self.log}"]
        lines += [f"witness {name} {key}" for name, key in self.witnesses.items()]
        lines += [
            f"group {name} {group.needed} {' '.join(group.members)}"
            for name, group in self.groups.items()
        ]
        lines.append(f"quorum {'none' if self.needs is None else self.needs}")
        return "".join(f"{line}\n" for line in lines)


def read_quorum(text: str) -> Quorum:
    """A policy as published; raises Malformed."""
    log: NoteKey | None = None
    witnesses: dict[str, NoteKey] = {}
    groups: dict[str, Group] = {}
    quorum: list[str] = []
    for line in text.splitlines():
        match line.split():
            case [] | ["#", *_]:
                continue
            case [word, *_] if word.startswith("#"):
                continue
            case ["log", key] | ["log", key, _] if log is None:
                log = note_key(key)
            case ["witness", name, key] | ["witness", name, key, _]:
                _new(name, witnesses, groups)
                witnesses[name] = note_key(key)
            case ["group", name, needed, *members] if members:
                _new(name, witnesses, groups)
                groups[name] = Group(_needed(needed, members), _known(members, witnesses, groups))
            case ["quorum", name] if not quorum:
                quorum.append(name if name == "none" else _known([name], witnesses, groups)[0])
            case _:
                raise Malformed("a witness policy", f"`{line.strip()[:80]}` is no line of one")
    if log is None or not quorum:
        raise Malformed("a witness policy", "it names a `log` and a `quorum`")
    return Quorum(log, witnesses, groups, None if quorum[0] == "none" else quorum[0])


def _new(name: str, *known: Mapping[str, object]) -> None:
    if name == "none" or any(name in names for names in known):
        raise Malformed("a witness policy", f"`{name}` is named twice, or cannot be a name")


def _needed(text: str, members: list[str]) -> int:
    match text:
        case "any":
            return 1
        case "all":
            return len(members)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= len(members):
        raise Malformed("a witness policy", f"`{text[:20]}` of {len(members)} members cannot be")
    return int(text)


def _known(names: list[str], *known: Mapping[str, object]) -> tuple[str, ...]:
    for name in names:
        if not any(name in those for those in known):
            raise Malformed("a witness policy", f"`{name}` is not declared before its use")
    if len(set(names)) != len(names):
        raise Malformed("a witness policy", "a member is named twice")
    return tuple(names)
