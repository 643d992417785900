/* SPDX-License-Identifier: MIT */
#include "http-poll.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sysexits.h>

#include "clock.h"
#include "xalloc.h"

static void
make_room(struct http_poll *poll, size_t count)
{
	if (count <= poll->room)
		return;
	poll->room = count * 2;
	poll->fds = xreallocarray(poll->fds, poll->room, sizeof(*poll->fds));
}

/* A place in poll->fds as libcurl keeps it for us; NULL means none. */
static void *
to_pointer(size_t at)
{
	return (void *)(uintptr_t)at;
}

/* The last one takes the place of the one that goes. */
static void
remove_socket(struct http_poll *poll, size_t at)
{
	struct pollfd *last = &poll->fds[--poll->count];

	if (last == &poll->fds[at])
		return;
	poll->fds[at] = *last;
	curl_multi_assign(poll->multi, last->fd, to_pointer(at));
}

/* libcurl waits for this on a socket, for something else, or no longer. */
static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *context, void *place)
{
	struct http_poll *poll = context;
	size_t at = (size_t)(uintptr_t)place;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (at != 0)
			remove_socket(poll, at);
		return 0;
	}
	if (at == 0) {
		at = poll->count++;
		make_room(poll, poll->count);
		poll->fds[at] = (struct pollfd){.fd = fd};
		curl_multi_assign(poll->multi, fd, to_pointer(at));
	}
	poll->fds[at].events = (short)((what & CURL_POLL_IN ? POLLIN : 0) |
				       (what & CURL_POLL_OUT ? POLLOUT : 0));
	return 0;
}

static int
set_timer(CURLM *multi, long wait_ms, void *context)
{
	struct http_poll *poll = context;

	(void)multi;
	poll->timer_ms = wait_ms < 0 ? -1 : clock_span_ms() + wait_ms;
	return 0;
}

void
http_poll_init(struct http_poll *poll, void *multi)
{
	*poll = (struct http_poll){.multi = multi,
		.count = HTTP_POLL_CALLERS,
		.timer_ms = -1};
	make_room(poll, HTTP_POLL_CALLERS);
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, poll);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, poll);
}

void
http_poll_release(struct http_poll *poll)
{
	free(poll->fds);
	*poll = (struct http_poll){0};
}

static CURLMcode
call_timer(struct http_poll *poll)
{
	int running;

	if (poll->timer_ms < 0 || clock_span_ms() < poll->timer_ms)
		return CURLM_OK;
	poll->timer_ms = -1;
	return curl_multi_socket_action(poll->multi, CURL_SOCKET_TIMEOUT, 0,
		&running);
}

static CURLMcode
call_socket(struct http_poll *poll, struct pollfd *fd)
{
	int events =
		(fd->revents & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) |
		(fd->revents & POLLOUT ? CURL_CSELECT_OUT : 0) |
		(fd->revents & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0);
	int running;

	fd->revents = 0;
	return curl_multi_socket_action(poll->multi, fd->fd, events, &running);
}

/*
 * From the last to the first: sockets come and go while libcurl is told, and
 * what takes the place of one that goes has been told already.
 */
static CURLMcode
call_sockets(struct http_poll *poll)
{
	CURLMcode code = CURLM_OK;

	for (size_t at = poll->count; at-- > HTTP_POLL_CALLERS;) {
		if (at >= poll->count || poll->fds[at].revents == 0)
			continue;
		code = call_socket(poll, &poll->fds[at]);
		if (code != CURLM_OK)
			return code;
	}
	return code;
}

static int
time_to_wait(const struct http_poll *poll, int64_t timeout_ms)
{
	int64_t left_ms;

	if (poll->timer_ms >= 0) {
		left_ms = poll->timer_ms - clock_span_ms();
		if (left_ms < timeout_ms)
			timeout_ms = left_ms > 0 ? left_ms : 0;
	}
	return timeout_ms > INT_MAX ? INT_MAX : (int)timeout_ms;
}

/* Poll the caller's descriptors and libcurl's sockets. */
static int
poll_all(struct http_poll *poll_set, const int *fds, size_t count,
	int64_t timeout_ms, struct fault *why)
{
	struct pollfd *all = poll_set->fds;

	for (size_t i = 0; i < HTTP_POLL_CALLERS; i++)
		all[i] = (struct pollfd){.fd = i < count ? fds[i] : -1,
			.events = POLLIN};
	if (poll(all, (nfds_t)poll_set->count,
		    time_to_wait(poll_set, timeout_ms)) >= 0)
		return 0;
	if (errno != EINTR)
		return fault_errno(why, EX_OSERR, "poll");
	for (size_t i = 0; i < poll_set->count; i++)
		all[i].revents = 0;
	return 0;
}

int
http_poll_wait(struct http_poll *poll, const int *fds, bool *ready,
	size_t count, int64_t timeout_ms, struct fault *why)
{
	/* What was begun since the last call leaves before the wait. */
	CURLMcode code = call_timer(poll);

	assert(count <= HTTP_POLL_CALLERS);
	if (code == CURLM_OK &&
		poll_all(poll, fds, count, timeout_ms, why) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		ready[i] = code == CURLM_OK && poll->fds[i].revents != 0;
	if (code == CURLM_OK)
		code = call_sockets(poll);
	if (code == CURLM_OK)
		code = call_timer(poll);
	if (code == CURLM_OK)
		return 0;
	return fault_set(why, EX_SOFTWARE, "libcurl: %s",
		curl_multi_strerror(code));
}
