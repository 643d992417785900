/* SPDX-License-Identifier: MIT */
#include "delay.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "xalloc.h"

struct delay {
	void (*done)(struct delay_item *item);
	pthread_t thread;
	/* A byte in it makes the thread look again. */
	int pipe_ends[2];

	pthread_mutex_t lock; /* over what follows */
	struct delay_item *first, *last;
	bool is_stopped;
};

/* What is due, taken off the list, or NULL and how long to wait (-1: ever). */
static struct delay_item *
take_due(struct delay *delay, int *wait_ms)
{
	struct delay_item *item = delay->first;
	int64_t left_ms;

	*wait_ms = -1;
	if (item == NULL)
		return NULL;
	left_ms = item->due_ms - clock_span_ms();
	if (left_ms > 0 && !delay->is_stopped) {
		*wait_ms = left_ms > INT_MAX ? INT_MAX : (int)left_ms;
		return NULL;
	}
	delay->first = item->next;
	return item;
}

static void
wait_for_byte(struct delay *delay, int wait_ms)
{
	struct pollfd readable = {.fd = delay->pipe_ends[0], .events = POLLIN};
	char bytes[64];
	ssize_t got;

	if (poll(&readable, 1, wait_ms) <= 0)
		return;
	got = read(delay->pipe_ends[0], bytes, sizeof(bytes));
	(void)got; /* one byte or many: the list tells what to do */
}

static void *
run(void *context)
{
	struct delay *delay = context;
	struct delay_item *item;
	bool is_over = false;
	int wait_ms;

	while (!is_over) {
		pthread_mutex_lock(&delay->lock);
		item = take_due(delay, &wait_ms);
		is_over = item == NULL && delay->is_stopped;
		pthread_mutex_unlock(&delay->lock);
		if (item != NULL)
			delay->done(item);
		else if (!is_over)
			wait_for_byte(delay, wait_ms);
	}
	return NULL;
}

static int
open_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return -1;
	for (int end = 0; end < 2; end++) {
		fcntl(ends[end], F_SETFD, FD_CLOEXEC);
		fcntl(ends[end], F_SETFL, O_NONBLOCK);
	}
	return 0;
}

struct delay *
delay_open(void (*done)(struct delay_item *item), struct fault *why)
{
	struct delay *delay = xcalloc(1, sizeof(*delay));

	delay->done = done;
	if (open_pipe(delay->pipe_ends) != 0) {
		fault_errno(why, EX_OSERR, "a pipe for the clock");
		free(delay);
		return NULL;
	}
	pthread_mutex_init(&delay->lock, NULL);
	errno = pthread_create(&delay->thread, NULL, run, delay);
	if (errno != 0) {
		fault_errno(why, EX_OSERR, "a thread for the clock");
		pthread_mutex_destroy(&delay->lock);
		close(delay->pipe_ends[0]);
		close(delay->pipe_ends[1]);
		free(delay);
		return NULL;
	}
	return delay;
}

/* Behind all that are due no later: with one wait for all, at the end. */
static void
insert(struct delay *delay, struct delay_item *item)
{
	struct delay_item **place = &delay->first;

	if (*place != NULL && delay->last->due_ms <= item->due_ms)
		place = &delay->last->next;
	while (*place != NULL && (*place)->due_ms <= item->due_ms)
		place = &(*place)->next;
	item->next = *place;
	*place = item;
	if (item->next == NULL)
		delay->last = item;
}

static void
wake(struct delay *delay)
{
	ssize_t written = write(delay->pipe_ends[1], "", 1);

	(void)written; /* a full pipe wakes up as well */
}

void
delay_add(struct delay *delay, struct delay_item *item, int64_t wait_ms)
{
	bool is_stopped;

	item->due_ms = clock_span_ms() + wait_ms;
	pthread_mutex_lock(&delay->lock);
	is_stopped = delay->is_stopped;
	if (!is_stopped) {
		insert(delay, item);
		if (delay->first == item)
			wake(delay);
	}
	pthread_mutex_unlock(&delay->lock);
	if (is_stopped)
		delay->done(item);
}

void
delay_stop(struct delay *delay)
{
	bool is_first;

	pthread_mutex_lock(&delay->lock);
	is_first = !delay->is_stopped;
	delay->is_stopped = true;
	wake(delay);
	pthread_mutex_unlock(&delay->lock);
	if (is_first)
		pthread_join(delay->thread, NULL);
}

void
delay_close(struct delay *delay)
{
	if (delay == NULL)
		return;
	delay_stop(delay);
	pthread_mutex_destroy(&delay->lock);
	close(delay->pipe_ends[0]);
	close(delay->pipe_ends[1]);
	free(delay);
}
