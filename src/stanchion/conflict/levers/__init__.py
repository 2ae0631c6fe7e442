"""Levers: what one change of the charter, or several together, would have done to the outcome.

`paired` measures a difference on common random numbers, `sets` finds the smallest sets of changes
that cross one half, `edits` makes the changed charters. The question is `levers.levers`.
May import: `stanchion.conflict` and below.
"""
