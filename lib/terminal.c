/* SPDX-License-Identifier: MIT */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "buf.h"
#include "visible.h"
#include "xalloc.h"

enum { ANSWER_MAX = 4096 };

struct terminal {
	int fd;
};

static const int watched[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
enum { WATCHED_COUNT = sizeof(watched) / sizeof(*watched) };

/* A signal handler has no argument to leave it with. */
static volatile sig_atomic_t caught;

struct terminal *
terminal_open(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	struct terminal *terminal;

	if (fd < 0)
		return NULL;
	terminal = xcalloc(1, sizeof(*terminal));
	terminal->fd = fd;
	return terminal;
}

void
terminal_close(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	close(terminal->fd);
	free(terminal);
}

/* A terminal that is gone is noticed by the next question. */
static void
put(struct terminal *terminal, const char *text, size_t len)
{
	ssize_t done;

	while (len > 0) {
		done = write(terminal->fd, text, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return;
		text += done;
		len -= (size_t)done;
	}
}

void
terminal_say(struct terminal *terminal, const char *format, ...)
{
	char text[4096];
	const char *line = text;
	struct buf shown;
	va_list arguments;
	size_t len;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buf_init(&shown, SIZE_MAX);
	while (*line != '\0') {
		len = strcspn(line, "\n");
		visible_add(&shown, line, len);
		line += len;
		if (*line == '\n')
			buf_add_byte(&shown, *line++);
	}
	put(terminal, shown.data, shown.len);
	buf_release(&shown);
}

static int
ended(struct fault *why)
{
	return fault_set(why, EX_NOINPUT,
		"the terminal gave no answer; nothing was changed");
}

char *
terminal_ask(struct terminal *terminal, const char *question, struct fault *why)
{
	char line[ANSWER_MAX];
	ssize_t len;
	char *start = line;

	terminal_say(terminal, "%s", question);
	do {
		len = read(terminal->fd, line, sizeof(line) - 1);
	} while (len < 0 && errno == EINTR);
	if (len <= 0) {
		ended(why);
		return NULL;
	}
	line[len] = '\0';
	while (len > 0 && strchr(" \t\r\n", line[len - 1]) != NULL)
		line[--len] = '\0';
	start += strspn(start, " \t");
	return xstrdup(start);
}

static void catch (int number)
{
	caught = number;
}

/* No SA_RESTART: the read must end. */
static void
watch(struct sigaction old[WATCHED_COUNT])
{
	struct sigaction action = {.sa_handler = catch};

	caught = 0;
	sigemptyset(&action.sa_mask);
	for (int i = 0; i < WATCHED_COUNT; i++) {
		sigaction(watched[i], NULL, &old[i]);
		if (old[i].sa_handler != SIG_IGN)
			sigaction(watched[i], &action, NULL);
	}
}

static void
unwatch(const struct sigaction old[WATCHED_COUNT])
{
	for (int i = 0; i < WATCHED_COUNT; i++)
		sigaction(watched[i], &old[i], NULL);
}

/* The blanks that came along when the text was pasted. */
static void
trim(struct secret *answer, size_t len)
{
	char *text = secret_room(answer);
	size_t start = 0;

	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	while (start < len && (text[start] == ' ' || text[start] == '\t'))
		start++;
	memmove(text, text + start, len - start);
	secret_settle(answer, len - start);
}

/*
 * As read(), but a signal that came before it is not slept over: it ends this
 * with EINTR, too.
 */
static ssize_t
read_or_catch(int fd, char *place, size_t room)
{
	sigset_t ours, usual;
	fd_set ready;
	int count = -1, error = EINTR;

	sigemptyset(&ours);
	for (size_t i = 0; i < WATCHED_COUNT; i++)
		sigaddset(&ours, watched[i]);
	sigprocmask(SIG_BLOCK, &ours, &usual);
	if (caught == 0) {
		FD_ZERO(&ready);
		FD_SET(fd, &ready);
		count = pselect(fd + 1, &ready, NULL, NULL, NULL, &usual);
		error = errno;
	}
	sigprocmask(SIG_SETMASK, &usual, NULL);
	errno = error;
	return count < 0 ? -1 : read(fd, place, room);
}

/*
 * One line into guarded memory, unseen; how much, or -1 with errno.  Nothing
 * is shown from before the question on: some people are quick.
 */
static ssize_t
read_unseen(struct terminal *terminal, const char *question, char *place,
	size_t room)
{
	struct sigaction old[WATCHED_COUNT];
	struct termios shown, hidden;
	bool is_terminal = tcgetattr(terminal->fd, &shown) == 0;
	ssize_t len;
	int error;

	watch(old);
	if (is_terminal) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
		tcsetattr(terminal->fd, TCSAFLUSH, &hidden);
	}
	terminal_say(terminal, "%s", question);
	do {
		len = read_or_catch(terminal->fd, place, room);
	} while (len < 0 && errno == EINTR && caught == 0);
	error = errno;
	if (is_terminal)
		tcsetattr(terminal->fd, TCSAFLUSH, &shown);
	put(terminal, "\n", 1);
	unwatch(old);
	errno = error;
	return len;
}

struct secret *
terminal_ask_secret(struct terminal *terminal, const char *question, size_t max,
	struct fault *why)
{
	struct secret *answer = secret_reserve(max + 1, why);
	ssize_t len;

	if (answer == NULL)
		return NULL;
	do {
		len = read_unseen(terminal, question, secret_room(answer),
			max + 1);
		/* As if it had come while nothing was hidden. */
		if (caught != 0)
			raise(caught);
	} while (len < 0 && errno == EINTR && caught == SIGTSTP);
	if (len > 0 && (size_t)len <= max) {
		trim(answer, (size_t)len);
		return answer;
	}
	if (len > 0)
		fault_set(why, EX_DATAERR, "the answer has more than %zu bytes",
			max);
	else
		ended(why);
	secret_free(answer);
	return NULL;
}
