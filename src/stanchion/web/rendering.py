"""Templates filled: every page knows its language, its addresses and how figures are written."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

import jinja2

from stanchion import __version__
from stanchion.reports.chart import PALETTE
from stanchion.reports.language import NAMES, Language, Tag, language
from stanchion.web.assets import assets
from stanchion.web.job import Job, Page


@cache
def environment() -> jinja2.Environment:
    """The templates of the studio; whatever is put into them is escaped."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("stanchion.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": assets().address,
        "version": __version__,
        "colours": len(PALETTE),
    }
    return made


def html(template: str, job: Job, *, status: int = 200, **context: Any) -> Page:
    """A page of a template, with what every page needs."""
    speaks = language(job.language)
    made = environment().get_template(template)
    body = made.render(
        **context,
        _=speaks.text,
        say=speaks,
        lang=job.language,
        theme=job.theme,
        languages=_switch(job),
        home=f"/{job.language}/",
    )
    return Page(status, "text/html; charset=utf-8", body.encode("utf-8", "replace"))


def _switch(job: Job) -> list[tuple[str, str, str, bool]]:
    """The same page in every language: tag, name, address, whether it is this one."""
    rest = job.address.split("/", 2)[-1] if job.address.count("/") > 1 else ""
    query = f"?{urlencode(job.query)}" if job.query else ""
    return [
        (tag.value, NAMES[tag], f"/{tag.value}/{rest}{query}", tag.value == job.language)
        for tag in Tag
    ]


def spoken(job: Job) -> Language:
    """The language of a job."""
    return language(job.language)
