"""The gateway: serves a model version only while its release stands in the register.

`standing` says what the register must answer, `keeper` keeps the answer fresh and fails closed,
`asked` reads requests strictly, `upstream` carries them to any OpenAI-compatible server, `usage`
counts and prices, `chat` is the page for people, `service` puts the questions of one request in
order, `server` owns connections, limits of time and the drain. May import everything below;
aiohttp is imported in `service`, `server`, `upstream` and `chat` only. To add an endpoint: its
row in `asked/fields.py` and `service.ROUTES`, its bypasses as tests.
"""
