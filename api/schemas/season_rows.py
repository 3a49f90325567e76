"""Bodies of the rows of a season, each table's described by the same columns that its files are read by.

What a row must be is judged by the reader of season files, which tells every fault at once; so nothing is refused here
but what is no JSON object.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from pydantic import Field, GetJsonSchemaHandler, JsonValue, RootModel, create_model

from api.schemas.base import Schema
from data.season_files.columns import SEASON
from data.season_files.schema import row_schema
from data.season_files.table import Table

Described = dict[str, Any]  # JSON Schema
MASKED = "^[0-9*]{17}[0-9X*]$"
"""Identity numbers are answered masked; a masked one that is sent back stands for the one that is stored."""


class RowBody(RootModel[dict[str, JsonValue]]):
    """A row as a JSON object."""

    table: ClassVar[Table] = SEASON

    @classmethod
    def __get_pydantic_json_schema__(cls, _: object, __: GetJsonSchemaHandler) -> Described:
        return described(cls.table)


Body = TypeVar("Body", bound=RowBody)


class RowOut(Schema, Generic[Body]):
    """A row with its key, by which it is addressed, and its version, which is its ETag."""

    key: str = Field(
        examples=["E0001"], description="行的键：编号，或由前几列组成 / its id, or made of its first columns"
    )
    version: int = Field(ge=1, examples=[3])
    row: Body


def row_model(table: Table, name: str) -> type[RowBody]:
    """The body of a row of ``table`` by the name it has in the contract."""
    made = create_model(name, __base__=RowBody, __doc__=f"{table.sheet} / a row of {table.name}")
    made.table = table
    return made


def described(table: Table) -> Described:
    """JSON Schema of a row, with an example made of the columns' own."""
    schema: Described = dict(row_schema(table))
    properties: Described = dict(schema["properties"])
    if "identity_no" in properties:
        properties["identity_no"] = {**properties["identity_no"], "pattern": MASKED}
    return schema | {"properties": properties, "examples": [example(table)]}


def example(table: Table) -> Described:
    """An example of a row: that of the template."""
    filled = {column.field: (column.codec, column.example) for column in table.columns if column.example}
    return {field: codec.json_value(codec.parse(text)) for field, (codec, text) in filled.items()}
