"""One module a page: asks `api`, puts the answer into plain values, fills the template of its name.

No arithmetic here, no words that are not in the catalogues. To add a page: a module with a
function `page(asked)`, a template, a line in `desk.PAGES` and, if it is a tab, in `case.TABS`.
"""
