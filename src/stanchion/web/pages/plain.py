"""Pages that say that there is nothing, or that something went wrong."""

from stanchion.web.job import Job, Page
from stanchion.web.rendering import html, spoken


def page(job: Job) -> Page:
    """What the server asks for when a page could not be made, or is not there."""
    if job.page != "trouble":
        return missing(job)
    query = dict(job.query)
    say = spoken(job)
    title = say.text("This page could not be made")
    return html(
        "plain.html",
        job,
        status=int(query["status"]),
        title=title,
        words=query["why"],
        ident=query["id"],
    )


def missing(job: Job) -> Page:
    """There is nothing at this address."""
    title = spoken(job).text("There is nothing at this address")
    return html("plain.html", job, status=404, title=title, words="", ident="")
