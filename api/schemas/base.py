"""What every body of the service has in common."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/:\x7f]+$", examples=["u-7f3a"])]
"""An id as it stands in addresses: short, without control characters, slash or colon."""


class Schema(BaseModel):
    """A body: unknown fields are refused, numbers are finite, nothing changes once made."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)


class PageOut(Schema, Generic[Item]):
    """One page of a list; ``next`` is the cursor of the page after it, null on the last."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name in the contract: a page of ``UserOut`` is a ``UserPageOut``, and so it is in a generated client."""
        (item,) = params
        return f"{item.__name__.removesuffix('Out')}PageOut" if isinstance(item, type) else str(item)

    items: list[Item]
    next: str | None = Field(default=None, examples=["eyJhZnRlciI6InUtN2YzYSJ9"])
