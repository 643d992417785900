/* SPDX-License-Identifier: MIT */
#include "msg.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "visible.h"

enum { LINE_MAX_BYTES = 2048 };

static struct {
	char name[64];
	int verbosity;
	bool quiet;
	bool is_line_open; /* msg_progress() wrote one that has no end */
	enum msg_level sink_level;
	msg_sink *sink;
	void *sink_context;
} settings = {.name = "csr"};

void
msg_set_name(const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	if (slash != NULL)
		path = slash + 1;
	if (path != NULL && *path != '\0')
		snprintf(settings.name, sizeof(settings.name), "%s", path);
}

const char *
msg_name(void)
{
	return settings.name;
}

void
msg_set_level(int verbosity, bool quiet)
{
	settings.verbosity = verbosity;
	settings.quiet = quiet;
}

void
msg_set_sink(enum msg_level level, msg_sink *sink, void *context)
{
	settings.sink_level = level;
	settings.sink = sink;
	settings.sink_context = context;
}

static size_t
append_visible(char *line, size_t used, const char *text)
{
	size_t len;

	/* Room for one escape or character, the newline and the NUL. */
	while (*text != '\0' && used + 6 < LINE_MAX_BYTES) {
		len = visible_length(text, strnlen(text, 4));
		if (len == 0) {
			used += (size_t)snprintf(line + used, 5, "\\x%02x",
				(unsigned char)*text++);
			continue;
		}
		memcpy(line + used, text, len);
		used += len;
		text += len;
	}
	return used;
}

/* Back to the beginning, and away with what stands there (ECMA-48). */
static const char clear_line[] = "\r\x1b[K";

static size_t
begin_line(char *line)
{
	if (!settings.is_line_open)
		return 0;
	settings.is_line_open = false;
	memcpy(line, clear_line, sizeof(clear_line) - 1);
	return sizeof(clear_line) - 1;
}

/* One write a line, so that the lines of a pipeline's programs stay whole. */
static void
show(const char *text)
{
	char line[LINE_MAX_BYTES];
	ssize_t written;
	size_t used;

	used = begin_line(line);
	used = append_visible(line, used, settings.name);
	used = append_visible(line, used, ": ");
	used = append_visible(line, used, text);
	line[used++] = '\n';
	written = write(STDERR_FILENO, line, used);
	(void)written; /* there is nowhere left to complain to */
}

static void
say(enum msg_level level, bool is_shown, const char *format, va_list arguments)
{
	bool is_sunk = settings.sink != NULL && level <= settings.sink_level;
	char text[LINE_MAX_BYTES];

	if (!is_shown && !is_sunk)
		return;
	vsnprintf(text, sizeof(text), format, arguments);
	if (is_shown)
		show(text);
	if (is_sunk)
		settings.sink(settings.sink_context, level, text);
}

void
msg_warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(MSG_WARN, true, format, arguments);
	va_end(arguments);
}

void
msg_info(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(MSG_INFO, !settings.quiet, format, arguments);
	va_end(arguments);
}

void
msg_detail(int level, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(MSG_DETAIL, settings.verbosity >= level, format, arguments);
	va_end(arguments);
}

void
msg_progress(const char *text)
{
	char line[LINE_MAX_BYTES];
	ssize_t written;
	size_t used = sizeof(clear_line) - 1;

	if (settings.quiet || (text == NULL && !settings.is_line_open))
		return;
	memcpy(line, clear_line, used);
	if (text != NULL) {
		used = append_visible(line, used, settings.name);
		used = append_visible(line, used, ": ");
		used = append_visible(line, used, text);
	}
	settings.is_line_open = text != NULL;
	written = write(STDERR_FILENO, line, used);
	(void)written;
}

int
msg_fault(const struct fault *why)
{
	msg_warn("%s", why->text);
	return why->status;
}
