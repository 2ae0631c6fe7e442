"""Charters to begin with, one YAML file each; `stanchion new` copies them.

A template is complete: it loads without a warning, everything that it expects is proved, and its
comments say to a lawyer why each choice is there. Holds no code and imports nothing. To add one:
a file `name_of_it.yaml` here; it is found by its name.
"""
