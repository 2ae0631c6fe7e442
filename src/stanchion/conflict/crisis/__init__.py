"""The crisis: who may lawfully do what, what each would rather have, and how it ends.

`from_charter` makes a `Crisis` (`compiled`) of a charter at an instant: how the dispute stands
(`statuses`), which decisions lead elsewhere and who carries them (`passages`), what everybody
gives each ending (`worths`), which declared moves are lawful (`lawful`). `days` runs it day by day
over many runs at once, with `backing` and `leaving` for what voters and crowds do; `game` makes a
tree of it (`tree`) that `induction` solves backwards.
May import: `conflict.chance`, `conflict.inputs`, `conflict.cascade`, `control` and below. To add a
kind of move: its word in `charter/dispute`, its lawfulness in `lawful`, its effect in `days`.
"""
