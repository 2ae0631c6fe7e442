"""How far models are off on real decisions: measured on data of one's own, and as published.

`decisions` is what data must say, `forecasts` every model asked for one number, `measurement` the
errors with intervals, `known` the figures that are printed beside forecasts. To add a model: a
line in `forecasts.MODELS`.
"""
