"""A Flask application with Authlib's client, as its documentation shows it."""

import json
import os
import sys

from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, session, url_for
from werkzeug.serving import make_server

ISSUER = os.environ["ISSUER"]
METADATA = f"{ISSUER}/.well-known/openid-configuration"

app = Flask(__name__)
app.secret_key = os.environ["COOKIE_SECRET"]
oauth = OAuth(app)
cora = oauth.register(
    name="cora",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=METADATA,
    client_kwargs={
        "scope": "openid profile email offline_access",
        "code_challenge_method": "S256",
    },
)
# A cookie cannot hold three tokens: an application keeps them in a store of its own.
TOKENS = {}


def answer(value):
    return app.response_class(json.dumps(value), mimetype="application/json")


@app.route("/login")
def login():
    return cora.authorize_redirect(url_for("callback", _external=True))


@app.route("/callback")
def callback():
    token = cora.authorize_access_token()
    TOKENS[token["userinfo"]["sub"]] = token
    session["user"] = token["userinfo"]["sub"]
    return answer(token["userinfo"])


@app.route("/userinfo")
def userinfo():
    return answer(cora.userinfo(token=TOKENS[session["user"]]))


@app.route("/renew")
def renew():
    """Asks for userinfo with a token that has expired, which Authlib renews by itself."""
    renewed = []
    metadata = cora.load_server_metadata()
    token = {**TOKENS[session["user"]], "expires_at": 1}
    client = OAuth2Session(
        client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"],
        token=token,
        token_endpoint=metadata["token_endpoint"],
        update_token=lambda new, **_: renewed.append(new),
    )
    person = client.get(metadata["userinfo_endpoint"]).json()
    introspected = client.introspect_token(
        metadata["introspection_endpoint"],
        token=renewed[0]["access_token"],
        token_type_hint="access_token",
    ).json()
    return answer(
        {
            "person": person,
            "changed": renewed[0]["access_token"] != token["access_token"],
            "active": introspected["active"],
        }
    )


@app.route("/logout")
def logout():
    return cora.logout_redirect(
        url_for("signed_out", _external=True),
        id_token_hint=TOKENS[session["user"]]["id_token"],
    )


@app.route("/signed-out")
def signed_out():
    """Looks whether the refresh token still works, which it must not."""
    cora.validate_logout_response()
    token = TOKENS[session.pop("user")]
    client = OAuth2Session(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    try:
        client.refresh_token(f"{ISSUER}/oauth2/token", refresh_token=token["refresh_token"])
    except Exception as error:  # noqa: BLE001, it is the answer of this page
        return answer({"error": getattr(error, "error", str(error))})
    return answer({"error": None})


server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True)
print("listening", flush=True)
server.serve_forever()
