/* SPDX-License-Identifier: MIT */
#include "child.h"

#include <errno.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>

#include "buf.h"
#include "wipe.h"
#include "xalloc.h"

enum { NOT_RUNNABLE = 126, NOT_FOUND = 127, BY_SIGNAL = 128 };

extern char **environ;

static const int guarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

/* A signal handler has no argument to find it by.  0: nobody to tell. */
static volatile sig_atomic_t running;

static void
hand_on(int number, siginfo_t *info, void *context)
{
	int error = errno;
	bool is_sent = info->si_code == SI_USER || info->si_code == SI_QUEUE;

	(void)context;
	if (running > 0 && is_sent)
		kill(running, number);
	errno = error;
}

void
child_guard(struct child *child)
{
	struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};
	struct sigaction old;
	sigset_t mask;

	action.sa_sigaction = hand_on;
	sigemptyset(&mask);
	for (size_t i = 0; i < sizeof(guarded) / sizeof(*guarded); i++)
		sigaddset(&mask, guarded[i]);
	sigprocmask(SIG_BLOCK, &mask, &child->old_mask);
	action.sa_mask = mask;
	for (size_t i = 0; i < sizeof(guarded) / sizeof(*guarded); i++) {
		/* nohup(1) and the shell's & want a signal ignored. */
		sigaction(guarded[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)
			sigaction(guarded[i], &action, NULL);
	}
}

static bool
is_replaced(const char *entry, const struct child_variable *variables)
{
	size_t len;

	for (; variables->name != NULL; variables++) {
		len = strlen(variables->name);
		if (strncmp(entry, variables->name, len) == 0 &&
			entry[len] == '=')
			return true;
	}
	return false;
}

/* Our environment with the variables in it, for environment_free(). */
static char **
environment_new(const struct child_variable *variables)
{
	size_t count = 0, used = 0;
	struct buf entry;
	char **list;

	while (environ[count] != NULL)
		count++;
	for (size_t i = 0; variables[i].name != NULL; i++)
		count++;
	list = xcalloc(count + 1, sizeof(*list));
	for (char **old = environ; *old != NULL; old++)
		if (!is_replaced(*old, variables))
			list[used++] = xstrdup(*old);
	for (; variables->name != NULL; variables++) {
		buf_init(&entry, SIZE_MAX);
		buf_add_format(&entry, "%s=%s", variables->name,
			variables->value);
		list[used++] = xstrdup(buf_string(&entry));
		wipe(entry.data, entry.len);
		buf_release(&entry);
	}
	return list;
}

/* A token was among them. */
static void
environment_free(char **list)
{
	for (char **entry = list; *entry != NULL; entry++) {
		wipe(*entry, strlen(*entry));
		free(*entry);
	}
	free(list);
}

static int
spawn(const struct child *child, char *const argv[], char **environment,
	pid_t *pid)
{
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error;

	/* This program ignores SIGPIPE, which the command would inherit. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &child->old_mask);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(pid, argv[0], NULL, &attributes, argv,
		environment);
	posix_spawnattr_destroy(&attributes);
	return error;
}

static int
wait_for(const struct child *child, pid_t pid)
{
	siginfo_t info;
	sigset_t guard;
	int status = 0;

	running = pid;
	sigprocmask(SIG_SETMASK, &child->old_mask, &guard);
	/* Not reaped yet, so that its id is nobody else's. */
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0 &&
		errno == EINTR)
		;
	sigprocmask(SIG_SETMASK, &guard, NULL);
	running = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? BY_SIGNAL + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

int
child_run(const struct child *child, char *const argv[],
	const struct child_variable *variables, struct fault *why)
{
	char **environment = environment_new(variables);
	pid_t pid;
	int error;

	error = spawn(child, argv, environment, &pid);
	environment_free(environment);
	if (error == 0)
		return wait_for(child, pid);
	errno = error;
	if (error == ENOENT)
		return fault_set(why, NOT_FOUND,
			"%s: there is no such command; look at its name and"
			" at PATH",
			argv[0]);
	return fault_errno(why, NOT_RUNNABLE, "%s: cannot be run", argv[0]);
}
