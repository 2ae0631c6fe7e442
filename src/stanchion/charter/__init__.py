"""What people wrote: the typed charter, its phrases, its loader, its checks, its events in time.

`model` is the whole, one module a section; `grammar` reads phrases into the data of `phrases`;
`loader` makes a charter of a text, or diagnostics; `checks` looks at it; `state` folds its events;
`patches` applies readings and amendments. May import: `stanchion.source`, `stanchion.exact`.
To add a section: its model in a module of its own, a field in `model.Charter`, its names in
`checks.names`.
"""
