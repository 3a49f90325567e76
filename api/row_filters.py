"""Equality filters of the lists of a season: ``?committee=C1&level=full_senior``, each a column of the table.

A value is read as a cell of its column is, so that codes and words are both understood; what is no filter of the list,
or no value of its column, is told by name. What a filter asks about rows is answered from visible ones alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import WithJsonSchema

from api.problems import Problem, query_fault
from api.schemas.problem import FaultOut
from data.season_files.codecs import Json, UnreadableError
from data.season_files.columns import BY_NAME
from data.season_files.table import Column

Wanted = Mapping[str, Json]
"""What the fields of the rows asked for are equal to."""
PAGING = ("cursor", "limit")


def filters_of(table: str, fields: Sequence[str]) -> Callable[..., Wanted]:
    """A dependency that reads the filters on ``fields`` of ``table`` from the query.

    It raises Problem ``validation`` with every parameter that is no filter, is given twice, or has no value of its
    column.
    """
    columns = [BY_NAME[table].column[field] for field in fields]

    def wanted(request: Request, **_: str | None) -> Wanted:
        given = request.query_params.multi_items()
        faults = [*_strange([name for name, _ in given], fields)]
        found: dict[str, Json] = {}
        for column in columns:
            if column.field in request.query_params:
                try:
                    found[column.field] = value_of(column, request.query_params[column.field])
                except UnreadableError:
                    faults.append(query_fault("filter_value", column.field, known=_expected(column)))
        if faults:
            raise Problem("validation", faults)
        return found

    # FastAPI reads the parameters of a dependency from its signature; here they follow the table's columns
    wanted.__signature__ = Signature(  # type: ignore[attr-defined] # the way inspect documents to set one
        [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request), *map(_parameter, columns)]
    )
    return wanted


def value_of(column: Column, text: str) -> Json:
    """The value of a column that a text stands for, as bodies have it; raises UnreadableError."""
    if not text.strip():
        raise UnreadableError("empty")
    found: Json = column.codec.json_value(column.codec.parse(text))
    return found


def _strange(names: Sequence[str], fields: Sequence[str]) -> Iterator[FaultOut]:
    for name in dict.fromkeys(names):
        if name not in (*fields, *PAGING):
            yield query_fault("no_such_filter", name, known="、".join(fields))
        elif names.count(name) > 1:
            yield query_fault("given_twice", name)


def _expected(column: Column) -> str:
    schema: Mapping[str, Any] = column.codec.schema()  # JSON Schema
    return "、".join(map(str, schema["enum"])) if "enum" in schema else column.example or column.heading


def _parameter(column: Column) -> Parameter:
    schema: dict[str, Any] = {**column.codec.schema(), "title": column.heading}  # JSON Schema
    described = Query(description=f"只看{column.heading}为此值的行 / rows with this {column.field} only")
    annotation = Annotated[str | None, WithJsonSchema(schema), described]
    return Parameter(column.field, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
