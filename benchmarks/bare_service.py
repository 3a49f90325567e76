"""What a write costs at least here: FastAPI and one durable insert into SQLite; no sign-in, no checks, no trail."""

from __future__ import annotations

import sqlite3
import sys
from threading import Lock

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Named(BaseModel):
    """The body of a write."""

    login: str
    name: str


def bare_app(path: str) -> FastAPI:
    """The smallest service that keeps what it was sent before it says so, as durably as ours."""
    app, turn = FastAPI(), Lock()
    database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS named (id INTEGER PRIMARY KEY, login TEXT UNIQUE, name TEXT)")

    @app.get("/readyz")
    def ready() -> dict[str, str]:
        return {}

    @app.post("/v1/users", status_code=201)
    def add(asked: Named) -> dict[str, int | None]:
        with turn:
            made = database.execute("INSERT INTO named (login, name) VALUES (?, ?)", (asked.login, asked.name))
            return {"id": made.lastrowid}

    return app


if __name__ == "__main__":
    uvicorn.run(bare_app(sys.argv[1]), port=int(sys.argv[2]), log_level="error", access_log=False)
