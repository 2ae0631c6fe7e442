"""The Python API of people: a case that shows itself, asked with the words of the command line.

An adapter like `cli`: it reads what is written, asks `api`, and shows by `reports`. May import
anything but `cli` and `web`; a new question is a method of `Case` and a member of `Answer`.
"""
