# SPDX-License-Identifier: MIT
"""What the senders in Python make of the records: the body of a request, and
the record again with the id that the API gave the message."""
import json


def read(line):
    """A record, and the body that it asks to post."""
    record = json.loads(line)
    csr = record["csr"]
    body = {"messaging_product": "whatsapp", "recipient_type": "individual",
            "to": csr["to"],
            "biz_opaque_callback_data": "csr1:%s:1" % csr["key"]}
    body.update(csr["message"])
    return record, json.dumps(body, separators=(",", ":")).encode()


def settle(record, status, answer):
    """The record as a line, if the answer says that it was accepted."""
    said = json.loads(answer)
    if status != 200:
        raise SystemExit("HTTP status %d: %s" % (status, said))
    record["csr"]["status"] = "accepted"
    record["csr"]["result"] = {"id": said["messages"][0]["id"]}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
