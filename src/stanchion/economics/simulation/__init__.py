"""Monte Carlo over what is paid out: means, quantiles, how likely a breakpoint is reached.

`draws` makes amounts from a stated distribution and a seed; `run` pays them out, in one year or
over several, statefully; `summary` makes estimates with their Monte Carlo error; `fast` is an
optional kernel. Everything here is float64 and marked inexact. May import what
`stanchion.economics` may, and numpy.
"""
