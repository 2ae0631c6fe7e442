"""Who is paid: what an entity pays, compiled to exact piecewise linear payoffs, and questions.

`from_charter` makes what is paid by: a `Waterfall` of stages, a table of `classes` (each
instrument in `instruments`), `deductions` before either, or a chain of entities (`chains`).
`sweep` follows the next dollar from zero to infinity, whichever it is; `curves`, `breakpoints`,
`distribution`, `proof`, `goal` and `statement` are questions; `payouts` runs them over time,
`accruals` knows what time adds; `tender` and `simulation` stand on these; `interpreter` is the
slow oracle, `arrays` evaluates curves over millions of amounts. May import: `stanchion.charter`
and below. To add an instrument: its terms in `charter/instruments`, its meaning in
`economics/instruments`.
"""
