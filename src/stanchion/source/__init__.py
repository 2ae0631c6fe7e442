"""From text to a tree that knows its positions, and from faults to messages people can act on.

What lives here: the reader of the YAML subset that every file of people is written in
(`reader`, `faults`, `syntax`), the tree it makes (`tree`, `span`), the Diagnostic that all
layers report with (`diagnostic`), its faces (`render`, `sarif`) and did-you-mean (`suggest`).
Nothing here knows what a charter is, and nothing here gives a text a meaning: `no` stays a word
and `1000.10` keeps its last digit until the layer above types it.

May import: the standard library and PyYAML; of Stanchion nothing but this package.

Where to add: a fault of the file itself is a function in `faults` with the next free code
(ST001 to ST099 belong to this package); better words for a syntax error are a case in `syntax`;
a new face of diagnostics is a module beside `render`.
"""

from stanchion.source import faults, syntax

REPORTERS = (*faults.REPORTERS, *syntax.REPORTERS)
"""The functions that report this package's codes; `diagnostic.explanations` lists them."""
