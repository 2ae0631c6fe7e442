"""The command line: one file a command; each parses, calls one function of `api`, and renders.

May import everything, but imports what is heavy only inside a command, so that `--help` answers
at once. To add a command: a file here with one function, a line in `main`, a section in
`docs/commands.md`.
"""
