/* SPDX-License-Identifier: MIT */
/*
 * terminal: runs a program on a terminal, and does at it what a script says a
 * person does.
 *
 *	terminal [--wait TIME] [--limit TIME] [--stdin FILE] [--stdout FILE]
 *		[--stderr FILE] SCRIPT [--] COMMAND [ARGUMENT...]
 *
 * The script (- for standard input) has one step a line:
 *
 *	wait TEXT   go on when the screen shows this, behind what the last
 *	            wait found; what is typed is shown, too, if it is not hidden
 *	type TEXT   type this and Enter
 *	key ^C      type a control character
 *	hidden      what is typed now is not shown
 *	shown       what is typed now is shown
 *	run COMMAND a shell does this meanwhile, and must succeed
 *	close       close the terminal; only at the end
 *
 * Empty lines and those that begin with # are nothing.  At its end the program
 * is left to itself until it ends.
 *
 * All that is shown goes to standard output, with the returns that a terminal
 * puts before each newline.  Exits with the program's status, 128 and the
 * signal if one ended it, 99 when a step failed (the program is then killed,
 * and standard error has what the screen showed), 64 for a bad call.  A step
 * may take 10s (--wait), all of it 60s (--limit).
 */
#include <ctype.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

#include "clock.h"
#include "number.h"
#include "pty.h"
#include "xalloc.h"

enum { FAILED = 99 };

struct options {
	const char *streams[3]; /* NULL: the terminal */
	int64_t wait_ms, limit_ms;
	const char *script;
	char **command;
};

typedef int step_handler(struct pty *pty, const char *text, struct fault *why);

struct step {
	int line;
	const struct action *action;
	char *text;
};

struct script {
	struct step *steps;
	size_t count;
};

static int
type(struct pty *pty, const char *text, struct fault *why)
{
	if (pty_press(pty, text, strlen(text), why) != 0)
		return -1;
	return pty_press(pty, "\r", 1, why); /* the Enter key sends CR */
}

static int
press_control(struct pty *pty, const char *text, struct fault *why)
{
	char byte = (char)(toupper((unsigned char)text[1]) ^ 0x40);

	if (text[0] != '^' || text[1] < '?' || text[2] != '\0')
		return fault_set(why, FAILED, "\"%s\": take one such as ^C",
			text);
	return pty_press(pty, &byte, 1, why);
}

static int
be_hidden(struct pty *pty, const char *text, struct fault *why)
{
	(void)text;
	return pty_check_echo(pty, false, why);
}

static int
be_shown(struct pty *pty, const char *text, struct fault *why)
{
	(void)text;
	return pty_check_echo(pty, true, why);
}

static int
run_shell(struct pty *pty, const char *text, struct fault *why)
{
	int status = system(text);

	(void)pty;
	return status == 0 ? 0
			   : fault_set(why, FAILED, "it ended with %d", status);
}

static int
hang_up(struct pty *pty, const char *text, struct fault *why)
{
	(void)text;
	(void)why;
	pty_hang_up(pty);
	return 0;
}

static const struct action {
	const char *name;
	bool wants_text;
	step_handler *handler;
} actions[] = {
	{"wait", true, pty_wait},
	{"type", true, type},
	{"key", true, press_control},
	{"hidden", false, be_hidden},
	{"shown", false, be_shown},
	{"run", true, run_shell},
	{"close", false, hang_up},
};

/* One line without its newline; text is of the line. */
static int
parse_step(char *line, struct step *step, struct fault *why)
{
	size_t len = strcspn(line, " ");
	const char *text = line[len] == ' ' ? line + len + 1 : line + len;

	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		step->action = &actions[i];
		if (strlen(step->action->name) != len ||
			memcmp(line, step->action->name, len) != 0)
			continue;
		if (*text != '\0' && !step->action->wants_text)
			break;
		if (*text == '\0' && step->action->handler == pty_wait)
			break;
		step->text = xstrdup(text);
		return 0;
	}
	return fault_set(why, FAILED, "\"%s\" is no step", line);
}

static int
add_step(struct script *script, int number, char *line, struct fault *why)
{
	struct step step = {.line = number};

	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return 0;
	if (script->count > 0 &&
		script->steps[script->count - 1].action->handler == hang_up)
		return fault_set(why, FAILED, "nothing can follow close");
	if (parse_step(line, &step, why) != 0)
		return -1;
	script->steps = xreallocarray(script->steps, script->count + 1,
		sizeof(*script->steps));
	script->steps[script->count++] = step;
	return 0;
}

