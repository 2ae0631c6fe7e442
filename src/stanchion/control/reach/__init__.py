"""Reach: what people can become able to do, when decisions change the company.

`from_charter` makes an `Arena` of a state, a goal and the sides: the decisions that matter for the
goal (`cone`), and people of one kind lumped. `arena` is the compiled form: roles, positions, deeds.
`moves` are the decisions open to a side, made concrete; `effects` what becomes of a position;
`ballots` says who wins, `clock` and `course` when. `search` finds the shortest plan or exhausts all
positions; `contest` does the same against opponents who act in between; `coalitions` looks for the
fewest people; `plans` puts a plan into words. The question is `reach.reach`.
May import: `stanchion.control` and below. To add an effect that can be made concrete: `moves`; a
goal: its phrase in the grammar, its meaning in `goals`.
"""
