# HEADER
"""Answers the routes of the function `FUNCTION` of the module `MODULE`.

The gateway calls `handler`. Each handler in `handlers.py` takes a `Request` and the parameters of
its path by name, and returns a value that is written as JSON, or a `Response`. The classes are in
`cora_request.py`.
"""

import base64
import json
import os
import urllib.error
import urllib.parse
import urllib.request

import handlers
from cora_request import Refused, Request, Response

PUBLIC = object()
SESSION = object()

# Each route: its handler, the names of its parameters, and those who may use it. A handler that
# does not exist fails here, when the function starts.
ROUTES = {
    # ROUTES
}


def handler(event, context):
    """Answers one request of the gateway (payload format 2.0)."""
    request_id = event.get("requestContext", {}).get("requestId", "")
    try:
        response = _answer(event, request_id)
    except Refused as refused:
        error = {"code": refused.code, "message": refused.message, "requestId": request_id}
        response = Response(refused.status, {"error": error})
    except Exception as error:
        # The caller is not told the cause, which is in the log of the function.
        print(json.dumps({"requestId": request_id, "error": type(error).__name__}))
        failed = {"code": "internal", "message": "the request failed", "requestId": request_id}
        response = Response(500, {"error": failed})
    headers = {"content-type": "application/json", "x-request-id": request_id, **response.headers}
    body = "" if response.value is None else json.dumps(response.value)
    return {"statusCode": response.status, "headers": headers, "body": body}


def _answer(event, request_id):
    route = ROUTES.get(event.get("routeKey"))
    if route is None:
        raise Refused(404, "route_unknown", "no handler has this route")
    answer, names, access = route
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    claims = {} if access is PUBLIC else _claims(headers)
    if access is not PUBLIC and access is not SESSION:
        _require(access, claims, headers)
    given = event.get("pathParameters") or {}
    missing = [name for name in names if name not in given]
    if missing:
        raise Refused(400, "parameter_missing", f"the path has no `{missing[0]}`")
    body = event.get("body") or ""
    request = Request(
        method=event.get("requestContext", {}).get("http", {}).get("method", ""),
        path=event.get("rawPath", ""),
        query=event.get("queryStringParameters") or {},
        headers=headers,
        body=base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(),
        claims=claims,
        request_id=request_id,
    )
    value = answer(request, **{name: given[name] for name in names})
    return value if isinstance(value, Response) else Response(200, value)


def _claims(headers):
    """Returns the claims of the access token that the gateway's authorizer has verified."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    parts = token.split(".")
    try:
        if scheme.lower() != "bearer" or len(parts) != 3:
            raise ValueError
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        if not isinstance(claims, dict) or not claims.get("sub"):
            raise ValueError
        return claims
    except ValueError:
        raise Refused(401, "token_missing", "the request has no access token") from None


def _require(permission, claims, headers):
    """Refuses a caller without a permission in their current organization or on the platform."""
    if "permissions" not in claims and "permissions_version" in claims:
        # The lists did not fit into the token, so they are asked for.
        claims = {**claims, **_userinfo(headers["authorization"], claims)}
    held = [*claims.get("permissions", []), *claims.get("platform_permissions", [])]
    if permission not in held:
        raise Refused(403, "permission_missing", f"the permission `{permission}` is needed")


def _userinfo(authorization, claims):
    url = urllib.parse.urljoin(os.environ["CORA_URL"].rstrip("/") + "/", "userinfo")
    request = urllib.request.Request(url, headers={"authorization": authorization})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 401:
            raise Refused(401, "session_ended", "the session has ended") from None
        raise Refused(503, "permissions_unavailable", "the permissions could not be asked for") from None
    except (OSError, ValueError):
        raise Refused(503, "permissions_unavailable", "the permissions could not be asked for") from None
    if found.get("sub") != claims["sub"] or found.get("org_id") != claims.get("org_id"):
        raise Refused(401, "session_changed", "the session is in another organization now")
    return {name: found.get(name, []) for name in ("permissions", "platform_permissions")}
