/* SPDX-License-Identifier: MIT */
#include "httpdlink.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "outgoing.h"
#include "xalloc.h"

enum {
	BLOCK_SIZE = 64 * 1024,
	ANSWER_MAX = 1024 * 1024,
	IDLE_MS = 120 * 1000,
	REQUEST_MS = 120 * 1000, /* from its first byte to its last */
	LINGER_MS = 1000,
};

enum stage {
	READING,   /* a request, or waiting for one */
	HELD,      /* the answer is made and waits */
	WRITING,   /* the answer leaves */
	LINGERING, /* all was said; what still comes is thrown away */
};

struct httpdlink {
	struct deadline deadline; /* first: the functions below cast back */
	struct httpdlink_group *group;
	struct httpdlink *next, *previous;
	int fd; /* -1: ended */
	enum stage stage;
	unsigned watched;
	enum httpanswer_fate fate;
	bool is_last;   /* it ends after this answer */
	bool is_at_end; /* the client sends no more */
	bool is_late;   /* its request began before the last deadline */
	struct httprequest request;
	struct buf in; /* came in and is not yet read */
	struct outgoing out;
};

void
httpdlink_init(struct httpdlink_group *group,
	const struct httpd_settings *settings)
{
	*group = (struct httpdlink_group){.settings = *settings};
	if (group->settings.idle_ms == 0)
		group->settings.idle_ms = IDLE_MS;
	buf_init(&group->block, BLOCK_SIZE);
	buf_init(&group->body, ANSWER_MAX);
}

static void
watch(struct httpdlink *link, unsigned what)
{
	if (link->watched == what)
		return;
	link->watched = what;
	ready_watch(link->group->ready, link->fd, what, false, link);
}

static void
wait_ms(struct httpdlink *link, int64_t ms)
{
	/* One more, for the present one is partly over. */
	deadlines_set(&link->group->deadlines, &link->deadline,
		clock_span_ms() + ms + 1);
}

static void
end(struct httpdlink *link)
{
	struct httpdlink_group *group = link->group;

	if (link->fd < 0)
		return;
	deadlines_drop(&group->deadlines, &link->deadline);
	ready_forget(group->ready, link->fd);
	close(link->fd);
	link->fd = -1;
	if (link->previous != NULL)
		link->previous->next = link->next;
	else
		group->first = link->next;
	if (link->next != NULL)
		link->next->previous = link->previous;
	link->next = group->ended;
	group->ended = link;
}

bool
httpdlink_bury(struct httpdlink_group *group)
{
	struct httpdlink *link;
	bool was_any = group->ended != NULL;

	while ((link = group->ended) != NULL) {
		group->ended = link->next;
		httprequest_release(&link->request);
		buf_release(&link->in);
		outgoing_release(&link->out);
		free(link);
	}
	return was_any;
}

void
httpdlink_release(struct httpdlink_group *group)
{
	while (group->first != NULL)
		end(group->first);
	httpdlink_bury(group);
	deadlines_release(&group->deadlines);
	buf_release(&group->block);
	buf_release(&group->body);
}

void
httpdlink_new(struct httpdlink_group *group, int fd)
{
	struct httpdlink *link;
	int on = 1;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	link = xcalloc(1, sizeof(*link));
	*link = (struct httpdlink){.group = group,
		.fd = fd,
		.watched = READY_READ,
		.next = group->first};
	httprequest_init(&link->request, group->settings.body_max);
	buf_init(&link->in, BLOCK_SIZE * 2);
	outgoing_init(&link->out);
	if (group->first != NULL)
		group->first->previous = link;
	group->first = link;
	wait_ms(link, group->settings.idle_ms);
	if (ready_watch(group->ready, fd, READY_READ, true, link) != 0)
		end(link);
}

/* The answer has left. */
static void
finish(struct httpdlink *link)
{
	if (link->stage == LINGERING || link->fate != HTTPANSWER_WHOLE ||
		link->is_at_end) {
		end(link);
		return;
	}
	outgoing_clear(&link->out);
	link->is_late = false;
	if (link->is_last && link->group->is_stopping) {
		end(link);
		return;
	}
	if (link->is_last) {
		/* To close with something unread would take the answer back. */
		link->stage = LINGERING;
		shutdown(link->fd, SHUT_WR);
		wait_ms(link, LINGER_MS);
	} else {
		link->stage = READING;
		httprequest_clear(&link->request);
		wait_ms(link, link->group->settings.idle_ms);
	}
	watch(link, READY_READ);
}

static void
send_answer(struct httpdlink *link)
{
	int result;

	link->stage = WRITING;
	result = outgoing_send(&link->out, link->fd);
	if (result < 0) {
		end(link);
	} else if (result > 0) {
		finish(link);
	} else {
		watch(link, READY_WRITE);
		wait_ms(link, REQUEST_MS);
	}
}

/* The time has come. */
static void
deliver(struct httpdlink *link)
{
	deadlines_drop(&link->group->deadlines, &link->deadline);
	if (link->fate == HTTPANSWER_CUT || link->fate == HTTPANSWER_SILENT)
		end(link);
	else
		send_answer(link);
}

static const char *
current_date(struct httpdlink_group *group)
{
	int64_t now_ms = clock_now_ms() + group->settings.clock_ms;

	if (now_ms / 1000 != group->date_second) {
		group->date_second = now_ms / 1000;
		httpanswer_format_date(now_ms, group->date);
	}
	return group->date;
}

