"""What a release is about: the digest of a model's files, or of the descriptor of a deployment.

A model of files has the digest that OpenSSF model signing gives it: each file by SHA-256, sorted
by path, and SHA-256 over those digests one after the other. A model behind somebody's interface
has the digest of its descriptor in canonical JSON (RFC 8785).
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from stanchion.charter.release import Descriptor, ModelVersion


def digest_of_files(files: Iterable[tuple[str, bytes]]) -> str:
    """The digest of a model from the paths of its files and the SHA-256 of each.

    Source: the manifest of OpenSSF model signing 1.x, method `files`.
    """
    whole = sha256()
    for _, digest in sorted(files, key=lambda file: file[0].split("/")):
        whole.update(digest)
    return whole.hexdigest()


def digest_of_descriptor(descriptor: Descriptor) -> str:
    """The digest of a deployment: who serves which pinned snapshot with what put upon it."""
    said: dict[str, object] = {"provider": descriptor.provider, "snapshot": descriptor.snapshot}
    if descriptor.adapters:
        said["adapters"] = list(descriptor.adapters)
    if descriptor.system_prompt_sha256 is not None:
        said["system_prompt_sha256"] = descriptor.system_prompt_sha256
    # texts under keys of plain letters: sorted and without blanks they are canonical as they stand
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def subject_of(model: ModelVersion) -> str | None:
    """The digest that stands for a model version, None where nothing identifies it."""
    if model.sha256 is not None:
        return model.sha256
    return None if model.descriptor is None else digest_of_descriptor(model.descriptor)
