"""`stanchion cases`: what comes with Stanchion."""

from stanchion.cli.files import case_names, open_charter
from stanchion.cli.options import AsJson, Language
from stanchion.cli.output import say, say_json


def cases(language: Language = "en", json: AsJson = False) -> None:
    """The worked cases that come with Stanchion."""
    from stanchion.reports.marks import bold, dim
    from stanchion.reports.tables import indented, paragraph

    charters = {name: open_charter(name) for name in case_names()}
    if json:
        say_json([{"case": name, "name": dict(c.name.texts)} for name, c in charters.items()])
        return
    for name, charter in charters.items():
        say(f"{bold(name)}  {charter.name.said_in(language)}")
        if charter.summary is not None:
            say(dim(indented(paragraph(charter.summary.said_in(language)))))
