"""Why: which of its assumptions carry an answer.

`sobol` shares out the variance of a probability among its inputs, `screening` finds the inputs
that are worth it, `tornado` moves one input at a time through its range and finds where the answer
flips, `specification` compares ways of building the model. The question is `why.why`.
May import: `stanchion.conflict` and below.
"""
