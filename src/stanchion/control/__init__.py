"""Who decides: a decision at an instant, compiled to a rule over people, and questions about it.

`from_charter` makes a `Game` of a decision; `game` is the compiled form, `diagram` and `coalitions`
what is asked of it; `who`, `power`, `reach`, `ownership`, `changes` and `lints` are the questions;
`proof` checks what the author expects; `results` are the answers.
May import: `stanchion.charter` and below. To add a voting rule: its terms in the charter's
grammar, its meaning as a formula in `from_charter`.
"""
