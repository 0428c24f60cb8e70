"""The API described for programs: the OpenAPI document, made from the table of routes."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter

from classroom.permissions import MAY, Who
from classroom.service.routing import Answer, Ask, Route
from classroom.service.shapes import Problem

_REFS = "#/components/schemas/{model}"
_JSON = "application/json"
_PROBLEM = {
    "description": "What went wrong, in a sentence.",
    "content": {_JSON: {"schema": {"$ref": _REFS.format(model="Problem")}}},
}
_NAME = {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,64}$"}
_NUMBERS = {
    "number": {"type": "integer", "minimum": 0, "maximum": 999_999},
    "seq": {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999},
}


def openapi(ask: Ask) -> Answer:
    return Answer(json.loads(document(ask.house.settings.prefix)))


@cache
def document(prefix: str) -> str:
    """The OpenAPI document as JSON, for a service under this prefix."""
    from classroom.service.routes import ROUTES

    schemas: dict[str, Any] = {}
    _schema(Problem, schemas)
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault("/" + route.path, {})[route.method.lower()] = _operation(route, schemas)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Écritoire, the class service", "version": version("ecritoire")},
            "servers": [{"url": prefix.rstrip("/")}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "lease": {"type": "http", "scheme": "bearer"},
                    "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
                },
            },
        }
    )


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()}_{route.path}",
        "summary": route.verb,
        "description": f"For {MAY[route.verb]}.",
        "parameters": [_path_parameter(name) for name in route.parameters]
        + [{"name": name, "in": "query", "required": False, "schema": _NAME} for name in route.query],
        "responses": {str(status): _success(route, status, schemas) for status in (route.status, *route.also)}
        | {"4XX": _PROBLEM, "503": _PROBLEM},
    }
    if route.request is not None:
        operation["requestBody"] = {"required": True, "content": _request(route.request, schemas)}
    if MAY[route.verb] is not Who.ANYONE:
        operation["security"] = [{"lease": []}, {"token": []}]
    return operation


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _NUMBERS.get(name, _NAME)}


def _success(route: Route, status: int, schemas: dict[str, Any]) -> dict[str, Any]:
    if status == 302:
        return {"description": "Over there."}
    if route.response is None:
        return {"description": "Done."}
    if route.response is bytes:
        return {"description": "The picture.", "content": {"image/webp": {}}}
    return {
        "description": "Done.",
        "content": {_JSON: {"schema": _schema(route.response, schemas, mode="serialization")}},
    }


def _request(model: type[BaseModel] | type[bytes], schemas: dict[str, Any]) -> dict[str, Any]:
    if not issubclass(model, BaseModel):
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {_JSON: {"schema": _schema(model, schemas)}}


def _schema(model: Any, schemas: dict[str, Any], mode: Any = "validation") -> dict[str, Any]:
    """The schema of a type, with those it is made of gathered under components. Requests and answers share no names."""
    made = TypeAdapter(model).json_schema(by_alias=True, ref_template=_REFS, mode=mode)
    schemas |= made.pop("$defs", {})
    if isinstance(model, type) and issubclass(model, BaseModel):
        schemas[model.__name__] = made
        return {"$ref": _REFS.format(model=model.__name__)}
    return dict(made)
