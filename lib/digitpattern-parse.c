/* SPDX-License-Identifier: MIT */
#include "digitpattern-parse.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { DEPTH_MAX = 30, REPEAT_MAX = 40, DIGITS_ALL = 0x3FF };

struct reader {
	const char *at;
	int depth;
	bool is_bad;
};

static struct digitterm *read_either(struct reader *reader);

void
digitterm_free(struct digitterm *term)
{
	if (term == NULL)
		return;
	digitterm_free(term->first);
	digitterm_free(term->second);
	free(term);
}

static struct digitterm *
make(struct digitterm term)
{
	struct digitterm *made = xmalloc(sizeof(*made));

	*made = term;
	return made;
}

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool
take(struct reader *reader, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(reader->at, text, len) != 0)
		return false;
	reader->at += len;
	return true;
}

/* What stands behind "[". */
static unsigned int
read_class(struct reader *reader)
{
	unsigned int digits = 0;
	int from, to;

	while (is_digit(*reader->at)) {
		from = to = *reader->at++ - '0';
		if (take(reader, "-")) {
			if (!is_digit(*reader->at))
				break;
			to = *reader->at++ - '0';
		}
		for (; from <= to; from++)
			digits |= 1u << from;
	}
	if (digits == 0 || !take(reader, "]"))
		reader->is_bad = true;
	return digits;
}

static struct digitterm *
read_atom(struct reader *reader)
{
	struct digitterm *term;

	if (take(reader, "(")) {
		take(reader, "?:");
		reader->is_bad |= ++reader->depth > DEPTH_MAX;
		term = reader->is_bad ? NULL : read_either(reader);
		reader->depth--;
		if (!take(reader, ")"))
			reader->is_bad = true;
		return term;
	}
	term = make((struct digitterm){.kind = DIGITTERM_DIGITS});
	if (take(reader, "\\d"))
		term->digits = DIGITS_ALL;
	else if (take(reader, "["))
		term->digits = read_class(reader);
	else if (is_digit(*reader->at))
		term->digits = 1u << (*reader->at++ - '0');
	else
		reader->is_bad = true;
	return term;
}

static int
read_number(struct reader *reader)
{
	int number = 0;

	if (!is_digit(*reader->at))
		reader->is_bad = true;
	while (is_digit(*reader->at) && number <= REPEAT_MAX)
		number = number * 10 + (*reader->at++ - '0');
	if (number > REPEAT_MAX)
		reader->is_bad = true;
	return number;
}

/* How often: what stands behind "{". */
static void
read_times(struct reader *reader, int *least, int *most)
{
	*least = *most = read_number(reader);
	if (take(reader, ","))
		*most = *reader->at == '}' ? DIGITTERM_ANY
					   : read_number(reader);
	if (!take(reader, "}") || (*most != DIGITTERM_ANY && *most < *least))
		reader->is_bad = true;
}

static struct digitterm *
read_repeat(struct reader *reader)
{
	struct digitterm *term = read_atom(reader);
	int least = 1, most = 1;

	if (take(reader, "?"))
		least = 0;
	else if (take(reader, "*"))
		least = 0, most = DIGITTERM_ANY;
	else if (take(reader, "+"))
		most = DIGITTERM_ANY;
	else if (take(reader, "{"))
		read_times(reader, &least, &most);
	if ((least == 1 && most == 1) || term == NULL)
		return term;
	return make((struct digitterm){.kind = DIGITTERM_REPEAT,
		.least = least,
		.most = most,
		.first = term});
}

static struct digitterm *
read_sequence(struct reader *reader)
{
	struct digitterm *term = NULL;

	while (!reader->is_bad && *reader->at != '\0' && *reader->at != '|' &&
		*reader->at != ')')
		term = make((struct digitterm){.kind = DIGITTERM_SEQUENCE,
			.first = term,
			.second = read_repeat(reader)});
	if (term == NULL)
		term = make((struct digitterm){.kind = DIGITTERM_SEQUENCE});
	return term;
}

static struct digitterm *
read_either(struct reader *reader)
{
	struct digitterm *term = read_sequence(reader);

	while (!reader->is_bad && take(reader, "|"))
		term = make((struct digitterm){.kind = DIGITTERM_EITHER,
			.first = term,
			.second = read_sequence(reader)});
	return term;
}

struct digitterm *
digitterm_parse(const char *expression)
{
	struct reader reader = {.at = expression};
	struct digitterm *term = read_either(&reader);

	if (!reader.is_bad && *reader.at == '\0')
		return term;
	digitterm_free(term);
	return NULL;
}
