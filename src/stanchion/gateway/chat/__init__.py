"""The chat page: plain HTML, CSS and JavaScript, served as they are, with a strict policy.

`page` serves them; `static/` holds them. No build, no library, nothing from elsewhere.
"""
