"""The studio: pages over every question, for people who look rather than read.

`application` routes; `protection` guards; `workers` are processes with limits in which every
charter is read and every page is made, by `desk`; `pages/` has one module a page, which asks `api`
and fills a template of the same name. No arithmetic here. May import: `reports` and below, never
`cli`. `services` gives the same answers as data. To add a page: its module in
`pages/`, its template, a line in `desk.PAGES`.
"""
