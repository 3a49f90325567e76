"""The contract: OpenAPI with every error of every operation as problem+json, and who has to sign in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access import line_of
from api.openapi_documents import COMPONENTS, file_schemas
from api.openapi_parameters import tell_headers, tell_parameters
from api.openapi_vocabulary import name_vocabularies
from api.problem_texts import PROBLEMS
from api.problems import MEDIA_TYPE
from api.schemas.problem import FaultOut, ProblemOut

Document = dict[str, Any]  # OpenAPI as JSON
_METHODS = ("get", "put", "post", "delete", "patch")
_SCHEMA = {"$ref": "#/components/schemas/ProblemOut"}


def problems(*codes: str) -> dict[int | str, Document]:
    """``responses=`` of a route that may answer with these problems, beside those every route may."""
    found: dict[int | str, Document] = {}
    for code in codes:
        text = PROBLEMS[code]
        response = found.setdefault(text.status, {"description": "", "content": {MEDIA_TYPE: {"examples": {}}}})
        response["description"] = "；".join(part for part in (response["description"], _words(code)) if part)
        response["content"][MEDIA_TYPE]["examples"][code] = {"value": example(code)}
        response["content"][MEDIA_TYPE]["schema"] = _SCHEMA
    return found


def example(code: str) -> Document:
    """A problem as it would be answered."""
    text = PROBLEMS[code]
    return {
        "type": f"urn:pingwei:problem:{code}",
        "code": code,
        "status": text.status,
        "title": text.title,
        "title_en": text.title_en,
        "detail": text.advice,
        "detail_en": text.advice_en,
        "request_id": "5f0c4f6e0d1b4b0c8c6f1f2a9d3e7a10",
        "faults": [],
        "faults_total": 0,
    }


def _words(code: str) -> str:
    return f"{PROBLEMS[code].title} / {PROBLEMS[code].title_en}"


def install_openapi(app: FastAPI) -> None:
    """Let ``app`` describe itself completely."""

    def described() -> Document:
        if not app.openapi_schema:
            made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            app.openapi_schema = completed(made)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI documents to extend the description


def completed(document: Document) -> Document:
    """``document`` with problems, their schema and security added to each operation."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in (FaultOut, ProblemOut):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema
    schemas |= file_schemas()
    document["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "登录所得的令牌，或服务令牌 / a token of `POST /v1/sign-in`, or a service token",
        }
    }
    for path, method, operation in operations(document):
        _complete(path, operation, reads=method == "get")
        tell_parameters(operation)
        tell_headers(operation, schemas)
    name_vocabularies(document)
    return _called_by_title(document)


def _called_by_title(document: Document) -> Document:
    """``document`` with its schemas under their titles: ``ExpertRowOut`` in place of ``RowOut_ExpertRow_``."""
    schemas = document["components"]["schemas"]
    titles = {name: schema["title"] for name, schema in schemas.items() if name.endswith("_")}
    text = json.dumps(document, ensure_ascii=False)
    for name, title in titles.items():
        text = text.replace(f'"{COMPONENTS}{name}"', f'"{COMPONENTS}{title}"')
    renamed: Document = json.loads(text)
    found = renamed["components"]["schemas"]
    renamed["components"]["schemas"] = {titles.get(name, name): found[name] for name in found}
    return renamed


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Every operation with its path and method."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _complete(path: str, operation: Document, reads: bool) -> None:
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422", "")):
        del responses["422"]
    line = line_of(operation["operationId"])
    operation["security"] = [] if line.public else [{"token": []}]
    codes = [*_general(path, operation, line.public), *([] if reads else ["not-kept"])]
    for status, response in problems(*codes).items():
        known = responses.setdefault(str(status), response)
        if known is not response:
            known["content"][MEDIA_TYPE]["examples"] |= response["content"][MEDIA_TYPE]["examples"]
    operation["responses"] = dict(sorted(responses.items()))


def _general(path: str, operation: Document, public: bool) -> Iterable[str]:
    names = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    yield "malformed"
    if not public:
        yield from ("not-signed-in", "forbidden")
    if "{" in path:
        yield "not-found"
    if operation.get("parameters") or "requestBody" in operation:
        yield "validation"
    if "requestBody" in operation:
        yield from ("too-deep", "body-too-large")
    if "cursor" in names:
        yield "cursor-unknown"
    if "if-match" in names:
        yield from ("if-match-required", "version-changed")
    if "idempotency-key" in names:
        yield from ("idempotency-key-required", "idempotency-key-reused")
    yield "busy"
