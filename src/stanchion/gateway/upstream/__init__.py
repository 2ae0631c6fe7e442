"""The server that has the models: how requests reach it and what may come back.

`forward` is the client, `stream` reads events as they pass, `scripted` is a server that says what
a script says (tests, demonstrations), `local` runs a small real model with llama.cpp.
"""
