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
        return described(cls.table, cls.__name__)


Body = TypeVar("Body", bound=RowBody)


class RowOut(Schema, Generic[Body]):
    """A row with its key, by which it is addressed, and its version, which is its ETag."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name in the contract: a row that is an ``ExpertRow`` is answered as ``ExpertRowOut``."""
        (body,) = params
        return f"{body.__name__}Out" if isinstance(body, type) else str(body)

    key: str = Field(
        examples=["E0001"], description="行的键：编号，或由前几列组成 / its id, or made of its first columns"
    )
    version: int = Field(ge=1, examples=[3])
    row: Body


def row_model(table: Table, name: str) -> type[RowBody]:
    """The body of a row of ``table`` by the name it has in the contract."""
    made = create_model(name, __base__=RowBody)
    made.table = table
    return made


def described(table: Table, name: str) -> Described:
    """JSON Schema of a row by the name it has in the contract, with an example made of the columns' own.

    What the sheet and its columns are called is told in descriptions: a title would name the types of generated code.
    """
    schema: Described = dict(row_schema(table))
    properties = {field: told_column(one) for field, one in schema["properties"].items()}
    if "identity_no" in properties:
        properties["identity_no"] = {**properties["identity_no"], "pattern": MASKED}
    told = "\n\n".join(part for part in (f"{table.sheet} / a row of {table.name}", table.note) if part)
    return schema | {"title": name, "description": told, "properties": properties, "examples": [example(table)]}


def told_column(column: Described) -> Described:
    """A column with its heading in its description."""
    told = "：".join(column[part] for part in ("title", "description") if part in column)
    return {name: value for name, value in column.items() if name != "title"} | {"description": told}


def example(table: Table) -> Described:
    """An example of a row: that of the template."""
    filled = {column.field: (column.codec, column.example) for column in table.columns if column.example}
    return {field: codec.json_value(codec.parse(text)) for field, (codec, text) in filled.items()}
