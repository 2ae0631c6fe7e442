"""What each endpoint takes: fields that are known, and words on those that would dodge the gate.

A field that is not known is refused, for servers read fields that choose another model (an
adapter, a list of fallbacks, a deployment), and no list of those stays complete.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from stanchion.exact.record import record
from stanchion.gateway.errors import ApiError


class Endpoint(StrEnum):
    """The endpoints that reach a model, by path below `/v1`."""

    CHAT = "chat/completions"
    COMPLETIONS = "completions"
    EMBEDDINGS = "embeddings"
    RESPONSES = "responses"


@record(frozen=True, slots=True)
class Asked:
    """A request that has one reading: its model, and the object to send on."""

    endpoint: Endpoint
    model: str
    stream: bool
    wants_usage: bool
    body: dict[str, Any]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAMPLING = _words(
    """frequency_penalty logit_bias logprobs max_tokens min_p n presence_penalty repeat_penalty
    repetition_penalty seed stop stream stream_options temperature top_k top_p user"""
)
# Source: OpenAI, API reference, request bodies of the four endpoints, and sampling parameters
# that open-weight servers (vLLM, llama.cpp) add.
_TAKES: dict[Endpoint, frozenset[str]] = {
    Endpoint.CHAT: _SAMPLING
    | _words(
        """audio function_call functions max_completion_tokens messages metadata modalities model
        parallel_tool_calls prediction prompt_cache_key prompt_cache_retention reasoning_effort
        response_format safety_identifier service_tier store tool_choice tools top_logprobs
        verbosity"""
    ),
    Endpoint.COMPLETIONS: _SAMPLING | _words("best_of echo model prompt suffix"),
    Endpoint.EMBEDDINGS: _words("dimensions encoding_format input model user"),
    Endpoint.RESPONSES: _words(
        """include input instructions max_output_tokens max_tool_calls metadata model
        parallel_tool_calls prompt_cache_key prompt_cache_retention reasoning safety_identifier
        service_tier store stream stream_options temperature text tool_choice tools top_logprobs
        top_p truncation user"""
    ),
}

_CHOOSES = "it could choose another model than the one that was judged"
_EARLIER = "the earlier answer may come from a model that is not released; send it as `input`"
_DODGES = {
    "previous_response_id": _EARLIER,
    "conversation": _EARLIER,
    "prompt": "a stored prompt may name a model of its own; send its text as `instructions`",
    "background": "an answer that is fetched later would outlive a halt",
    **dict.fromkeys(
        _words(
            """adapter adapter_id adapters api_base base_url deployment deployment_id engine
            extra_body fallback fallbacks lora lora_adapters lora_path model_id models provider
            route"""
        ),
        _CHOOSES,
    ),
}
_OWN_TOOLS = frozenset({"function", "custom"})
"""Tools that the client runs; all others run at the upstream, some with models of their own."""


def asked(
    endpoint: Endpoint,
    body: dict[str, Any],
    *,
    more_fields: Collection[str] = (),
    more_tools: Collection[str] = (),
) -> Asked:
    """What a body asks for; raises ApiError where it could mean a model that was not judged."""
    if not _DODGES.keys().isdisjoint(body):
        body = {name: value for name, value in body.items() if not _says_nothing(name, value)}
    unknown = body.keys() - _TAKES[endpoint]
    for name in sorted(unknown.difference(more_fields)):
        raise _not_taken(endpoint, name)
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise ApiError(400, "model_required", "name one model, as a text", "model")
    stream = _yes_no(body, "stream")
    options = body.get("stream_options") or {}
    if not isinstance(options, dict) or (options and not stream):
        message = "`stream_options` is an object, and goes with `stream: true` only"
        raise ApiError(400, "invalid_value", message, "stream_options")
    _only_own_tools(body.get("tools"), more_tools)
    if endpoint is Endpoint.RESPONSES:
        _no_references(body.get("input"))
    return Asked(endpoint, model, stream, _yes_no(options, "include_usage"), body)


def _says_nothing(name: str, value: object) -> bool:
    """Whether a field only says that what it stands for is not asked for."""
    return name in _DODGES and (value is None or value is False)


def _not_taken(endpoint: Endpoint, name: str) -> ApiError:
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    if (why := _DODGES.get(name)) is not None:
        return ApiError(400, "unsupported_parameter", f"`{shown}` is refused: {why}", shown)
    message = f"`{shown}` is not a parameter that this gateway passes on to {endpoint}"
    return ApiError(400, "unknown_parameter", message, shown)


def _yes_no(found: dict[str, Any], name: str) -> bool:
    value = found.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise ApiError(400, "invalid_value", f"`{name}` is true or false", name)


def _only_own_tools(tools: object, more: Collection[str]) -> None:
    if tools is None:
        return
    if not isinstance(tools, list):
        raise ApiError(400, "invalid_value", "`tools` is a list", "tools")
    for tool in tools:
        kind = tool.get("type") if isinstance(tool, dict) else None
        if not isinstance(kind, str) or (kind not in _OWN_TOOLS and kind not in more):
            message = f"a tool of type `{str(kind)[:40]}` would run at the upstream, unjudged"
            raise ApiError(400, "unsupported_tool", message, "tools")
        if kind not in _OWN_TOOLS and "model" in tool:
            raise ApiError(400, "unsupported_tool", "a tool may not name a model", "tools")


def _no_references(given: object) -> None:
    for item in given if isinstance(given, list) else ():
        if isinstance(item, dict) and item.get("type") == "item_reference":
            message = f"a reference to a stored item is refused: {_EARLIER}"
            raise ApiError(400, "unsupported_parameter", message, "input")
