"""Many runs of a crisis: in batches of one size, by whoever works them off, added up exactly.

`tally` counts the runs of a batch and adds batches up in integers, so that their order and number
make no difference; `batches` cuts runs into batches of a fixed size, keyed by run number; `workers`
is the protocol by which batches are worked off elsewhere; `ensemble` is the result.
May import: `conflict.crisis` and below. To add something that is counted: a field of `Tally`.
"""
