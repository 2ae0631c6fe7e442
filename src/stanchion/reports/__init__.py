"""Results made readable: text, JSON, charts. No arithmetic beyond scaling a picture.

`marks` are the few ways text stands out; `tables` aligns, wide characters included; one module a
subject renders its results. May import: `stanchion.api` and below.
"""
