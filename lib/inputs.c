/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static char dash[] = "-";
static char *const standard_input[] = {dash};

void
inputs_init(struct inputs *inputs, char *const *files, size_t count)
{
	*inputs = (struct inputs){.fd = -1,
		.files = count > 0 ? files : standard_input,
		.count = count > 0 ? count : 1};
}

void
inputs_release(struct inputs *inputs)
{
	if (inputs->fd > STDERR_FILENO)
		close(inputs->fd);
	inputs->fd = -1;
	lines_release(&inputs->lines);
}

static int
open_next(struct inputs *inputs, struct fault *why)
{
	const char *path = inputs->files[inputs->next++];
	const char *name = path;

	if (strcmp(path, "-") == 0) {
		name = "standard input";
		inputs->fd = STDIN_FILENO;
	} else {
		inputs->fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (inputs->fd < 0)
		return fault_errno(why, EX_NOINPUT, "%s", path);
	lines_init(&inputs->lines, inputs->fd, name, LINE_LENGTH_MAX);
	return 0;
}

int
inputs_take(struct inputs *inputs, enum lines_found *found, struct line *line,
	struct fault *why)
{
	for (;;) {
		*found = LINES_END;
		if (inputs->fd >= 0)
			*found = lines_take(&inputs->lines, line);
		if (*found != LINES_END)
			return 0;
		if (inputs->fd >= 0)
			inputs_release(inputs);
		if (inputs->next == inputs->count)
			return 0;
		if (open_next(inputs, why) != 0)
			return -1;
	}
}

int
inputs_fill(struct inputs *inputs, struct fault *why)
{
	return lines_fill(&inputs->lines, why);
}
