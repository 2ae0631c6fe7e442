"""Drawings of what is only known by its chances: each a Vega-Lite specification, as a document.

One file a drawing: `bars` over outcomes and days, `dots` of quantiles, `bands` over time (a fan
only where unimodal), `tornado`, `moved` (who moved whom), `days` (probabilities day by day with
events marked). `blocks` says the same in a terminal. Numbers come in as plain rows, so that a
drawing knows no engine; the same rows give the same bytes.
"""
