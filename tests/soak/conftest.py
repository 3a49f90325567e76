"""The service over each database in turn, as the tests of the API have it."""

from tests.api.conftest import service, settings

__all__ = ["service", "settings"]
