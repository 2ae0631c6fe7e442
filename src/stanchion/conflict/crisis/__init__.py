"""The crisis: who may lawfully do what, what each would rather have, and how it ends.

`from_charter` makes a `Crisis` (`compiled`) of a charter at an instant; `lawful` says who could
lead it where, and which declared moves were open. `days` follows it day by day over many runs at
once: `draws` are its random numbers, `backing` what voters want, `carried` whether a rule is met,
`leaving` what crowds do. `game` makes a tree of it, which is solved backwards.
May import: `conflict.chance`, `inputs`, `cascade` and `extensive`, `control` and below. To add a
kind of move: its word in `charter/dispute`, its lawfulness in `lawful`, its effect in `days`.
"""
