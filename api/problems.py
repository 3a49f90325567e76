"""Errors as problem+json (RFC 9457): one shape for every error, with a stable code, both titles and what to do.

What is absent and what is hidden answer alike (``not-found``). Faults name their field by JSON pointer; values
that were sent are never repeated, since one of them could be an identity number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.crew_errors import ClusterDesertedError, ClusterUnreachableError, PartDiedError
from api.problem_texts import FAULTS, PROBLEMS
from api.schemas.problem import FaultOut, ProblemOut
from data.store.errors import (
    AbsentError,
    BusyError,
    DoubleBookedError,
    ExistsError,
    NotKeptError,
    SchemaError,
    StaleError,
    StateError,
)
from solver.domain.faults import Fault
from solver.errors import InputError, PingweiError, UnknownYearError

MOST_TOLD = 1_000
"""Faults that one answer lists; the others are counted."""
MEDIA_TYPE = "application/problem+json"


class Problem(PingweiError):  # noqa: N818 - the word of RFC 9457
    """An answer of the service that is not what was asked for; ``code`` is a key of ``PROBLEMS``.

    ``facts`` fill the texts; ``faults`` say what is wrong where; ``headers`` go with the answer;
    ``beyond`` counts faults that are not listed.
    """

    def __init__(
        self,
        code: str,
        faults: Sequence[FaultOut] = (),
        headers: Mapping[str, str] | None = None,
        beyond: int = 0,
        **facts: object,
    ) -> None:
        super().__init__(code=code, faults=faults, headers=headers, beyond=beyond, **facts)
        self.code = code
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.beyond = beyond
        self.facts = facts


def body_fault(code: str, pointer: str, **facts: object) -> FaultOut:
    """A fault of the request's body at ``pointer``; ``code`` is a key of ``FAULTS``."""
    return _fault(code, "body", pointer, facts)


def query_fault(code: str, name: str, **facts: object) -> FaultOut:
    """A fault of the query parameter ``name``; ``code`` is a key of ``FAULTS``."""
    return _fault(code, "query", pointer_of([name]), facts)


def problem_response(problem: Problem, request_id: str) -> JSONResponse:
    """The answer that tells ``problem``."""
    text = PROBLEMS[problem.code]
    body = ProblemOut(
        type=f"urn:pingwei:problem:{problem.code}",
        code=problem.code,
        status=text.status,
        title=text.title.format(**problem.facts),
        title_en=text.title_en.format(**problem.facts),
        detail=text.advice.format(**problem.facts),
        detail_en=text.advice_en.format(**problem.facts),
        request_id=request_id,
        faults=list(problem.faults),
        faults_total=len(problem.faults) + problem.beyond,
    )
    headers = _HEADERS_OF_STATUS.get(text.status, {}) | problem.headers
    return JSONResponse(body.model_dump(by_alias=True), text.status, headers, MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """The problem that tells ``error``; whatever is not known is ``internal`` and says nothing about itself."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _validation_problem(error.errors())
    if isinstance(error, InputError):
        told = [_input_fault(fault) for fault in error.faults[:MOST_TOLD]]
        return Problem("input", told, beyond=len(error.faults) - len(told) + error.more)
    if isinstance(error, HTTPException):
        return Problem(_CODE_OF_STATUS.get(error.status_code, "malformed"), headers=error.headers)
    if isinstance(error, PingweiError) and type(error) in PROBLEM_OF:
        return Problem(PROBLEM_OF[type(error)], (), None, 0, **error.parameters)
    return Problem("internal")


PROBLEM_OF: Mapping[type[PingweiError], str] = {
    UnknownYearError: "unknown-year",
    AbsentError: "not-found",
    ExistsError: "exists-already",
    StaleError: "version-changed",
    StateError: "state-forbids",
    DoubleBookedError: "double-booked",
    BusyError: "busy",
    NotKeptError: "not-kept",
    SchemaError: "not-ready",
    PartDiedError: PartDiedError.code,
    ClusterUnreachableError: ClusterUnreachableError.code,
    ClusterDesertedError: ClusterDesertedError.code,
}
"""Errors of the tree that are somebody's business; the rest are defects and answer ``internal``."""

_HEADERS_OF_STATUS: Mapping[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    408: {"Connection": "close"},
    503: {"Retry-After": "2"},
}
"""Of every problem with this status that says nothing else; seconds, for Retry-After."""

_CODE_OF_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "body-too-slow",
    413: "body-too-large",
    415: "unsupported-media-type",
    500: "internal",
}


def _validation_problem(errors: Iterable[Mapping[str, Any]]) -> Problem:  # pydantic's own shape
    listed = list(errors)
    if any(error["type"] == "json_invalid" for error in listed):
        return Problem("malformed", [_fault("json_invalid", "body", "", {})])
    told = [_request_fault(error) for error in listed[:MOST_TOLD]]
    return Problem("validation", told, beyond=len(listed) - len(told))


def _request_fault(error: Mapping[str, Any]) -> FaultOut:  # pydantic's own shape
    place, *path = error["loc"]
    return _fault(error["type"], str(place), pointer_of(path), error.get("ctx", {}))


def pointer_of(path: Iterable[object]) -> str:
    """The JSON pointer (RFC 6901) of a path of keys and indices."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _fault(code: str, place: str, pointer: str, facts: Mapping[str, object]) -> FaultOut:
    known = code if code in FAULTS else "other"
    zh, en = FAULTS[known]
    return FaultOut(code=code, place=place, pointer=pointer, message=zh.format(**facts), message_en=en.format(**facts))


def _input_fault(fault: Fault) -> FaultOut:
    from data.season_files.sentences import fault_sentence

    pointer = fault.place if fault.place.startswith("/") else ""
    return FaultOut(
        code=fault.code,
        place=fault.place or fault.table,
        pointer=pointer,
        message=fault_sentence(fault, "zh"),
        message_en=fault_sentence(fault, "en"),
    )


def install_problems(app: FastAPI) -> None:
    """Let every error of ``app`` end as problem+json."""

    def answer(request: Request, error: Exception) -> JSONResponse:
        problem = problem_of(error)
        if problem.code == "internal":
            raise error  # for the log, which tells its place in the code and nothing else
        return problem_response(problem, request.state.request_id)

    for kind in (PingweiError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)
