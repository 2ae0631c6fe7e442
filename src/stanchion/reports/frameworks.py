"""Published frameworks of release, as text that can be pasted into a charter, and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from stanchion.charter.frameworks import Published
from stanchion.reports.marks import bold, dim, unsure
from stanchion.reports.tables import indented, paragraph


def frameworks(found: Sequence[Published]) -> str:
    """Each framework: where it stands, who plays which part, and what else it says."""
    said = ["Taken by `framework:` and `roles:` in a release policy; none applies by itself.", ""]
    for published in found:
        said += [*_one(published), ""]
    return "\n".join(said).rstrip()


def _one(published: Published) -> Iterator[str]:
    yield bold(published.framework.value)
    yield f"  {published.title}; {published.publisher}, {published.date}"
    if published.withdrawn is not None:
        yield unsure(f"  WITHDRAWN in {published.withdrawn}: an example only")
    for part in published.parts:
        yield f"    {part.name}: {part.effect.value}  {dim(part.says)}"
    for category in published.categories:
        levels = ", ".join(category.levels)
        bounds = [
            f"{key} {level}"
            for key, level in (
                ("deploy at most", category.deploy_at_most),
                ("develop at most", category.develop_at_most),
            )
            if level is not None
        ]
        yield f"    {'; '.join([f'{category.name}: {levels}', *bounds])}"
    for limit in published.limits:
        yield f"    {limit.name}: below {limit.below}  {dim(limit.says)}"
    for said in published.says:
        yield indented(paragraph(said))
    yield dim(f"    {published.confidence.value}")


def as_json(found: Sequence[Published]) -> list[dict[str, Any]]:
    """`stanchion presets --frameworks --json`."""
    return [
        {
            "framework": published.framework.value,
            "title": published.title,
            "publisher": published.publisher,
            "date": published.date,
            "confidence": published.confidence.value,
            "parts": [
                {"part": part.name, "effect": part.effect.value, "says": part.says}
                for part in published.parts
            ],
            "categories": [
                {
                    "category": category.name,
                    "levels": list(category.levels),
                    "deploy_at_most": category.deploy_at_most,
                    "develop_at_most": category.develop_at_most,
                }
                for category in published.categories
            ],
            "limits": [
                {"limit": limit.name, "below": limit.below, "says": limit.says}
                for limit in published.limits
            ],
            "says": list(published.says),
            "withdrawn": published.withdrawn,
        }
        for published in found
    ]
