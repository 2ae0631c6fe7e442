"""What evidence shows: rows of tools' files, intervals, whether a result counts, levels of risk."""

from stanchion.release.evidence.rows import Attestation, BoundEvidence, EvidenceRow

__all__ = ["Attestation", "BoundEvidence", "EvidenceRow"]
