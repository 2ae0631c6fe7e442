"""Answers set for reading: blocks of words, tables and drawings, as HTML or as a board paper.

One file a subject turns results into blocks; `html` and `pdf` set them. What people wrote is text
in a block and never markup: HTML escapes it, the PDF is given it as data. May import `api` and the
rest of `reports`; a new result gets its blocks in a subject's file and a case in `answers`.
"""