/* Says itself what is wrong. */
static int
parse_script(const char *path, struct script *script, struct fault *why)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	int number = 0, result = 0;
	char *line = NULL;
	size_t room = 0;

	if (file == NULL) {
		fault_errno(why, EX_NOINPUT, "%s", path);
		fprintf(stderr, "terminal: %s\n", why->text);
		return -1;
	}
	while (result == 0 && getline(&line, &room, file) >= 0)
		result = add_step(script, ++number, line, why);
	if (result != 0)
		fprintf(stderr, "terminal: %s:%d: %s\n", path, number,
			why->text);
	free(line);
	if (file != stdin)
		fclose(file);
	return result;
}

static int
run_script(struct pty *pty, const struct options *options,
	const struct script *script, struct fault *why)
{
	const struct step *step = script->steps;

	for (; step < script->steps + script->count; step++)
		if (step->action->handler(pty, step->text, why) != 0) {
			fprintf(stderr, "terminal: %s:%d: %s %s: %s\n",
				options->script, step->line, step->action->name,
				step->text, why->text);
			return -1;
		}
	if (pty_finish(pty, why) == 0)
		return 0;
	fprintf(stderr, "terminal: %s\n", why->text);
	return -1;
}

static void
show_screen(const struct pty *pty)
{
	const char *at = pty->screen.data + pty->found;
	const char *end = pty->screen.data + pty->screen.len;

	fprintf(stderr, "terminal: the screen shows:\n");
	for (; at != end; at++)
		if (*at == '\n')
			fputc('\n', stderr);
		else if (*at != '\r' && iscntrl((unsigned char)*at))
			fprintf(stderr, "\\x%02x", (unsigned char)*at);
		else if (*at != '\r')
			fputc(*at, stderr);
	fputc('\n', stderr);
}

static void
fail_usage(void)
{
	fprintf(stderr,
		"usage: terminal [--wait TIME] [--limit TIME] [--stdin FILE]"
		" [--stdout FILE]\n\t[--stderr FILE] SCRIPT [--]"
		" COMMAND [ARGUMENT...]\n");
	exit(EX_USAGE);
}

static int64_t
parse_time(const char *text)
{
	int64_t time_ms;

	if (!number_parse_duration(text, &time_ms))
		fail_usage();
	return time_ms;
}

static struct options
parse_options(int argc, char *argv[])
{
	static const struct option names[] = {
		{"wait", required_argument, NULL, 'w'},
		{"limit", required_argument, NULL, 'l'},
		{"stdin", required_argument, NULL, 0},
		{"stdout", required_argument, NULL, 1},
		{"stderr", required_argument, NULL, 2},
		{NULL, 0, NULL, 0},
	};
	struct options options = {.wait_ms = 10000, .limit_ms = 60000};
	int option;

	while ((option = getopt_long(argc, argv, "+", names, NULL)) != -1)
		if (option == 'w')
			options.wait_ms = parse_time(optarg);
		else if (option == 'l')
			options.limit_ms = parse_time(optarg);
		else if (option >= 0 && option <= 2)
			options.streams[option] = optarg;
		else
			fail_usage();
	if (optind >= argc)
		fail_usage();
	options.script = argv[optind++];
	if (optind < argc && strcmp(argv[optind], "--") == 0)
		optind++;
	if (optind >= argc)
		fail_usage();
	options.command = argv + optind;
	return options;
}

static int
run(struct pty *pty, const struct options *options, const struct script *script)
{
	struct fault why;

	pty->wait_ms = options->wait_ms;
	pty->until_ms = clock_span_ms() + options->limit_ms;
	if (run_script(pty, options, script, &why) != 0) {
		show_screen(pty);
		return FAILED;
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr,
			"terminal: standard output cannot be written\n");
		return EX_IOERR;
	}
	return WIFSIGNALED(pty->status) ? 128 + WTERMSIG(pty->status)
					: WEXITSTATUS(pty->status);
}

int
main(int argc, char *argv[])
{
	struct options options = parse_options(argc, argv);
	struct script script = {0};
	struct pty pty;
	struct fault why;
	int status;

	if (parse_script(options.script, &script, &why) != 0) {
		status = why.status;
		goto out;
	}
	if (pty_open(&pty, options.command, options.streams, &why) == 0) {
		status = run(&pty, &options, &script);
	} else {
		fprintf(stderr, "terminal: %s\n", why.text);
		status = why.status;
	}
	pty_close(&pty);
out:
	for (size_t i = 0; i < script.count; i++)
		free(script.steps[i].text);
	free(script.steps);
	return status;
}
