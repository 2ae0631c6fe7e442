"""Who owns and controls whom: shares looked through companies, rings and ranges.

`from_charter` makes a `Network` of the holdings and bodies at an instant; `network` is the
compiled form. One file answers one question: `integrated` (ownership over all chains), `paths`
(chains without loops, weakest link), `closure` (who controls), `attribution` (shares of all whom
one controls), `rings` (who owns himself in the end), `power_index` (whose word it is by chance of
pivots). `owners` puts an answer together; `large` does the numbers for a hundred thousand
companies in floating point. May import: `stanchion.charter` and below, and `control.game`.
"""
