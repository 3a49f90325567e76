"""Bodies of signing in, accounts, roles and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.access_table import Role, Scope
from api.schemas.base import Id, Schema

Login = Annotated[
    str,
    Field(min_length=2, max_length=64, pattern=r"^[a-z0-9][a-z0-9._@-]+$", examples=["li.na"]),
]
Password = Annotated[str, Field(min_length=1, max_length=256, examples=["correct horse battery staple"])]
Name = Annotated[str, Field(min_length=1, max_length=100, examples=["市人社局职称处"])]
Subject = Annotated[
    str,
    Field(min_length=1, max_length=255, description="统一身份认证中的 sub / the identity provider's sub"),
]
TokenText = Annotated[str, Field(examples=["pingwei_b2s6…"], description="只显示一次 / shown only this once")]
Moment = Annotated[datetime, Field(examples=["2026-11-24T08:00:00Z"])]


class SignInIn(Schema):
    """Login and password."""

    login: Login
    password: Password


class SecretIn(Schema):
    """A one-time secret, with the login and the password to be set by it."""

    secret: str = Field(min_length=1, max_length=256, examples=["Yb3o…"])
    login: Login
    password: Password


class SignedInOut(Schema):
    """A token that stands for the person until it ends."""

    token: TokenText
    account: Id
    expires_at: Moment


class PasswordIn(Schema):
    """The password as it is and as it shall be."""

    current: Password
    new: Password


class GrantOut(Schema):
    """A role with its reach, in one season or (``""``) in all."""

    id: Id
    account: Id
    role: Role
    reach: list[str] = Field(examples=[["C01"]], description="评委会、人社部门或专家编号；* 为全部 / ids; * for all")
    season: str = Field(examples=[""])


class GrantIn(Schema):
    """A role to be granted.

    A secretariat's reach and a convener's list committees, an authority's the authority, an expert's that one expert;
    supervisor and administrator have none.
    """

    account: Id
    role: Role
    reach: list[Id] = Field(default_factory=list, max_length=1000, examples=[["C01"]])
    season: str = Field(default="", max_length=200, pattern=r"^[^\x00-\x1f/:\x7f]*$", examples=[""])


class MeOut(Schema):
    """Who is asking: their account, roles, and (for a service token) scopes."""

    account: Id
    name: Name
    roles: list[GrantOut]
    scopes: list[Scope] | None = Field(default=None, description="null：全部 / null: all")


class AccountOut(Schema):
    """An account; its password and subject are never shown."""

    id: Id
    login: Login
    name: Name
    active: bool
    has_password: bool
    has_subject: bool
    created_at: Moment
    version: int = Field(ge=1, examples=[1], description="即其 ETag / it is its ETag")


class AccountIn(Schema):
    """An account to be made; it cannot sign in until a one-time secret was redeemed or a subject is known."""

    login: Login
    name: Name
    subject: Subject | None = None


class AccountChange(Schema):
    """What shall change; what is left out stays."""

    name: Name | None = None
    active: bool | None = Field(default=None, description="false：停用 / false: closed")
    subject: Subject | None = None


class SecretOut(Schema):
    """A one-time secret by which the account's owner sets a password."""

    secret: TokenText
    expires_at: Moment


class TokenIn(Schema):
    """A service token to be made, for oneself or (administrator) for an account that nobody signs in to."""

    label: str = Field(min_length=1, max_length=100, examples=["门户同步"])
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    days: int = Field(ge=1, le=3660, examples=[90])
    account: Id | None = None


class TokenOut(Schema):
    """A token as it is listed: never the token itself."""

    id: Id
    kind: str = Field(examples=["service"])
    label: str = Field(examples=["门户同步"])
    account: Id
    scopes: list[Scope]
    created_at: Moment
    expires_at: Moment
    revoked: bool


class NewTokenOut(TokenOut):
    """A token just made, with the text its bearer shows."""

    token: TokenText
