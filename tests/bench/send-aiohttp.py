# SPDX-License-Identifier: MIT
"""Send the records on standard input, and print them with their results:
send-aiohttp.py URL CA_FILE IN_FLIGHT.  aiohttp speaks HTTP/1.1, so each
request that is under way has a connection; all are kept alive."""
import asyncio
import ssl
import sys

import aiohttp
import records

url, ca_file, in_flight = sys.argv[1], sys.argv[2], int(sys.argv[3])
headers = {"Authorization": "Bearer bench", "Content-Type": "application/json"}


async def send(session, line, slots):
    try:
        record, body = records.read(line)
        async with session.post(url, data=body) as answer:
            print(records.settle(record, answer.status, await answer.read()))
    finally:
        slots.release()


async def main():
    slots = asyncio.Semaphore(in_flight)
    context = ssl.create_default_context(cafile=ca_file)
    connector = aiohttp.TCPConnector(limit=in_flight, ssl=context)
    under_way = set()
    async with aiohttp.ClientSession(connector=connector,
                                     headers=headers) as session:
        for line in sys.stdin.buffer:
            await slots.acquire()
            task = asyncio.create_task(send(session, line, slots))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)


asyncio.run(main())
