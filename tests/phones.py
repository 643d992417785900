#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Ask Python's port of libphonenumber what test-phone-agreement --list asked.

Prints how many numbers there were, how many verdicts differ for another
reason than that the number can be two people's, and how many numbers are
valid on both sides and not the same.
"""
import sys

import phonenumbers


def ask(text, country):
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return "-"
    if not phonenumbers.is_valid_number(number):
        return "-"
    return phonenumbers.format_number(number,
                                      phonenumbers.PhoneNumberFormat.E164)


count = differ = changed = 0
for line in sys.stdin:
    text, country, ours, verdict = line.rstrip("\n").split("\t")
    theirs = ask(text, country)
    count += 1
    if ours == theirs or verdict == "phone_ambiguous":
        continue
    differ += 1
    changed += ours != "-" and theirs != "-"
    print(f"{text!r} {country}: here {ours}, there {theirs}", file=sys.stderr)
print(count, differ, changed)
