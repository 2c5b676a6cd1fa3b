"""Run by `python3 -m unittest discover modules/cora_template_module/backend/items`, from the top of
the project, after `cora project apply`."""

import pathlib
import sys
import unittest

MADE = pathlib.Path(__file__).parents[4] / "cora.generated/functions/cora_template_module_items"
sys.path.insert(0, str(MADE))

import cora_routes  # noqa: E402
import handlers  # noqa: E402
from cora_request import Refused, Request  # noqa: E402

REQUEST = Request("GET", "/cora_template_module/items", {}, {}, b"", {"sub": "u1", "org_id": "o1"}, "r1")


class Handlers(unittest.TestCase):
    def test_items_are_listed(self):
        self.assertEqual(handlers.list_items(REQUEST)["items"][0]["id"], "1")

    def test_an_unknown_item_is_refused(self):
        with self.assertRaises(Refused):
            handlers.get_item(REQUEST, itemId="2")

    def test_a_request_without_a_token_is_refused(self):
        answer = cora_routes.handler({"routeKey": "GET /cora_template_module/items"}, None)
        self.assertEqual(answer["statusCode"], 401)
