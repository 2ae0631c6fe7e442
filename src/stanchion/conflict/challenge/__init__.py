"""The challenge model: who could press whom, who gives way, round after round.

`options` names every point at which published versions differ, `utilities`, `risk` and `offers`
are one round, `rounds` the course of many runs at once, `account` the record of a single run with
its reasons. To add a reading of the model: a member of an option, its case where the type checker
points, its effect on the published rounds in `tests/conflict/test_challenge.py`.
"""
