"""The structure chart: boxes and lines of a company in layers, drawn as SVG by ourselves.

`layout` says where everything stands, `drawing` makes the picture; both know nothing of charters
but names. Equal input gives equal bytes, in a page, a file and a test. May import: `api`, `exact`,
`reports.language`. To add a tie: its kind in `api.structure`, its ink in `drawing`.
"""
