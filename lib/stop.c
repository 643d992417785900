/* SPDX-License-Identifier: MIT */
#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sysexits.h>
#include <unistd.h>

/* A signal handler has no argument to find these by. */
static volatile sig_atomic_t caught;
static int pipe_ends[2] = {-1, -1};

static void catch (int number)
{
	int error = errno;
	ssize_t written;

	/* A second signal, of either kind, ends the program. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	caught = number;
	written = write(pipe_ends[1], "", 1);
	(void)written; /* a full pipe wakes up as well */
	errno = error;
}

static int
open_pipe(void)
{
	if (pipe(pipe_ends) != 0)
		return -1;
	for (int end = 0; end < 2; end++)
		if (fcntl(pipe_ends[end], F_SETFD, FD_CLOEXEC) != 0 ||
			fcntl(pipe_ends[end], F_SETFL, O_NONBLOCK) != 0)
			return -1;
	return 0;
}

/* What the one who started us ignores (a script with &) stays ignored. */
static int
catch_unless_ignored(int number)
{
	struct sigaction action = {.sa_handler = catch}, before;

	sigemptyset(&action.sa_mask);
	if (sigaction(number, NULL, &before) != 0)
		return -1;
	if (before.sa_handler == SIG_IGN)
		return 0;
	return sigaction(number, &action, NULL);
}

int
stop_catch(struct fault *why)
{
	if (open_pipe() != 0)
		return fault_errno(why, EX_OSERR, "a pipe for signals");
	if (catch_unless_ignored(SIGINT) != 0 ||
		catch_unless_ignored(SIGTERM) != 0)
		return fault_errno(why, EX_OSERR, "signal handlers");
	return 0;
}

int
stop_signal(void)
{
	return caught;
}

int
stop_fd(void)
{
	return pipe_ends[0];
}

int
stop_wait(int fd, int64_t timeout_ms)
{
	struct pollfd fds[] = {{.fd = fd, .events = POLLIN},
		{.fd = caught ? -1 : pipe_ends[0], .events = POLLIN}};
	int timeout = timeout_ms > INT_MAX ? INT_MAX : (int)timeout_ms;

	if (poll(fds, 2, timeout) <= 0)
		return 0;
	return fds[0].revents != 0;
}
