"""Files that other programs read and write: workbooks and CSV of a company's tables.

`book` says what the tables are, `workbook` and `separated` write them. May import `stanchion.api`
and below; writers are imported where they are used. To add a table: a function in `book`.
"""
