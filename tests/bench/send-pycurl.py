# SPDX-License-Identifier: MIT
"""Send the records on standard input, and print them with their results:
send-pycurl.py URL CA_FILE IN_FLIGHT.  libcurl's multi interface with HTTP/2
and epoll, as it is fastest from Python."""
import io
import select
import sys

import pycurl
import records

STREAMS = 100  # libcurl's own limit for a connection

url, ca_file, in_flight = sys.argv[1], sys.argv[2], int(sys.argv[3])
headers = ["Authorization: Bearer bench", "Content-Type: application/json",
           "Expect:"]
epoll = select.epoll()
watched = set()
deadline = {"ms": -1}


def watch(what, fd, _multi, _data):
    events = {pycurl.POLL_IN: select.EPOLLIN, pycurl.POLL_OUT: select.EPOLLOUT,
              pycurl.POLL_INOUT: select.EPOLLIN | select.EPOLLOUT}
    if what == pycurl.POLL_REMOVE:
        watched.discard(fd)
        epoll.unregister(fd)
    elif fd in watched:
        epoll.modify(fd, events[what])
    else:
        watched.add(fd)
        epoll.register(fd, events[what])


def set_timer(timeout_ms):
    deadline["ms"] = timeout_ms


def new_easy():
    easy = pycurl.Curl()
    easy.setopt(pycurl.URL, url)
    easy.setopt(pycurl.CAINFO, ca_file)
    easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
    easy.setopt(pycurl.PIPEWAIT, 1)
    easy.setopt(pycurl.HTTPHEADER, headers)
    easy.setopt(pycurl.TIMEOUT, 30)
    return easy


def begin(multi, easy, line):
    easy.record, body = records.read(line)
    easy.answer = io.BytesIO()
    easy.setopt(pycurl.POSTFIELDS, body)
    easy.setopt(pycurl.WRITEDATA, easy.answer)
    multi.add_handle(easy)


def end(easy):
    print(records.settle(easy.record, easy.getinfo(pycurl.RESPONSE_CODE),
                         easy.answer.getvalue()))


def act(multi):
    """Wait for something to happen, and let libcurl deal with it."""
    wait_ms = deadline["ms"]
    events = epoll.poll(wait_ms / 1000 if wait_ms >= 0 else None)
    for fd, event in events:
        mask = 0
        if event & (select.EPOLLIN | select.EPOLLHUP):
            mask |= pycurl.CSELECT_IN
        if event & select.EPOLLOUT:
            mask |= pycurl.CSELECT_OUT
        if event & select.EPOLLERR:
            mask |= pycurl.CSELECT_ERR
        multi.socket_action(fd, mask)
    if not events:
        deadline["ms"] = -1
        multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)


def ended(multi):
    while True:
        left, done, failed = multi.info_read()
        for _easy, _code, why in failed:
            sys.exit(why)
        yield from done
        if left == 0:
            return


def main():
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
    multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, -(-in_flight // STREAMS))
    multi.setopt(pycurl.M_SOCKETFUNCTION, watch)
    multi.setopt(pycurl.M_TIMERFUNCTION, set_timer)
    lines = sys.stdin.buffer
    free = [new_easy() for _ in range(in_flight)]
    while True:
        while free and (line := lines.readline()):
            begin(multi, free.pop(), line)
        if len(free) == in_flight:
            return
        act(multi)
        for easy in ended(multi):
            multi.remove_handle(easy)
            end(easy)
            free.append(easy)


main()
