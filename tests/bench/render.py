# SPDX-License-Identifier: MIT
"""Add to each record on standard input a member "message": the text given,
with its {places} filled in."""
import json
import sys

text = sys.argv[1]
records = open(0, encoding="utf-8", newline="\n")
out = open(1, "w", encoding="utf-8", newline="\n")
for line in records:
    record = json.loads(line)
    record["message"] = text.format_map(record)
    out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    out.write("\n")
