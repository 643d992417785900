/* SPDX-License-Identifier: MIT */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "words.h"

enum { LINE_MAX_BYTES = 16 * 1024, STEP_MS = 20 };

extern char **environ;

/* Its standard input is empty, for ours may be the records. */
static int
start(char **words, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
		O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	error = posix_spawnp(pid, words[0], &actions, &attributes, words,
		environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* What is there to be read now; false at the end, or when it is too much. */
static bool
read_some(int fd, char *place, size_t room, size_t *len)
{
	ssize_t got = *len < room ? read(fd, place + *len, room - *len) : 0;

	if (got < 0 && errno == EINTR)
		return true;
	if (got > 0)
		*len += (size_t)got;
	return got > 0;
}

/*
 * What it writes until it ends: whoever it has started and left behind may
 * hold its output open.  How much, with *status; -1 when it takes too long.
 */
static ssize_t
collect(int fd, char *place, size_t room, pid_t pid, int64_t end_ms,
	int *status)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	bool is_open = true, has_ended = false;
	size_t len = 0;

	for (;;) {
		poll_fd.fd = is_open ? fd : -1;
		if (poll(&poll_fd, 1, has_ended ? 0 : STEP_MS) > 0)
			is_open = read_some(fd, place, room, &len);
		else if (has_ended)
			break;
		if (!has_ended)
			has_ended = waitpid(pid, status, WNOHANG) == pid;
		if (!has_ended && (len == room || clock_span_ms() >= end_ms)) {
			end(pid);
			return -1;
		}
	}
	*status = WIFSIGNALED(*status) ? 128 + WTERMSIG(*status)
				       : WEXITSTATUS(*status);
	return len < room ? (ssize_t)len : -1;
}

/* Take the first line of what came. */
static void
keep_line(struct secret *answer, size_t len)
{
	char *text = secret_room(answer);
	char *end = memchr(text, '\n', len);

	if (end != NULL)
		len = (size_t)(end - text);
	if (len > 0 && text[len - 1] == '\r')
		len--;
	secret_settle(answer, len);
}

static int
run(char **words, const char *name, int64_t timeout_ms, struct secret *answer,
	struct fault *why)
{
	int64_t end_ms = clock_span_ms() + timeout_ms;
	int ends[2], error, status = 0;
	ssize_t len;
	pid_t pid;

	if (pipe(ends) != 0)
		return fault_errno(why, EX_OSERR, "%s", name);
	/* No other program is started meanwhile. */
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	error = start(words, ends[1], &pid);
	close(ends[1]);
	if (error != 0) {
		close(ends[0]);
		errno = error;
		return fault_errno(why, EX_CONFIG, "%s: %s", name, words[0]);
	}
	len = collect(ends[0], secret_room(answer), LINE_MAX_BYTES, pid, end_ms,
		&status);
	close(ends[0]);
	if (len < 0)
		return fault_set(why, EX_CONFIG,
			"%s: %s gave no answer within %d s, or too long a one;"
			" run it by hand to see why",
			name, words[0], (int)(timeout_ms / 1000));
	if (status != 0)
		return fault_set(why, EX_CONFIG,
			"%s: %s ended with status %d; run it by hand to see"
			" why",
			name, words[0], status);
	keep_line(answer, (size_t)len);
	if (secret_len(answer) == 0)
		return fault_set(why, EX_CONFIG,
			"%s: %s wrote nothing; run it by hand to see why", name,
			words[0]);
	return 0;
}

struct secret *
helper_ask(const char *line, const char *name, int64_t timeout_ms,
	struct fault *why)
{
	char strange;
	char **words = words_split(line, &strange);
	struct secret *answer = NULL;
	int result = -1;

	if (words == NULL && strange != '\0') {
		fault_set(why, EX_CONFIG,
			"%s: it is run without a shell, where %c means nothing:"
			" put it in quotes, or write: sh -c '...'",
			name, strange);
		return NULL;
	}
	if (words == NULL) {
		fault_set(why, EX_CONFIG,
			"%s: is no command; a quote may be open", name);
		return NULL;
	}
	answer = secret_reserve(LINE_MAX_BYTES, why);
	if (answer != NULL)
		result = run(words, name, timeout_ms, answer, why);
	words_free(words);
	if (result == 0)
		return answer;
	secret_free(answer);
	return NULL;
}
