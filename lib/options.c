/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "msg.h"
#include "xalloc.h"

enum { DESCRIPTOR_MOST = 1024 };

static const struct option_row common_rows[] =
	{{'q', "quiet", NULL, "no summary and no progress, only trouble"},
		{'v', "verbose", NULL, "say more; twice: still more"},
		{'h', "help", NULL, "show this and exit"},
		{'V', "version", NULL, "show the version and exit"}, {0}};

struct options {
	const struct options_about *about;
	int argc;
	char **argv;
	struct option *table;
	char *letters;
	const struct option_row *row; /* of the option that came last */
	int verbosity;
	bool is_quiet;
};

static size_t
row_count(const struct option_row *rows)
{
	size_t count = 0;

	while (rows[count].name != NULL)
		count++;
	return count;
}

static int
argument_kind(const struct option_row *row)
{
	if (row->argument == NULL)
		return no_argument;
	return *row->argument == '[' ? optional_argument : required_argument;
}

static const struct option_row *
find_key(const struct option_row *rows, int key)
{
	while (rows->name != NULL && rows->key != key)
		rows++;
	return rows;
}

/* Does the program say by itself what the option does? */
static bool
is_own(const struct options_about *about, int key)
{
	return find_key(about->rows, key)->name != NULL;
}

static void
add_rows(struct options *options, size_t *used, const struct option_row *rows)
{
	char *end = options->letters + strlen(options->letters);
	bool is_common = rows == common_rows;

	for (; rows->name != NULL; rows++) {
		if (is_common && is_own(options->about, rows->key))
			continue;
		options->table[(*used)++] = (struct option){.name = rows->name,
			.has_arg = argument_kind(rows),
			.val = rows->key};
		if (rows->key >= OPTIONS_LONG)
			continue;
		*end++ = (char)rows->key;
		for (int kind = argument_kind(rows); kind > 0; kind--)
			*end++ = ':';
	}
	*end = '\0';
}

struct options *
options_open(const struct options_about *about, int argc, char *argv[])
{
	struct options *options = xcalloc(1, sizeof(*options));
	size_t count = row_count(about->rows) + row_count(common_rows);
	size_t used = 0;

	options->about = about;
	options->argc = argc;
	options->argv = argv;
	options->table = xcalloc(count + 1, sizeof(*options->table));
	options->letters = xcalloc(count + 1, 3);
	options->letters[0] = ':'; /* tell a missing argument from unknown */
	add_rows(options, &used, about->rows);
	add_rows(options, &used, common_rows);
	opterr = 0;
	return options;
}

void
options_close(struct options *options)
{
	if (options == NULL)
		return;
	free(options->table);
	free(options->letters);
	free(options);
}

void
options_fail(const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	msg_warn("%s; see %s --help", text, msg_name());
	exit(EX_USAGE);
}

static void
print_row(const struct option_row *row)
{
	char left[64], form[8] = "    ";

	if (row->key < OPTIONS_LONG)
		snprintf(form, sizeof(form), "-%c, ", row->key);
	if (row->argument == NULL)
		snprintf(left, sizeof(left), "%s--%s", form, row->name);
	else if (*row->argument == '[')
		snprintf(left, sizeof(left), "%s--%s[=%s", form, row->name,
			row->argument + 1);
	else
		snprintf(left, sizeof(left), "%s--%s %s", form, row->name,
			row->argument);
	printf("  %-28s %s\n", left, row->help);
}

static void
end_if_written(void)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		msg_warn("standard output: cannot be written");
		exit(EX_IOERR);
	}
	exit(EX_OK);
}

static void
help(const struct options_about *about)
{
	const struct option_row *row;

	printf("usage: %s %s\n\n%s\n\n", msg_name(), about->synopsis,
		about->purpose);
	for (row = about->rows; row->name != NULL; row++)
		print_row(row);
	for (row = common_rows; row->name != NULL; row++)
		if (!is_own(about, row->key))
			print_row(row);
	printf("\nman %s tells the rest; man csr shows how the programs work"
	       " together.\n",
		msg_name());
	end_if_written();
}

static const struct option_row *
find_row(const struct options *options, int key)
{
	return find_key(is_own(options->about, key) ? options->about->rows
						    : common_rows,
		key);
}

/* Whether the key is one of the common options, and wholly done here. */
static bool
do_common(struct options *options, int key)
{
	switch (key) {
	case 'h':
		help(options->about);
		break;
	case 'V':
		printf("%s (CSC-Reach) %s\n", msg_name(), PACKAGE_VERSION);
		end_if_written();
		break;
	case 'q':
		options->is_quiet = true;
		break;
	case 'v':
		options->verbosity++;
		break;
	default:
		return false;
	}
	msg_set_level(options->verbosity, options->is_quiet);
	return !is_own(options->about, key);
}

/* What stands behind a = may be a secret that came to the wrong place. */
static void
fail_at(const struct options *options, const char *what)
{
	const char *word = options->argv[optind - 1];

	options_fail("%.*s: %s", (int)strcspn(word, "="), word, what);
}

int
options_next(struct options *options)
{
	int key;

	do {
		key = getopt_long(options->argc, options->argv,
			options->letters, options->table, NULL);
		if (key == '?' && optopt > 0 && optopt < OPTIONS_LONG &&
			find_row(options, optopt)->name == NULL)
			options_fail("unknown option -%c", optopt);
		if (key == '?')
			fail_at(options, "unknown or ambiguous option, or one"
					 " that takes no argument");
		if (key == ':')
			fail_at(options, "wants an argument");
	} while (key != -1 && do_common(options, key));
	if (key == -1)
		return OPTIONS_END;
	options->row = find_row(options, key);
	return key;
}

char *
options_argument(const struct options *options)
{
	(void)options;
	return optarg;
}

int64_t
options_number(const struct options *options, int64_t least, int64_t most)
{
	int64_t number;

	if (!number_parse(optarg, least, most, &number))
		options_fail("--%s: \"%s\" is not a whole number from %" PRId64
			     " to %" PRId64,
			options->row->name, optarg, least, most);
	return number;
}

int
options_descriptor(const struct options *options)
{
	int fd = (int)options_number(options, 0, DESCRIPTOR_MOST);

	if (fcntl(fd, F_GETFD) < 0)
		options_fail("--%s: descriptor %d is not open",
			options->row->name, fd);
	/* Helper programs have no business with what it gives. */
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

struct rate
options_rate(const struct options *options)
{
	struct rate rate;

	if (!number_parse_rate(optarg, &rate))
		options_fail("--%s: \"%s\" is not a rate; write 20/min, 5/s or"
			     " 1000/h",
			options->row->name, optarg);
	return rate;
}

int64_t
options_duration(const struct options *options)
{
	int64_t duration_ms;

	if (!number_parse_duration(optarg, &duration_ms))
		options_fail("--%s: \"%s\" is not a time; write 500ms, 30s, 5m"
			     " or 2h",
			options->row->name, optarg);
	return duration_ms;
}

char **
options_operands(const struct options *options, size_t *count)
{
	*count = (size_t)(options->argc - optind);
	return options->argv + optind;
}
