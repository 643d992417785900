/* SPDX-License-Identifier: MIT */
#include "httpd.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "deadlines.h"
#include "httpdlink.h"
#include "listener.h"
#include "ready.h"
#include "xalloc.h"

enum { EVENTS_MOST = 128, CLOSE_WAIT_MS = 1000, ACCEPTS_MOST = 64 };

struct httpd {
	struct listener listener;
	struct httpdlink_group group;
	pthread_t thread;
	bool has_thread;
	int wake_ends[2]; /* the other end is closed: it is to stop */
	bool is_full;     /* the system gives no more connections for now */
	struct deadline listens_again;
};

static void
watch_listener(struct httpd *httpd, bool is_first)
{
	ready_watch(httpd->group.ready, httpd->listener.fd,
		httpd->is_full ? 0 : READY_READ, is_first, &httpd->listener);
}

static void
stop_listening(struct httpd *httpd)
{
	if (httpd->listener.fd < 0)
		return;
	ready_forget(httpd->group.ready, httpd->listener.fd);
	listener_refuse(&httpd->listener);
}

static void
listen_again(struct httpd *httpd)
{
	enum { AGAIN_MS = 50 };
	struct fault why;

	if (listener_listen(&httpd->listener, &why) == 0)
		watch_listener(httpd, true);
	else
		deadlines_set(&httpd->group.deadlines, &httpd->listens_again,
			clock_span_ms() + AGAIN_MS);
}

static void
refuse(void *context, int64_t refuse_ms)
{
	struct httpd *httpd = context;
	int64_t end_ms = clock_span_ms() + refuse_ms;

	stop_listening(httpd);
	httpdlink_end_all(&httpd->group);
	if (httpd->listens_again.place == 0 ||
		httpd->listens_again.due_ms < end_ms)
		deadlines_set(&httpd->group.deadlines, &httpd->listens_again,
			end_ms);
}

static void
accept_connections(struct httpd *httpd)
{
	int fd;

	for (int i = 0; i < ACCEPTS_MOST; i++) {
		fd = accept(httpd->listener.fd, NULL, NULL);
		if (fd >= 0) {
			httpdlink_new(&httpd->group, fd);
			continue;
		}
		/* Until a connection ends it would fail again at once. */
		if (errno == EMFILE || errno == ENFILE) {
			httpd->is_full = true;
			watch_listener(httpd, false);
		}
		if (errno != EINTR && errno != ECONNABORTED)
			return;
	}
}

static void
handle_deadlines(struct httpd *httpd)
{
	struct deadline *deadline;
	int64_t now_ms = clock_span_ms();

	while ((deadline = deadlines_take(&httpd->group.deadlines, now_ms)) !=
		NULL) {
		if (deadline != &httpd->listens_again)
			httpdlink_handle_deadline(deadline);
		else if (!httpd->group.is_stopping)
			listen_again(httpd);
	}
}

/* True when it is to stop. */
static bool
turn(struct httpd *httpd)
{
	struct ready_event events[EVENTS_MOST];
	bool is_over = false;
	size_t count;

	count = ready_wait(httpd->group.ready, events, EVENTS_MOST,
		deadlines_wait_ms(&httpd->group.deadlines, clock_span_ms()));
	for (size_t i = 0; i < count; i++) {
		if (events[i].thing == httpd->wake_ends)
			is_over = true;
		else if (events[i].thing != &httpd->listener)
			httpdlink_handle(events[i].thing, events[i].what);
		else if (httpd->listener.fd >= 0)
			accept_connections(httpd);
	}
	handle_deadlines(httpd);
	if (httpdlink_bury(&httpd->group) && httpd->is_full) {
		httpd->is_full = false;
		if (httpd->listener.fd >= 0)
			watch_listener(httpd, false);
	}
	return is_over;
}

static void *
run(void *context)
{
	struct httpd *httpd = context;
	int64_t end_ms;

	while (!turn(httpd))
		;
	ready_forget(httpd->group.ready, httpd->wake_ends[0]);
	stop_listening(httpd);
	httpdlink_stop(&httpd->group);
	/* Wakes the last wait. */
	end_ms = clock_span_ms() + CLOSE_WAIT_MS;
	deadlines_set(&httpd->group.deadlines, &httpd->listens_again, end_ms);
	httpdlink_bury(&httpd->group);
	while (httpd->group.first != NULL && clock_span_ms() < end_ms)
		turn(httpd);
	return NULL;
}

static int
start_thread(struct httpd *httpd, struct fault *why)
{
	sigset_t all, old;

	if (pipe(httpd->wake_ends) != 0)
		return fault_errno(why, EX_OSERR, "a pipe for the server");
	for (int end = 0; end < 2; end++)
		fcntl(httpd->wake_ends[end], F_SETFD, FD_CLOEXEC);
	ready_watch(httpd->group.ready, httpd->wake_ends[0], READY_READ, true,
		httpd->wake_ends);
	watch_listener(httpd, true);
	/* Signals are for the thread that waits for them. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	errno = pthread_create(&httpd->thread, NULL, run, httpd);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (errno != 0)
		return fault_errno(why, EX_OSERR, "a thread for the server");
	httpd->has_thread = true;
	return 0;
}

struct httpd *
httpd_open(const struct httpd_settings *settings, struct fault *why)
{
	struct httpd *httpd = xcalloc(1, sizeof(*httpd));

	httpd->wake_ends[0] = httpd->wake_ends[1] = -1;
	httpdlink_init(&httpd->group, settings);
	httpd->group.refuse = refuse;
	httpd->group.refuse_context = httpd;
	listener_init(&httpd->listener, &settings->address);
	if (listener_listen(&httpd->listener, why) == 0) {
		httpd->group.ready = ready_open(why);
		if (httpd->group.ready != NULL && start_thread(httpd, why) == 0)
			return httpd;
	}
	httpd_close(httpd);
	return NULL;
}

const struct address *
httpd_address(const struct httpd *httpd)
{
	return &httpd->listener.address;
}

void
httpd_close(struct httpd *httpd)
{
	if (httpd == NULL)
		return;
	if (httpd->wake_ends[1] >= 0)
		close(httpd->wake_ends[1]);
	if (httpd->has_thread)
		pthread_join(httpd->thread, NULL);
	if (httpd->wake_ends[0] >= 0)
		close(httpd->wake_ends[0]);
	listener_close(&httpd->listener);
	httpdlink_release(&httpd->group);
	ready_close(httpd->group.ready);
	free(httpd);
}
