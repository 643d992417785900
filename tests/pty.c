/* SPDX-License-Identifier: MIT */
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "clock.h"

enum { FAILED = 99, SCREEN_BYTES = 64 << 20, TURN_MS = 20 };

/* Take what the screen shows, for so long at most; whether it was anything. */
static bool
look(struct pty *pty, int wait_ms)
{
	struct pollfd ready = {.fd = pty->person, .events = POLLIN};
	char bytes[4096];
	ssize_t len = -1;

	if (poll(&ready, 1, wait_ms) > 0)
		len = read(pty->person, bytes, sizeof(bytes));
	if (len <= 0) {
		/* A program that lets go of the terminal may still run. */
		if ((ready.revents & POLLHUP) != 0 && wait_ms > 0)
			poll(NULL, 0, wait_ms);
		return false;
	}
	buf_add(&pty->screen, bytes, (size_t)len);
	fwrite(bytes, 1, (size_t)len, stdout);
	fflush(stdout);
	return true;
}

/* Look again, and whether the program has ended; then all has been seen. */
static void
turn(struct pty *pty)
{
	look(pty, TURN_MS);
	if (pty->has_ended ||
		waitpid(pty->child, &pty->status, WNOHANG) != pty->child)
		return;
	pty->has_ended = true;
	while (look(pty, 0))
		continue;
}

static int64_t
step_end_ms(const struct pty *pty)
{
	int64_t end_ms = clock_span_ms() + pty->wait_ms;

	return end_ms < pty->until_ms ? end_ms : pty->until_ms;
}

static bool
find(struct pty *pty, const char *text)
{
	const char *from = pty->screen.data + pty->found;
	size_t len = strlen(text);
	const char *at;

	if (pty->screen.len == 0)
		return false;
	at = memmem(from, pty->screen.len - pty->found, text, len);
	if (at == NULL)
		return false;
	pty->found = (size_t)(at - pty->screen.data) + len;
	return true;
}

int
pty_wait(struct pty *pty, const char *text, struct fault *why)
{
	int64_t end_ms = step_end_ms(pty);

	while (!find(pty, text)) {
		if (pty->has_ended)
			return fault_set(why, FAILED,
				"the program ended and \"%s\" did not appear",
				text);
		if (clock_span_ms() >= end_ms)
			return fault_set(why, FAILED,
				"\"%s\" did not appear in time", text);
		turn(pty);
	}
	return 0;
}

int
pty_press(struct pty *pty, const char *bytes, size_t len, struct fault *why)
{
	int64_t end_ms = step_end_ms(pty);
	ssize_t written;

	while (len > 0) {
		written = write(pty->person, bytes, len);
		if (written > 0) {
			bytes += written;
			len -= (size_t)written;
			continue;
		}
		if (written < 0 && errno != EAGAIN && errno != EINTR)
			return fault_errno(why, FAILED,
				"nothing can be typed any more");
		if (pty->has_ended || clock_span_ms() >= end_ms)
			return fault_set(why, FAILED,
				"the program does not read what is typed");
		turn(pty);
	}
	return 0;
}

int
pty_check_echo(const struct pty *pty, bool is_wanted, struct fault *why)
{
	struct termios state;

	if (tcgetattr(pty->program, &state) != 0)
		return fault_errno(why, FAILED, "the terminal is gone");
	if (((state.c_lflag & ECHO) != 0) == is_wanted)
		return 0;
	return fault_set(why, FAILED, "what is typed now is %s",
		is_wanted ? "hidden" : "shown");
}

void
pty_hang_up(struct pty *pty)
{
	if (pty->program >= 0)
		close(pty->program);
	if (pty->person >= 0)
		close(pty->person);
	pty->program = pty->person = -1;
}

int
pty_finish(struct pty *pty, struct fault *why)
{
	while (!pty->has_ended && clock_span_ms() < pty->until_ms)
		turn(pty);
	if (pty->has_ended)
		return 0;
	return fault_set(why, FAILED,
		"the script is done, and the program still runs");
}

static void
redirect(const char *path, int fd, int terminal)
{
	static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC,
		O_WRONLY | O_CREAT | O_TRUNC};
	int from = path != NULL ? open(path, flags[fd], 0600) : terminal;

	if (from < 0 || dup2(from, fd) < 0) {
		dprintf(terminal, "terminal: %s: %s\n", path, strerror(errno));
		_exit(EX_OSERR);
	}
	if (path != NULL && from != fd)
		close(from);
}

static void
become_program(char *const command[], const char *const streams[3],
	int terminal)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP,
		SIGPIPE};
	sigset_t none;

	/* Background jobs of a shell have some of them ignored. */
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	ioctl(terminal, TIOCSCTTY, 0);
	for (int fd = 0; fd <= 2; fd++)
		redirect(streams[fd], fd, terminal);
	execvp(command[0], command);
	dprintf(terminal, "terminal: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

int
pty_open(struct pty *pty, char *const command[], const char *const streams[3],
	struct fault *why)
{
	const struct winsize size = {.ws_row = 24, .ws_col = 80};

	/* Nothing runs yet, so there is nothing to kill. */
	*pty = (struct pty){.program = -1, .has_ended = true};
	buf_init(&pty->screen, SCREEN_BYTES);
	pty->person = posix_openpt(O_RDWR | O_NOCTTY);
	if (pty->person < 0 || grantpt(pty->person) != 0 ||
		unlockpt(pty->person) != 0)
		return fault_errno(why, EX_OSERR, "no terminal");
	pty->program =
		open(ptsname(pty->person), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (pty->program < 0)
		return fault_errno(why, EX_OSERR, "no terminal");
	fcntl(pty->person, F_SETFD, FD_CLOEXEC);
	fcntl(pty->person, F_SETFL, O_NONBLOCK);
	ioctl(pty->program, TIOCSWINSZ, &size);
	pty->child = fork();
	if (pty->child == 0)
		become_program(command, streams, pty->program);
	if (pty->child < 0)
		return fault_errno(why, EX_OSERR, "fork");
	pty->has_ended = false;
	return 0;
}

void
pty_kill(struct pty *pty)
{
	if (pty->has_ended)
		return;
	kill(-pty->child, SIGKILL);
	kill(pty->child, SIGKILL); /* it may not have a group yet */
	waitpid(pty->child, &pty->status, 0);
}

void
pty_close(struct pty *pty)
{
	pty_kill(pty);
	pty_hang_up(pty);
	buf_release(&pty->screen);
}
