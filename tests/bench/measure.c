/* SPDX-License-Identifier: MIT */
/*
 * measure: run a command and print what it took.
 *
 *	measure [-n RUNS] [-i FILE] [-o FILE] COMMAND [ARGUMENT]...
 *
 * One line: seconds of CPU (user and system, of the command and of the
 * children it waited for), seconds by the clock, and KiB of memory at the
 * peak of the largest process; of several runs the median of each.  Standard
 * input and output are these FILEs, or /dev/null; "-i -" leaves the input as
 * it is.  A command that fails is an error.
 */
#include <err.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 10000 };

extern char **environ;

struct costs {
	double cpu_s[RUNS_MAX], wall_s[RUNS_MAX], peak_kib[RUNS_MAX];
};

static double
seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double
clock_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static pid_t
start(char *command[], const char *input, const char *output)
{
	posix_spawn_file_actions_t files;
	pid_t child;
	int error;

	error = posix_spawn_file_actions_init(&files);
	if (error == 0 && strcmp(input, "-") != 0)
		error = posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
			input, O_RDONLY, 0);
	if (error == 0)
		error = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO,
			output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (error != 0)
		errx(EX_OSERR, "out of memory");
	error = posix_spawnp(&child, *command, &files, NULL, command, environ);
	if (error != 0)
		errx(EX_UNAVAILABLE, "%s: %s", *command, strerror(error));
	posix_spawn_file_actions_destroy(&files);
	return child;
}

static void
run(char *command[], const char *input, const char *output, struct costs *costs,
	size_t at)
{
	double start_s = clock_s();
	pid_t child = start(command, input, output);
	struct rusage usage;
	int status;

	if (wait4(child, &status, 0, &usage) < 0)
		err(EX_OSERR, "%s", *command);
	costs->wall_s[at] = clock_s() - start_s;
	costs->cpu_s[at] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	costs->peak_kib[at] = (double)usage.ru_maxrss;
	if (WIFSIGNALED(status))
		errx(EX_SOFTWARE, "%s: %s", *command,
			strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status) != 0)
		errx(EX_SOFTWARE, "%s: exit status %d", *command,
			WEXITSTATUS(status));
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static double
median(double *list, size_t count)
{
	qsort(list, count, sizeof(*list), compare);
	return (list[count / 2] + list[(count - 1) / 2]) / 2;
}

int
main(int argc, char *argv[])
{
	static struct costs costs;
	const char *input = "/dev/null", *output = "/dev/null";
	size_t runs = 1;
	int option;

	/* "+": the options of the command are not ours. */
	while ((option = getopt(argc, argv, "+n:i:o:")) != -1) {
		if (option == 'n')
			runs = strtoul(optarg, NULL, 10);
		else if (option == 'i')
			input = optarg;
		else if (option == 'o')
			output = optarg;
		else
			return EX_USAGE;
	}
	if (optind == argc || runs == 0 || runs > RUNS_MAX)
		errx(EX_USAGE,
			"measure [-n 1-%d] [-i FILE] [-o FILE] COMMAND...",
			RUNS_MAX);
	for (size_t at = 0; at < runs; at++)
		run(argv + optind, input, output, &costs, at);
	printf("%.6f %.6f %.0f\n", median(costs.cpu_s, runs),
		median(costs.wall_s, runs), median(costs.peak_kib, runs));
	return 0;
}
