"""Whose key is whose, and from when until when it may sign.

Keys come from the charter or are taken into use by a key that the party has already. A key that
was retired signs nothing afterwards; what it signed before stands, because it stands before.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from stanchion.exact.record import record
from stanchion.release.records.codec import instant_text
from stanchion.release.records.entries import Entry, log_key, public_key
from stanchion.release.records.envelope import key_id
from stanchion.release.records.statements import KeyChanged, PolicyAdopted

REGISTER = "the register"
"""Who signs decisions and adopted charters: the log's own key."""


@record(frozen=True, slots=True)
class KeyTerm:
    """A key of a party and when it may sign; `retired` is the entry that took it out of use."""

    party: str
    public: bytes
    since: datetime | None = None
    until: datetime | None = None
    by_charter: bool = False
    retired: int | None = None

    def ended(self, entry: int) -> "KeyTerm":
        """The key when an entry has taken it out of use."""
        return replace(self, retired=entry)

    def refusal(self, at: datetime) -> str | None:
        """Why the key may not sign then, None where it may."""
        if self.retired is not None:
            return f"the key of `{self.party}` was retired by entry {self.retired}"
        if self.since is not None and at < self.since:
            return f"the key of `{self.party}` may sign from {instant_text(self.since)} on"
        if self.until is not None and at >= self.until:
            return f"the key of `{self.party}` could sign until {instant_text(self.until)}"
        return None


@record(frozen=True, slots=True)
class Signers:
    """The parties whose keys signed an entry, or the rule against one of the signatures."""

    parties: tuple[str, ...]
    rule: str | None = None


@record(frozen=True, slots=True)
class Keyring:
    """The keys by id."""

    terms: Mapping[str, KeyTerm]

    def signers(self, entry: Entry, at: datetime) -> Signers:
        """Who signed an entry, as things stand at that instant."""
        if entry.unknown:
            return Signers((), f"nobody has the key {entry.unknown[0][:12]}…")
        found = []
        for public in entry.keys:
            term = self.terms.get(key_id(public))
            if term is None:
                if _is_enrolled_by(public, entry):
                    continue
                return Signers((), f"nobody has the key {key_id(public)[:12]}… at that time")
            rule = term.refusal(at)
            if rule is not None:
                return Signers((), rule)
            found.append(term.party)
        return Signers(tuple(dict.fromkeys(found)))

    @property
    def public_keys(self) -> dict[str, bytes]:
        """All keys that there were, by id."""
        return {name: term.public for name, term in self.terms.items()}

    def of(self, party: str) -> tuple[KeyTerm, ...]:
        """The keys of a party, in order."""
        return tuple(term for term in self.terms.values() if term.party == party)


def _is_enrolled_by(public: bytes, entry: Entry) -> bool:
    match entry.statement.said:
        case KeyChanged(enrols=str(new)):
            return new == public.hex()
        case _:
            return False


def adopted(ring: Keyring, said: PolicyAdopted, index: int) -> Keyring | str:
    """The keys under a charter, or why they cannot be; a key once retired stays so.

    Keys that parties took into use themselves go on, for as long as the charter names the party.
    """
    own = log_key(said.log)
    if own is None:
        return "the log's key cannot be read"
    terms = {key_id(own.public): KeyTerm(REGISTER, own.public, by_charter=True)}
    for key in said.keys:
        raw = public_key(key.ed25519)
        if raw is None:
            return f"the key of `{key.party}` is not 32 bytes in hexadecimal"
        name = key_id(raw)
        before = terms.get(name) or ring.terms.get(name)
        if before is not None and before.party != key.party:
            return f"`{before.party}` and `{key.party}` cannot have the same key"
        retired = None if before is None else before.retired
        terms[name] = KeyTerm(
            key.party, raw, key.since, key.until, by_charter=True, retired=retired
        )
    parties = {term.party for term in terms.values()}
    for name, term in ring.terms.items():
        goes_on = not term.by_charter and term.party in parties
        if name not in terms:
            terms[name] = term if goes_on or term.retired is not None else term.ended(index)
    return Keyring(terms)


def changed(ring: Keyring, said: KeyChanged, index: int) -> Keyring | str:
    """The keys when a party has changed its own, or the rule against it."""
    terms = dict(ring.terms)
    if said.retires is not None:
        old = terms.get(said.retires)
        if old is None or old.party != said.party:
            return f"`{said.retires[:12]}…` is no key of `{said.party}`"
        if old.retired is not None:
            return f"that key was retired by entry {old.retired} already"
        terms[said.retires] = old.ended(index)
    if said.enrols is not None:
        raw = public_key(said.enrols)
        if raw is None:
            return "the new key is not 32 bytes in hexadecimal"
        if key_id(raw) in terms:
            return "the new key was in use before"
        terms[key_id(raw)] = KeyTerm(said.party, raw)
    return Keyring(terms)
