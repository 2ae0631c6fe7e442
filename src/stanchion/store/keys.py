"""Ed25519 by the library `cryptography`; private keys in files that only their owner reads."""

import os
import signal
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from stanchion.release.records.entries import Claim
from stanchion.release.records.envelope import Signer
from stanchion.store.errors import BadKeyFile


@lru_cache(maxsize=4096)
def _public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the key made the signature of the message."""
    try:
        _public(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


AT_ONCE = 2_000
"""Fewer signatures are checked here than starting other processes is worth."""
PART = 500
"""So many are given to a process at a time."""


def verify_all(claims: Iterable[Claim], *, workers: int | None = None) -> list[bool]:
    """Which signatures are good; by all processors where there are many, while more are read.

    Other processes are forks, which a program with threads must not make: there, one by one.
    """
    alone = sys.platform == "linux" and threading.active_count() == 1
    count = (workers or len(os.sched_getaffinity(0))) if alone else 1
    rest = iter(claims)
    some = list(islice(rest, AT_ONCE))
    if len(some) < AT_ONCE or count < 2:
        return _verify_each(chain(some, rest))
    parts = iter(partial(_part_of, chain(some, rest)), [])
    with ProcessPoolExecutor(count, get_context("fork"), _leave_interrupts_alone) as pool:
        try:
            return [good for part in pool.map(_verify_each, parts) for good in part]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _part_of(claims: Iterator[Claim]) -> list[Claim]:
    return list(islice(claims, PART))


def _leave_interrupts_alone() -> None:
    """Only the process that a person talks to hears Ctrl-C, and closes the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _verify_each(claims: Iterable[Claim]) -> list[bool]:
    return [verify(*claim) for claim in claims]


def signer_of(private: Ed25519PrivateKey) -> Signer:
    """A private key as the function that signs."""
    return Signer(private.public_key().public_bytes_raw(), private.sign)


def new_key_file(path: Path, *, password: bytes | None = None) -> Signer:
    """Make a private key and write it, readable by its owner only; never over a file."""
    return write_key_file(path, Ed25519PrivateKey.generate(), password=password)


def write_key_file(
    path: Path, private: Ed25519PrivateKey, *, password: bytes | None = None
) -> Signer:
    """Write a private key, readable by its owner only; never over a file."""
    sealed = NoEncryption() if password is None else BestAvailableEncryption(password)
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    return signer_of(private)


def read_key_file(path: Path, *, password: bytes | None = None) -> Signer:
    """The private key in a PEM file; raises BadKeyFile."""
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadKeyFile(str(path), f"others can read it; run `chmod 600 {path}`")
    try:
        private = load_pem_private_key(path.read_bytes(), password)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKeyFile(str(path), "it is no private key in PEM") from None
    except TypeError:
        asked = "it needs a password" if password is None else "it has no password"
        raise BadKeyFile(str(path), asked) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKeyFile(str(path), "its key is not of the kind Ed25519")
    return signer_of(private)
