# HEADER
"""Requests, answers and refusals of the handlers of a function."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """A request, with the claims of the caller's access token. Public routes have no claims."""

    method: str
    path: str
    query: dict
    headers: dict
    body: bytes
    claims: dict
    request_id: str

    def json(self):
        """Returns the body as JSON, or refuses the request."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refused(400, "invalid_json", "the body is not JSON") from None


@dataclass(frozen=True)
class Response:
    """An answer with a status of its own."""

    status: int
    value: object = None
    headers: dict = field(default_factory=dict)


class Refused(Exception):
    """A refusal, which the caller is told."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
