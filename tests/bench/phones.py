# SPDX-License-Identifier: MIT
"""The number of each record on standard input, as Python's phonenumbers reads
it: its E.164 form where it is valid, else "-"."""
import json
import sys

import phonenumbers

out = open(1, "w", encoding="utf-8", newline="\n")
for line in open(0, encoding="utf-8", newline="\n"):
    record = json.loads(line)
    number = "-"
    try:
        parsed = phonenumbers.parse(record["phone"], record["country"] or None)
        if phonenumbers.is_valid_number(parsed):
            number = phonenumbers.format_number(
                parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    out.write(number + "\n")
