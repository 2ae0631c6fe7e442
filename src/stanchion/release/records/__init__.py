"""What people put on record about releases: signed statements, what they say, what they come to.

`statements` are the kinds, `codec` their one JSON form, `envelope` the DSSE envelope with its
signatures, `keyring` whose key may sign when, `account` what a list of records comes to by the
rules of the charter, `verification` what a register shows and what it cannot. Pure: signing and
verifying are functions that are passed in, instants are arguments.
"""
