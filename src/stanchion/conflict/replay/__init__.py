"""Replay: what could have been forecast on each day, and how good it would have been.

`known` takes out of a charter what came later, `scores` are proper scores, `naive` the forecasts
that need no model, `shuffled` the control in which the parties have changed places. The question
is `replay.replay`. May import: `stanchion.conflict` and below.
"""
