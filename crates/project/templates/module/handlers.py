"""The handlers of the function `items`. Each takes a request, and the parameters of its path."""

from cora_request import Refused

ITEMS = {"1": {"id": "1", "title": "The first item"}}


def list_items(request):
    return {"items": list(ITEMS.values())}


def get_item(request, itemId):
    item = ITEMS.get(itemId)
    if item is None:
        raise Refused(404, "item_unknown", "there is no such item")
    return item
