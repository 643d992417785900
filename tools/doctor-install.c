/* SPDX-License-Identifier: MIT */
/* csr-doctor: are all programs there, and of one release? */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "csr-doctor.h"
#include "environment.h"
#include "http-library.h"

/* All but this one. */
static const char *const names[] = {"csr-import", "csr-validate", "csr-render",
	"csr-throttle", "csr-send-wa", "csr-report", "csr-auth", "csr-ledger",
	"csr-quota", "csr-sandbox"};

enum {
	COUNT = sizeof(names) / sizeof(*names),
	PATH_SIZE = 4096,
	ANSWER_SIZE = 128,
	ANSWER_MS = 5000, /* --version takes 5 ms */
};

static bool
is_program(const char *path)
{
	struct stat status;

	return access(path, X_OK) == 0 && stat(path, &status) == 0 &&
	       S_ISREG(status.st_mode);
}

/* What the shell would run. */
static bool
find_in_path(const char *name, char path[PATH_SIZE])
{
	const char *list = environment_get("PATH");
	size_t len;

	while (list != NULL) {
		len = strcspn(list, ":");
		/* An empty place is the directory in which one is. */
		snprintf(path, PATH_SIZE, "%.*s/%s", len > 0 ? (int)len : 1,
			len > 0 ? list : ".", name);
		if (is_program(path))
			return true;
		list = list[len] == ':' ? list + len + 1 : NULL;
	}
	return false;
}

/* Read what comes until its end, and no longer than ANSWER_MS. */
static bool
read_answer(int fd, char answer[ANSWER_SIZE])
{
	int64_t until_ms = clock_span_ms() + ANSWER_MS;
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	size_t len = 0;
	ssize_t got;

	while (clock_span_ms() < until_ms) {
		if (poll(&wait, 1, ANSWER_MS) <= 0)
			continue;
		got = read(fd, answer + len, ANSWER_SIZE - 1 - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || (len += (size_t)got) == ANSWER_SIZE - 1)
			break;
	}
	answer[len] = '\0';
	answer[strcspn(answer, "\r\n")] = '\0';
	return len > 0;
}

/*
 * What it says with --version.  Not by helper.h: that runs a command line of
 * the operator's, which may ask on the terminal for up to a minute, and whose
 * answer is a secret.  A program of another release is let do none of this.
 */
static bool
ask_version(const char *path, char answer[ANSWER_SIZE])
{
	extern char **environ;
	char option[] = "--version";
	char *const argv[] = {(char *)path, option, NULL};
	posix_spawn_file_actions_t actions;
	bool is_answered = false;
	int fds[2], status;
	pid_t child;

	if (pipe(fds) != 0)
		return false;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
		O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
		O_WRONLY, 0);
	if (posix_spawn(&child, path, &actions, NULL, argv, environ) == 0) {
		close(fds[1]);
		fds[1] = -1;
		is_answered = read_answer(fds[0], answer);
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
	}
	posix_spawn_file_actions_destroy(&actions);
	close(fds[0]);
	if (fds[1] >= 0)
		close(fds[1]);
	return is_answered;
}

static void
say_missing(struct doctor *doctor, const char *check, const char *name)
{
	if (*doctor->own_directory == '\0')
		findings_add(doctor->findings, FINDING_FAILURE, check,
			"install the whole release again, in a directory that"
			" is in PATH",
			"%s is missing: it is not in PATH", name);
	else
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"install the whole release again, so that it"
				" lies in %s beside the others",
				doctor->own_directory),
			"%s is missing: it is neither in PATH nor beside"
			" csr-doctor",
			name);
}

static const char *
mend_version(struct doctor *doctor)
{
	if (*doctor->own_directory == '\0')
		return "install one release whole";
	return doctor_mend(doctor,
		"install one release whole, or let the shell find this one"
		" first\n$ export PATH=%s:\"$PATH\"",
		doctor->own_directory);
}

/* Is it of our release?  True when it is. */
static bool
check_version(struct doctor *doctor, const char *check, const char *name,
	const char *path)
{
	char want[ANSWER_SIZE], answer[ANSWER_SIZE];

	snprintf(want, sizeof(want), "%s (CSC-Reach) %s", name,
		PACKAGE_VERSION);
	if (!ask_version(path, answer)) {
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"see what it says, and install the whole"
				" release again\n$ %s --version",
				path),
			"%s does not start", path);
		return false;
	}
	if (strcmp(answer, want) == 0)
		return true;
	findings_add(doctor->findings, FINDING_FAILURE, check,
		mend_version(doctor),
		"%s says that it is \"%s\", and this is csr-doctor %s", path,
		answer, PACKAGE_VERSION);
	return false;
}

void
doctor_programs(struct doctor *doctor, const char *check)
{
	char path[PATH_SIZE];
	size_t good = 0, outside = 0;

	for (size_t at = 0; at < COUNT; at++) {
		bool is_found = find_in_path(names[at], path);

		if (!is_found && *doctor->own_directory != '\0') {
			snprintf(path, sizeof(path), "%.4000s/%s",
				doctor->own_directory, names[at]);
			is_found = is_program(path);
			outside += is_found;
		}
		if (!is_found)
			say_missing(doctor, check, names[at]);
		else
			good += check_version(doctor, check, names[at], path);
	}
	if (good == COUNT && outside == 0)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"all %d are there, of release %s", COUNT + 1,
			PACKAGE_VERSION);
	if (outside > 0)
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_mend(doctor, "$ export PATH=%s:\"$PATH\"",
				doctor->own_directory),
			"%zu of %d are in %s, which is not in PATH", outside,
			COUNT + 1, doctor->own_directory);
}

void
doctor_libraries(struct doctor *doctor, const char *check)
{
	struct buf text;
	const char *trouble;

	buf_init(&text, 1024);
	trouble = http_library_describe(&text);
	if (trouble == NULL)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s, libsodium %s", buf_string(&text),
			secret_library());
	else
		findings_add(doctor->findings, FINDING_FAILURE, check,
			"install libcurl " HTTP_LIBRARY_LEAST
			" or later, with TLS, and look which one the loader"
			" finds\n$ ldd \"$(command -v csr-send-wa)\"",
			"%s: %s", buf_string(&text), trouble);
	buf_release(&text);
}
