"""A problem as JSON, to be kept with an operation and shown with it."""

from __future__ import annotations

import json

from api.problems import Problem, problem_response
from data.season_files.codecs import Json


def problem_json(problem: Problem, request_id: str) -> Json:
    """What would be answered with ``problem``."""
    found: Json = json.loads(bytes(problem_response(problem, request_id).body))
    return found
