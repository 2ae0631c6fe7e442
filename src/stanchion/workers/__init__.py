"""Where batches are worked off besides this process: a pool of processes; what is kept in files.

`pool` fulfils the protocol `Workers` of `conflict.ensembles.batches`; a distributed engine would be
one file more beside it. `kept` writes what is done, so that an interrupted ensemble goes on.
May import: `api` and below, processes and files.
"""
