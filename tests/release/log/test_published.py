"""A log that another program made, in the published forms: carried over as facts."""

from dataclasses import dataclass

from stanchion.release.log.checkpoint import note_key, read_note
from stanchion.release.log.merkle import Tree
from stanchion.release.log.receipt import read_receipt
from stanchion.store.keys import verify


@dataclass(frozen=True, slots=True)
class Case:
    source: str
    given: str
    expected: str


LEAVES = (
    "13cbf70fd94fb12fff80d9934ec381ceed8cdd2f6a81e7944402ffe5ad864a97",
    "dca493e8d8a731b107fb941f731b542716aa05c93e8fab9a7d59c12912983c28",
)
KEY = Case(
    "reference log, key of its checkpoints",
    "register.stanchion.example/openai+7bbd8364+AevHXcuD+nsMEaeIxBG2rZ/5rVEerkPhNd/U0+S/S5k6",
    "7bbd8364",
)
CHECKPOINT = Case(
    "reference log, checkpoint of two entries",
    "register.stanchion.example/openai\n"
    "2\n"
    "UJnC4UtqOlGdchse949t4smZgv1huNQgpHiZPJXTppI=\n"
    "\n"
    "— register.stanchion.example/openai "
    "e72DZEaJhmT2+C4/WKCdoCvQkmCl4ijAuv1OB4kI8X5VK9BjHkfVvifRWTnAE4er6MxfXUEOToLs5kemwT2kjChN/g8=\n",
    "5099c2e14b6a3a519d721b1ef78f6de2c99982fd61b8d420a478993c95d3a692",
)
RECEIPT = Case(
    "reference log, receipt of entry 1",
    "c2sp.org/tlog-proof@v1\n"
    "index 1\n"
    "E8v3D9lPsS//gNmTTsOBzu2M3S9qgeeURAL/5a2GSpc=\n"
    "\n" + CHECKPOINT.given,
    LEAVES[1],
)


def test_the_key_has_the_id_that_it_is_known_by() -> None:
    key = note_key(KEY.given)
    assert key.id.hex() == KEY.expected
    assert str(key) == KEY.given


def test_the_checkpoint_is_read_verified_and_written_back() -> None:
    note = read_note(CHECKPOINT.given)
    assert note.checkpoint.root.hex() == CHECKPOINT.expected
    assert len(list(note.signed_by(note_key(KEY.given), verify))) == 1
    assert str(note) == CHECKPOINT.given


def test_the_root_is_that_of_the_two_leaves() -> None:
    tree = Tree(bytes.fromhex(leaf) for leaf in LEAVES)
    assert tree.root().hex() == CHECKPOINT.expected


def test_the_receipt_is_the_proof_that_we_would_give() -> None:
    receipt = read_receipt(RECEIPT.given)
    tree = Tree(bytes.fromhex(leaf) for leaf in LEAVES)
    assert receipt.hashes == tree.inclusion(1)
    assert str(receipt) == RECEIPT.given