/* Put the answer into out, and hold it. */
static void
hold(struct httpdlink *link, struct httpanswer *answer)
{
	struct httpdlink_group *group = link->group;
	struct httpanswer_frame frame = {.date = current_date(group)};

	link->stage = HELD;
	link->fate = answer->fate;
	if (answer->refuse_ms > 0)
		group->refuse(group->refuse_context, answer->refuse_ms);
	frame.is_last = link->is_last;
	frame.is_head = link->request.method != NULL &&
			strcmp(link->request.method, "HEAD") == 0;
	httpanswer_write(answer, &frame, &link->out.bytes, &link->out.blanks);
	if (link->fate == HTTPANSWER_SILENT && !group->is_stopping)
		deadlines_drop(&group->deadlines, &link->deadline);
	else if (answer->delay_ms > 0 && !group->is_stopping)
		wait_ms(link, answer->delay_ms);
	else
		deliver(link);
}

static void
answer_request(struct httpdlink *link)
{
	struct httpdlink_group *group = link->group;
	struct httpanswer answer = {.status = 200};

	link->is_last |= !link->request.is_kept || group->is_stopping;
	buf_clear(&group->body);
	answer.body = group->body;
	group->settings.answer(group->settings.context, &link->request,
		&answer);
	group->body = answer.body;
	hold(link, &answer);
}

/* What is no request has no body to tell where it ends. */
static void
answer_wrong(struct httpdlink *link)
{
	struct httpanswer answer = {.status = link->request.error_status};

	link->is_last = true;
	link->request.method = NULL;
	buf_clear(&link->in);
	hold(link, &answer);
}

static void
send_continue(struct httpdlink *link)
{
	link->request.wants_continue = false;
	buf_add_text(&link->out.bytes, "HTTP/1.1 100 Continue\r\n\r\n");
	/* It finds room: nothing else is on its way. */
	if (outgoing_send(&link->out, link->fd) < 0)
		end(link);
	outgoing_clear(&link->out);
}

/* Answer what is there, one after the other. */
static void
advance(struct httpdlink *link)
{
	enum httprequest_found found = HTTPREQUEST_WHOLE;

	while (link->fd >= 0 && link->stage == READING && link->in.len > 0 &&
		found != HTTPREQUEST_PART) {
		found = httprequest_read(&link->request, &link->in);
		if (found == HTTPREQUEST_WHOLE)
			answer_request(link);
		else if (found == HTTPREQUEST_WRONG)
			answer_wrong(link);
		else if (link->request.wants_continue)
			send_continue(link);
	}
	if (link->fd >= 0 && link->stage == LINGERING)
		buf_clear(&link->in);
	/* It ended in the middle of a request, or behind the last one. */
	if (link->fd >= 0 && link->is_at_end && link->stage == READING)
		end(link);
}

static void
handle_end_of_input(struct httpdlink *link)
{
	link->is_at_end = true;
	if (link->stage == READING || link->stage == LINGERING ||
		link->fate == HTTPANSWER_SILENT)
		end(link);
	else
		/* It may have closed one direction only. */
		watch(link, link->watched & READY_WRITE);
}

static void
receive(struct httpdlink *link)
{
	struct buf *block = &link->group->block;
	ssize_t got;

	/* A client that asks on while its answer is held back must wait. */
	if (link->stage != READING && link->in.len >= BLOCK_SIZE) {
		watch(link, link->watched & READY_WRITE);
		return;
	}
	buf_clear(block);
	got = read(link->fd, buf_reserve(block, BLOCK_SIZE), BLOCK_SIZE);
	if (got > 0 && link->stage != LINGERING) {
		buf_add(&link->in, block->data, (size_t)got);
		advance(link);
	} else if (got == 0) {
		handle_end_of_input(link);
	} else if (got < 0 && errno != EAGAIN && errno != EINTR) {
		end(link);
	}
}

void
httpdlink_handle(struct httpdlink *link, unsigned what)
{
	if (link->fd >= 0 && what & READY_READ)
		receive(link);
	if (link->fd >= 0 && what & READY_WRITE && link->stage == WRITING) {
		send_answer(link);
		if (link->fd >= 0)
			advance(link);
	}
	/* With nothing to read left, both sides have ended it. */
	if (link->fd >= 0 && what & READY_GONE && !(what & READY_READ))
		end(link);
}

void
httpdlink_handle_deadline(struct deadline *deadline)
{
	struct httpdlink *link = (struct httpdlink *)deadline;

	if (link->stage == HELD) {
		deliver(link);
		advance(link);
	} else if (link->stage == READING && !link->is_late &&
		   !httprequest_is_fresh(&link->request)) {
		link->is_late = true;
		wait_ms(link, REQUEST_MS);
	} else {
		end(link);
	}
}

static bool
is_idle(const struct httpdlink *link)
{
	return link->stage == READING && link->in.len == 0 &&
	       httprequest_is_fresh(&link->request);
}

void
httpdlink_end_all(struct httpdlink_group *group)
{
	struct httpdlink *next;

	for (struct httpdlink *link = group->first; link != NULL; link = next) {
		next = link->next;
		link->is_last = true;
		if (is_idle(link))
			end(link);
	}
}

void
httpdlink_stop(struct httpdlink_group *group)
{
	struct httpdlink *next;

	group->is_stopping = true;
	httpdlink_end_all(group);
	for (struct httpdlink *link = group->first; link != NULL; link = next) {
		next = link->next;
		if (link->stage == HELD)
			deliver(link);
	}
}
