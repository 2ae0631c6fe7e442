"""Files of evaluation tools as rows of evidence: one reader a tool, all of them our own.

`reader` finds out which tool wrote a file. A reader takes parsed JSON (or lines) and gives rows; it
refuses versions that it does not know. Files are strangers': `strict_json` and `archive` bound what
they can cost. `model` has the digest of a model's files. May import `stanchion.api` and below; to
add a tool: a module with `rows`, a line in `reader`, a word in `EvidenceFormat`.
"""
