"""Exit: who leaves, or signs, when enough others have.

`thresholds` follows declared thresholds stage by stage, exactly; `normal` is the same for crowds
whose thresholds are normally distributed, over many runs at once; `global_game` is the threshold
of regime change when everybody sees the strength of the regime a little differently.
May import: `exact`, numpy and scipy. To add a distribution of thresholds: a file beside `normal`.
"""
