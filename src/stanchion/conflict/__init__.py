"""Who prevails when people disagree: what is likely, how sure anyone can be, and why.

A charter's `dispute:` becomes a compiled `Dispute` (`from_charter`), whose inputs are
distributions (`inputs`) drawn by counter (`chance`); one file or package a model, and every
ambiguous point of a published model a named option. May import `stanchion.control`,
`stanchion.economics` and what is below them, and numpy. Nothing here is exact unless it says so.
"""
