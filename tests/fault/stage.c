/* SPDX-License-Identifier: MIT */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

enum { BY_SIGNAL = 128 };

extern char **environ;

static void
set_files(posix_spawn_file_actions_t *files, const struct stage_plan *plan)
{
	if (plan->input >= 0)
		posix_spawn_file_actions_adddup2(files, plan->input,
			STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(files, STDIN_FILENO,
			"/dev/null", O_RDONLY, 0);
	if (plan->output >= 0)
		posix_spawn_file_actions_adddup2(files, plan->output,
			STDOUT_FILENO);
	else
		posix_spawn_file_actions_addopen(files, STDOUT_FILENO,
			"/dev/null", O_WRONLY, 0);
	if (plan->errors != NULL)
		posix_spawn_file_actions_addopen(files, STDERR_FILENO,
			plan->errors, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

int
stage_start(struct stage *stage, const struct stage_plan *plan,
	struct fault *why)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t defaults, mask;
	int error;

	/* The harness ignores SIGPIPE, which the program would inherit. */
	sigemptyset(&mask);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &mask);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setpgroup(&attributes, plan->group);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF |
						      POSIX_SPAWN_SETPGROUP);
	posix_spawn_file_actions_init(&files);
	set_files(&files, plan);
	error = posix_spawnp(&stage->pid, plan->argv[0], &files, &attributes,
		plan->argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	stage->is_running = error == 0;
	if (error == 0)
		return 0;
	errno = error;
	stage->pid = 0;
	return fault_errno(why, EX_OSERR, "%s: cannot be run", plan->argv[0]);
}

bool
stage_has_ended(struct stage *stage)
{
	if (stage->is_running &&
		waitpid(stage->pid, &stage->status, WNOHANG) == stage->pid)
		stage->is_running = false;
	return !stage->is_running;
}

bool
stage_wait(struct stage *stage, int64_t patience_ms)
{
	const struct timespec pause = {.tv_nsec = 1000000};
	int64_t until_ms = clock_span_ms() + patience_ms;

	while (!stage_has_ended(stage) && clock_span_ms() < until_ms)
		nanosleep(&pause, NULL);
	if (!stage->is_running)
		return true;
	stage_kill(stage);
	waitpid(stage->pid, &stage->status, 0);
	stage->is_running = false;
	return false;
}

void
stage_kill(struct stage *stage)
{
	if (!stage_has_ended(stage))
		kill(stage->pid, SIGKILL);
}

int
stage_status(const struct stage *stage)
{
	return WIFSIGNALED(stage->status) ? BY_SIGNAL + WTERMSIG(stage->status)
					  : WEXITSTATUS(stage->status);
}
