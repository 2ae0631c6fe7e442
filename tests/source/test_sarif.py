"""SARIF: what code hosts need of it, checked against the words of the standard."""

import json

from stanchion.source import REPORTERS
from stanchion.source.diagnostic import Diagnostic, Severity, explanations
from stanchion.source.reader import read
from stanchion.source.sarif import to_sarif
from stanchion.source.span import Span

CODES = explanations(REPORTERS)


def test_a_log_of_one_run() -> None:
    found = read("a: 1\n標: 2\na: 3\n", file="my charter.yaml").diagnostics
    log = json.loads(json.dumps(to_sarif(found, codes=CODES, version="1.2.3")))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("stanchion", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(CODES)
    assert all(rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "ST003"
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "duplicate key `a`: written a second time\nhelp: keep one of the two, or rename one"
    )
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20charter.yaml"},
        "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2},
    }
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "first written here"
    assert related["physicalLocation"]["region"]["startLine"] == 1


def test_levels_and_codes_that_nobody_explains() -> None:
    at = Span("/tmp/\ud800.yaml", 1, 1, 1, 1)
    found = [Diagnostic("ST998", "odd", at, severity=Severity.NOTE)]
    log = json.loads(json.dumps(to_sarif(found, codes={}, version="0")))
    (run,) = log["runs"]
    assert run["tool"]["driver"]["rules"] == [{"id": "ST998"}]
    assert run["results"][0]["level"] == "note"
    assert run["results"][0]["message"]["text"] == "odd"
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "file:///tmp/%3F.yaml"


def test_a_log_without_results_is_still_a_log() -> None:
    (run,) = json.loads(json.dumps(to_sarif([], codes=CODES, version="0")))["runs"]
    assert run["results"] == []
