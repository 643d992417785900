/* SPDX-License-Identifier: MIT */
#include "ready.h"

#include <poll.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "xalloc.h"

#if defined(__linux__) && !defined(READY_BY_POLL)
#include <sys/epoll.h>

enum { EVENTS_MOST = 256 };

struct ready {
	int fd;
};

struct ready *
ready_open(struct fault *why)
{
	struct ready *ready = xmalloc(sizeof(*ready));

	ready->fd = epoll_create1(EPOLL_CLOEXEC);
	if (ready->fd >= 0)
		return ready;
	fault_errno(why, EX_OSERR, "no way to watch sockets");
	free(ready);
	return NULL;
}

void
ready_close(struct ready *ready)
{
	if (ready == NULL)
		return;
	close(ready->fd);
	free(ready);
}

int
ready_watch(struct ready *ready, int fd, unsigned what, bool is_first,
	void *thing)
{
	struct epoll_event event = {.data.ptr = thing};

	if (what & READY_READ)
		event.events |= EPOLLIN;
	if (what & READY_WRITE)
		event.events |= EPOLLOUT;
	return epoll_ctl(ready->fd, is_first ? EPOLL_CTL_ADD : EPOLL_CTL_MOD,
		fd, &event);
}

void
ready_forget(struct ready *ready, int fd)
{
	epoll_ctl(ready->fd, EPOLL_CTL_DEL, fd, NULL);
}

size_t
ready_wait(struct ready *ready, struct ready_event *events, size_t most,
	int timeout_ms)
{
	struct epoll_event found[EVENTS_MOST];
	int count;

	count = epoll_wait(ready->fd, found,
		(int)(most < EVENTS_MOST ? most : EVENTS_MOST), timeout_ms);
	for (int i = 0; i < count; i++) {
		events[i].thing = found[i].data.ptr;
		events[i].what =
			(found[i].events & EPOLLIN ? READY_READ : 0U) |
			(found[i].events & EPOLLOUT ? READY_WRITE : 0U) |
			(found[i].events & (EPOLLHUP | EPOLLERR) ? READY_GONE
								 : 0U);
	}
	return count > 0 ? (size_t)count : 0;
}
#else

struct ready {
	struct pollfd *fds;
	void **things;
	size_t count, room;
	size_t next; /* where the next wait begins to look: nobody starves */
};

struct ready *
ready_open(struct fault *why)
{
	(void)why;
	return xcalloc(1, sizeof(struct ready));
}

void
ready_close(struct ready *ready)
{
	if (ready == NULL)
		return;
	free(ready->fds);
	free(ready->things);
	free(ready);
}

static size_t
find(const struct ready *ready, int fd)
{
	size_t place = 0;

	while (place < ready->count && ready->fds[place].fd != fd)
		place++;
	return place;
}

int
ready_watch(struct ready *ready, int fd, unsigned what, bool is_first,
	void *thing)
{
	size_t place = is_first ? ready->count++ : find(ready, fd);

	if (ready->count > ready->room) {
		ready->room = ready->room > 0 ? ready->room * 2 : 64;
		ready->fds = xreallocarray(ready->fds, ready->room,
			sizeof(*ready->fds));
		ready->things = xreallocarray(ready->things, ready->room,
			sizeof(*ready->things));
	}
	ready->fds[place] = (struct pollfd){.fd = fd};
	if (what & READY_READ)
		ready->fds[place].events |= POLLIN;
	if (what & READY_WRITE)
		ready->fds[place].events |= POLLOUT;
	ready->things[place] = thing;
	return 0;
}

void
ready_forget(struct ready *ready, int fd)
{
	size_t place = find(ready, fd);

	if (place == ready->count)
		return;
	ready->count--;
	ready->fds[place] = ready->fds[ready->count];
	ready->things[place] = ready->things[ready->count];
}

size_t
ready_wait(struct ready *ready, struct ready_event *events, size_t most,
	int timeout_ms)
{
	size_t count = 0, place = 0;
	short found;

	if (poll(ready->fds, (nfds_t)ready->count, timeout_ms) <= 0)
		return 0;
	for (size_t i = 0; i < ready->count && count < most; i++) {
		place = (ready->next + i) % ready->count;
		found = ready->fds[place].revents;
		if (found == 0)
			continue;
		events[count].thing = ready->things[place];
		events[count++].what =
			(found & POLLIN ? READY_READ : 0U) |
			(found & POLLOUT ? READY_WRITE : 0U) |
			(found & (POLLHUP | POLLERR) ? READY_GONE : 0U);
	}
	ready->next = place + 1;
	return count;
}
#endif
