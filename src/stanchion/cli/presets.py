"""`stanchion presets`: the rules of law that a charter may take by name."""

from stanchion.cli.options import AsJson
from stanchion.cli.output import say, say_json


def presets(json: AsJson = False) -> None:
    """Rules of law that a body or decision may take by name; none applies by itself."""
    from stanchion.api.law import presets as answer
    from stanchion.reports import law

    found = answer()
    if json:
        say_json(law.as_json(found))
    else:
        say(law.presets(found))
