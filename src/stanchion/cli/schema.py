"""`stanchion schema`: the JSON Schema of a charter, for editors."""

from stanchion.cli.options import AsJson
from stanchion.cli.output import say_json


def schema(json: AsJson = True) -> None:
    """Print the JSON Schema of a charter; `docs/editor.md` says how an editor uses it."""
    from stanchion.api.facts import schema as answer

    del json  # it is JSON in any case
    say_json(answer())
