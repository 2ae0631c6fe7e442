"""May it ship: a release policy as a gate, what it asks for, and what is still missing.

`from_charter` makes the compiled form (`Gate`), `evidence` has what a tool's file comes to and
`intervals` what it shows, `derived` the weak-to-strong gap, `approvals` what the votes come to,
`verdict` the answer, `status` when a release stands. May import `control` and below; reads no file
and asks no clock: evidence, votes and the instant are arguments.
"""
