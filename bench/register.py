"""How fast a register takes signed records in, and how fast a long one is verified.

Prints signed appends a second in batches, against signing alone; and the verification of a log,
against checking its signatures alone on one processor.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from stanchion.api import records
from stanchion.cli.files import cases_folder
from stanchion.cli.northlight import CASE, teaching_key
from stanchion.release.records import statements as s
from stanchion.release.records.envelope import Signer, enveloped, read_envelope, signed_bytes
from stanchion.store.export import write_export
from stanchion.store.keys import verify
from stanchion.store.registrar import Registrar
from stanchion.store.sqlite import SqliteLog

START = datetime(2026, 2, 16, tzinfo=UTC)
BATCH = 1_000
TARGET_APPENDS = 5_000
TARGET_SECONDS = 30


def statements(registrar: Registrar, count: int) -> Iterator[s.Statement]:
    """So many records that all count: reports on a model, each a second after the last."""
    make = records.report(
        "aurora-1", party="eval_team", report="capabilities", name="draft", sha256="0" * 64
    )
    first = make(registrar.account(), START)
    said = first.said
    assert isinstance(said, s.ReportFiled)
    for number in range(count):
        file = s.Subject(f"draft {number}.pdf", s.Digest(f"{number:064x}"))
        time = START + timedelta(seconds=number)
        yield s.Statement(
            first.subject, s.ReportFiled(said.register, said.party, time, said.report, file)
        )


def signed_appends(registrar: Registrar, count: int, signer: Signer) -> float:
    """Seconds to make, sign and add so many records in batches."""
    batch: list[bytes] = []
    began = perf_counter()
    for statement in statements(registrar, count):
        batch.append(enveloped(statement.payload, [signer]).data)
        if len(batch) == BATCH:
            registrar.log.append(batch)
            batch = []
    registrar.log.append(batch)
    return perf_counter() - began


def signing_alone(registrar: Registrar, count: int, signer: Signer) -> float:
    """Seconds to sign as many payloads that are made already."""
    messages = [signed_bytes(each.payload) for each in statements(registrar, count)]
    began = perf_counter()
    for message in messages:
        signer.sign(message)
    return perf_counter() - began


def checking_alone(registrar: Registrar, signer: Signer) -> float:
    """Seconds to check the signatures of all entries one after the other, all else done before."""
    claims = []
    for entry in registrar.log.read(1):
        envelope = read_envelope(entry)
        claims.append((signer.public, envelope.signatures[0].made, signed_bytes(envelope.payload)))
    began = perf_counter()
    assert all(verify(*claim) for claim in claims)
    return perf_counter() - began


def by_the_single_file(registrar: Registrar, folder: Path) -> float:
    """Seconds that the program takes which lies beside an export and needs nothing else."""
    quorum = registrar.account().quorum
    assert quorum is not None
    write_export(folder, registrar.kept(), quorum)
    began = perf_counter()
    subprocess.run(
        [sys.executable, str(folder / "verify_register.py")], check=True, stdout=subprocess.DEVNULL
    )
    return perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    count = parser.parse_args().entries
    signer = teaching_key("eval_team")
    with tempfile.TemporaryDirectory() as folder:
        log = SqliteLog.begun(Path(folder) / "register", origin="northlight.example/releases")
        registrar = Registrar(log, lambda: START)
        charter = (cases_folder() / CASE / "charter.yaml").read_bytes()
        registrar.adopt(charter, name=CASE, signers=[teaching_key("register")])
        alone = signing_alone(registrar, min(count, 20_000), signer) / min(count, 20_000)
        seconds = signed_appends(registrar, count, signer)
        rate = count / seconds
        met, times = "met" if rate >= TARGET_APPENDS else "missed", seconds / count / alone
        print(f"{count:,} signed appends in batches of {BATCH:,}: {rate:,.0f} a second")
        print(f"  target {TARGET_APPENDS:,}: {met}; {times:.1f} times as long as signing alone")
        registrar.checkpoint(teaching_key("register"))
        began = perf_counter()
        found = registrar.verified().verification
        seconds = perf_counter() - began
        assert found.sound, found.faults[:3]
        assert not found.refused
        check = checking_alone(registrar, signer)
        met = "met" if seconds <= TARGET_SECONDS else "missed"
        print(f"verification of {found.size:,} entries: {seconds:.1f} s")
        print(
            f"  target {TARGET_SECONDS} s: {met}; {seconds / check:.2f} times checking signatures "
            "alone on one processor"
        )
        seconds = by_the_single_file(registrar, Path(folder) / "export")
        print(f"verification of its export by `verify_register.py`, one processor: {seconds:.1f} s")


if __name__ == "__main__":
    main()
