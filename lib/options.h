/* SPDX-License-Identifier: MIT */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "number.h"

/*
 * options: a program's command line, from one table that drives the parsing
 * and the text of --help, so that the two cannot drift apart.
 *
 *	static const struct option_row rows[] = {
 *		{'r', "rate", "RATE", "let through at most RATE"},
 *		{0}};
 *	static const struct options_about about = {
 *		"[OPTION]... [FILE]...", "what the program is for", rows};
 *	struct options *options = options_open(&about, argc, argv);
 *
 *	while ((key = options_next(options)) != OPTIONS_END)
 *		...
 *
 * Every program has --help, --version, --quiet and --verbose, which are
 * dealt with here.  One that the table has, too, does what it does everywhere,
 * is told in the words of the table, and is handed out as the program's own
 * are.  A mistake ends the program with EX_USAGE, its name and
 * the way to --help.
 */

struct option_row {
	int key; /* a letter for a short form, else from OPTIONS_LONG */
	const char *name;     /* the long form, without dashes */
	const char *argument; /* what it is called in --help; NULL: takes none;
				 "[X]": may be left out */
	const char *help;     /* one sentence, no full stop */
};

enum { OPTIONS_END = -1, OPTIONS_LONG = 256 };

struct options_about {
	const char *synopsis;
	const char *purpose;
	const struct option_row *rows; /* ends with a row of zeros */
};

struct options;

struct options *
options_open(const struct options_about *about, int argc, char *argv[]);
void options_close(struct options *options);

/* The key of the next option, or OPTIONS_END. */
int options_next(struct options *options);

/*
 * The argument of the option that came last, in the caller's argv; NULL when
 * it was left out.
 */
char *options_argument(const struct options *options);

/*
 * The same, as a number, a descriptor, a pace or milliseconds; anything else
 * is usage.
 */
int64_t
options_number(const struct options *options, int64_t least, int64_t most);
int options_descriptor(const struct options *options); /* not inherited */
struct rate options_rate(const struct options *options);
int64_t options_duration(const struct options *options);

/* After OPTIONS_END: the operands, in the caller's argv. */
char **options_operands(const struct options *options, size_t *count);

/* Say what is wrong with the command line and exit with EX_USAGE. */
void options_fail(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));

#endif
