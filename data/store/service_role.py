"""The role of PostgreSQL in which the service works: it reads and writes, but the trail it can only append to."""

from __future__ import annotations

from sqlalchemy import Connection, text

from data.store.dialects import SERVICE_ROLE

KNOWN = f"SELECT 1 FROM pg_roles WHERE rolname = '{SERVICE_ROLE}'"
MEMBER = f"SELECT pg_has_role('{SERVICE_ROLE}', 'SET')"
RIGHTS = (
    f"GRANT USAGE ON SCHEMA public TO {SERVICE_ROLE}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {SERVICE_ROLE}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SERVICE_ROLE}",
    f"REVOKE UPDATE, DELETE, TRUNCATE ON trail FROM {SERVICE_ROLE}",
    f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {SERVICE_ROLE}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {SERVICE_ROLE}",  # tables of the job queue come later
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {SERVICE_ROLE}",
)


def give_rights(connection: Connection) -> None:
    """Make the role where there is none, and give it its rights; the user of ``connection`` owns the tables.

    The role is one for the whole server: where the owner may not make roles, an administrator makes it once.
    """
    if not connection.scalar(text(KNOWN)):
        connection.execute(text(f"CREATE ROLE {SERVICE_ROLE} NOLOGIN"))
    if not connection.scalar(text(MEMBER)):
        connection.execute(text(f"GRANT {SERVICE_ROLE} TO CURRENT_USER"))
    for right in RIGHTS:
        connection.execute(text(right))
