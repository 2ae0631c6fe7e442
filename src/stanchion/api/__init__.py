"""One plain function per question; every adapter calls these and nothing below them.

No I/O here: text comes in, answers go out. May import: everything below. To add a question: the
engine's file, a function here, a command in `cli`, a section in `docs/`.
"""
