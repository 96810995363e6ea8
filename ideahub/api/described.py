"""The API's description: OpenAPI 3.1 from the code, and a page to read it on that needs no script."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from ideahub.protocol.frames import Polled

SHAPES = "#/components/schemas/"
REFUSAL = {"$ref": SHAPES + "Refusal"}
RESYNC = {"type": "object", "properties": {"code": {"const": "resync"}}, "required": ["code"]}
METHODS = ("get", "post", "patch", "put", "delete")
_generating = Lock()


class OneAtATime(SchemaGenerator):
    """The library keeps what it is at in its classes: of two calls at the same moment, one would fail."""

    def get_schema(self, *args: Any, **kwargs: Any) -> Any:
        with _generating:
            return super().get_schema(*args, **kwargs)  # type: ignore[no-untyped-call]


class Schema(SpectacularAPIView):
    """The contract itself, as YAML or, with `?format=json`, as JSON."""

    generator_class = OneAtATime


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    shape: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    takes: str | None
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    shape: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    description: str
    fields: list[Field]
    choices: list[str]


class Docs(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        document = OneAtATime().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return render(request, "api/docs.html", {"operations": operations(document), "shapes": shapes(document)})


def add_long_poll(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The one call of the protocol that is no DRF view, since it waits without holding a thread; and what refusals look like."""
    result["paths"]["/api/workshops/{code}/events/"] = {"get": LONG_POLL}
    polled = Polled.model_json_schema(mode="serialization", ref_template=SHAPES + "{model}")
    for name, shape in {**polled.pop("$defs"), "Polled": polled}.items():
        result["components"]["schemas"].setdefault(name, shape)
    for calls in result["paths"].values():
        for method, call in calls.items():
            if method in METHODS:
                call["responses"].setdefault("default", {"description": "Refused", "content": _json(REFUSAL)})
    result["components"]["schemas"]["Refusal"] = {
        "type": "object",
        "description": "A stable code, a sentence in the caller's language, and the field at fault.",
        "properties": {name: {"type": "string"} for name in ("code", "detail", "field")},
        "required": ["code", "detail"],
    }
    return result


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _query(name: str, kind: str, description: str, **limits: int) -> dict[str, Any]:
    schema = {"type": kind, **limits}
    return {"in": "query", "name": name, "schema": schema, "description": description}


LONG_POLL: dict[str, Any] = {
    "operationId": "workshops_events_retrieve",
    "summary": "What came after `since`, at latest after `wait` seconds",
    "tags": ["workshops"],
    "parameters": [
        {"in": "path", "name": "code", "schema": {"type": "string"}, "required": True},
        _query("since", "integer", "The last seq one has", minimum=0),
        _query("epoch", "string", "The epoch that seq belongs to"),
        _query("wait", "integer", "Seconds to wait for something to happen", minimum=0, maximum=25),
    ],
    "responses": {
        "200": {"description": "The body of an `events` frame", "content": _json({"$ref": SHAPES + "Polled"})},
        "409": {"description": "Fetch the snapshot again", "content": _json(RESYNC)},
    },
}


def operations(document: dict[str, Any]) -> list[Operation]:
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=call.get("summary", ""),
            description=call.get("description", ""),
            parameters=call.get("parameters", []),
            takes=_body_shape(call.get("requestBody", {})),
            answers=[Answer(status, _body_shape(answer)) for status, answer in call["responses"].items()],
        )
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        if method in METHODS
    ]


def shapes(document: dict[str, Any]) -> list[Shape]:
    return [_shape(name, schema) for name, schema in sorted(document["components"].get("schemas", {}).items())]


def _shape(name: str, schema: dict[str, Any]) -> Shape:
    required = schema.get("required", [])
    fields = [
        Field(key, _kind(value), _reference(value), key in required)
        for key, value in schema.get("properties", {}).items()
    ]
    return Shape(name, schema.get("description", ""), fields, [str(one) for one in schema.get("enum", [])])


def _body_shape(holder: dict[str, Any]) -> str | None:
    for content in holder.get("content", {}).values():
        return _reference(content.get("schema", {}))
    return None


def _reference(schema: dict[str, Any]) -> str | None:
    """The name of the first shape that is referred to."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if not schema:
        return None
    inner = [schema.get("items", {}), *schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])]
    return next((name for one in inner if isinstance(one, dict) and (name := _reference(one))), None)


def _kind(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "")
    if isinstance(kind, list):
        kind = " | ".join(kind)
    if "enum" in schema:
        kind = " | ".join(str(one) for one in schema["enum"])
    return f"{kind} ({schema['format']})" if "format" in schema else kind
