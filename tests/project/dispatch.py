# Sends events to the entry of a function, and prints its answers.
#
#   python3 dispatch.py FOLDER FOLDER <events.json
#
# The folders are those of the handlers and of the files that Cora made. The events are a JSON list.
import json
import sys

sys.path[:0] = sys.argv[1:]
import cora_routes  # noqa: E402

print(json.dumps([cora_routes.handler(event, None) for event in json.load(sys.stdin)]))
