/* SPDX-License-Identifier: MIT */
#include "digitpattern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "xalloc.h"

/* Far more than the longest that is known, a tenth of what fits. */
enum {
	STEPS_MOST = 6000,
	NESTED_MOST = 30,
	TIMES_MOST = 30,
	ALL_DIGITS = 1023
};

struct compiler {
	struct digitpattern *pattern;
	size_t group;   /* the next to be opened */
	unsigned depth; /* groups within groups */
	bool is_bad;
};

static void
compile_choice(struct compiler *compiler, const char *text, const char *end);

static size_t
emit(struct compiler *compiler, enum digitstep_kind kind, unsigned value)
{
	struct digitpattern *pattern = compiler->pattern;
	struct digitstep *step;

	if (pattern->count == STEPS_MOST) {
		compiler->is_bad = true;
		pattern->count = 0;
	}
	if (pattern->count == pattern->size) {
		pattern->size = pattern->size * 2 + 16;
		pattern->steps = xreallocarray(pattern->steps, pattern->size,
			sizeof(*pattern->steps));
	}
	step = &pattern->steps[pattern->count];
	*step = (struct digitstep){.kind = (uint8_t)kind};
	if (kind == DIGITSTEP_DIGIT)
		step->digits = (uint16_t)value;
	else
		step->group = (uint8_t)value;
	return pattern->count++;
}

/* From here on is where a split or a jump leads. */
static void
lead_here(struct compiler *compiler, size_t step)
{
	compiler->pattern->steps[step].other =
		(uint16_t)compiler->pattern->count;
}

/* Behind the bracket that closes the one at text, or NULL. */
static const char *
behind_group(const char *text, const char *end)
{
	unsigned depth = 0;

	for (; text < end; text++) {
		if (*text == '(')
			depth++;
		else if (*text == ')' && --depth == 0)
			return text + 1;
	}
	return NULL;
}

/* Behind the first thing that can be repeated, or NULL. */
static const char *
behind_atom(const char *text, const char *end)
{
	const char *close;

	switch (*text) {
	case '(':
		return behind_group(text, end);
	case '[':
		close = memchr(text, ']', (size_t)(end - text));
		return close != NULL ? close + 1 : NULL;
	case '\\':
		return end - text >= 2 ? text + 2 : NULL;
	default:
		return text + 1;
	}
}

/* "[2-57]", with text at the bracket. */
static unsigned
class_digits(struct compiler *compiler, const char *text)
{
	unsigned digits = 0;

	for (text++; *text != ']'; text++) {
		char last = *text;

		if (text[1] == '-') {
			last = text[2];
			if (!ascii_is_digit(last) || last < *text)
				break;
		}
		if (!ascii_is_digit(*text))
			break;
		for (char digit = *text; digit <= last; digit++)
			digits |= 1u << (digit - '0');
		if (text[1] == '-')
			text += 2;
	}
	if (*text != ']' || digits == 0)
		compiler->is_bad = true;
	return digits;
}

static void
compile_group(struct compiler *compiler, const char *text, const char *end)
{
	bool captures = text[1] != '?';
	size_t group = compiler->group;

	if ((!captures && text[2] != ':') || compiler->depth == NESTED_MOST ||
		(captures && group == DIGITPATTERN_GROUPS)) {
		compiler->is_bad = true;
		return;
	}
	compiler->depth++;
	if (captures) {
		compiler->group++;
		emit(compiler, DIGITSTEP_OPEN, (unsigned)group);
	}
	compile_choice(compiler, text + (captures ? 1 : 3), end - 1);
	if (captures)
		emit(compiler, DIGITSTEP_CLOSE, (unsigned)group);
	compiler->depth--;
}

static void
compile_atom(struct compiler *compiler, const char *text, const char *end)
{
	if (ascii_is_digit(*text))
		emit(compiler, DIGITSTEP_DIGIT, 1u << (*text - '0'));
	else if (*text == '$')
		emit(compiler, DIGITSTEP_END, 0);
	else if (*text == '\\' && text[1] == 'd')
		emit(compiler, DIGITSTEP_DIGIT, ALL_DIGITS);
	else if (*text == '[')
		emit(compiler, DIGITSTEP_DIGIT, class_digits(compiler, text));
	else if (*text == '(')
		compile_group(compiler, text, end);
	else
		compiler->is_bad = true;
}

static const char *
read_number(struct compiler *compiler, const char *text, unsigned *number)
{
	*number = 0;
	if (!ascii_is_digit(*text))
		compiler->is_bad = true;
	for (; ascii_is_digit(*text) && *number <= TIMES_MOST; text++)
		*number = *number * 10 + (unsigned)(*text - '0');
	return text;
}

/* "?", "{2}", "{2,4}" or nothing: how often.  Behind it is the result. */
static const char *
read_times(struct compiler *compiler, const char *text, const char *end,
	unsigned *least, unsigned *most)
{
	*least = *most = 1;
	if (text == end || (*text != '?' && *text != '{'))
		return text;
	if (*text == '?') {
		*least = 0;
		text++;
	} else {
		text = read_number(compiler, text + 1, least);
		*most = *least;
		if (*text == ',')
			text = read_number(compiler, text + 1, most);
		if (*text++ != '}' || *most < *least || *most == 0 ||
			*most > TIMES_MOST)
			compiler->is_bad = true;
	}
	/* Behind that, ? would mean: as few as possible. */
	if (!compiler->is_bad && text < end && strchr("?*+{", *text) != NULL)
		compiler->is_bad = true;
	return text;
}

/* "x{2,4}" becomes x x (x (x)?)?. */
static const char *
compile_repeated(struct compiler *compiler, const char *text, const char *end)
{
	const char *behind = behind_atom(text, end), *rest;
	unsigned least, most;
	size_t splits[TIMES_MOST], group = compiler->group;

	if (behind == NULL) {
		compiler->is_bad = true;
		return end;
	}
	rest = read_times(compiler, behind, end, &least, &most);
	for (unsigned time = 0; time < most && !compiler->is_bad; time++) {
		if (time >= least)
			splits[time] = emit(compiler, DIGITSTEP_SPLIT, 0);
		compiler->group = group;
		compile_atom(compiler, text, behind);
	}
	for (unsigned time = least; time < most && !compiler->is_bad; time++)
		lead_here(compiler, splits[time]);
	return rest;
}

/* The bar that ends the first of several alternatives, or end. */
static const char *
behind_alternative(const char *text, const char *end)
{
	while (text != NULL && text < end && *text != '|')
		text = behind_atom(text, end);
	return text != NULL ? text : end;
}

static void
compile_choice(struct compiler *compiler, const char *text, const char *end)
{
	size_t jump = 0, earlier;

	for (;;) {
		const char *bar = behind_alternative(text, end);
		size_t split = 0;

		if (bar < end)
			split = emit(compiler, DIGITSTEP_SPLIT, 0);
		while (text < bar && !compiler->is_bad)
			text = compile_repeated(compiler, text, bar);
		if (bar == end || compiler->is_bad)
			break;
		/* The jumps to the end are a chain, until it is known. */
		earlier = jump;
		jump = emit(compiler, DIGITSTEP_JUMP, 0);
		compiler->pattern->steps[jump].other = (uint16_t)earlier;
		lead_here(compiler, split);
		text = bar + 1;
	}
	for (; jump != 0 && !compiler->is_bad; jump = earlier) {
		earlier = compiler->pattern->steps[jump].other;
		lead_here(compiler, jump);
	}
}

struct digitpattern *
digitpattern_new(const char *text)
{
	struct compiler compiler = {
		.pattern = xcalloc(1, sizeof(struct digitpattern))};

	compile_choice(&compiler, text, text + strlen(text));
	emit(&compiler, DIGITSTEP_MATCH, 0);
	compiler.pattern->groups = compiler.group;
	if (!compiler.is_bad)
		return compiler.pattern;
	digitpattern_free(compiler.pattern);
	return NULL;
}

void
digitpattern_free(struct digitpattern *pattern)
{
	if (pattern == NULL)
		return;
	free(pattern->steps);
	free(pattern);
}

struct text {
	const char *digits;
	size_t len;
	struct digitgroup groups[DIGITPATTERN_GROUPS];
};

static int match_from(const struct digitpattern *pattern, size_t at,
	struct text *text, size_t used);

/* The first way; if it leads nowhere, all is as before. */
static int
try_first(const struct digitpattern *pattern, size_t at, struct text *text,
	size_t used)
{
	struct text copy = *text;
	int result = match_from(pattern, at + 1, &copy, used);

	if (result >= 0)
		*text = copy;
	return result;
}

static int
match_from(const struct digitpattern *pattern, size_t at, struct text *text,
	size_t used)
{
	for (;; at++) {
		const struct digitstep *step = &pattern->steps[at];
		int result;

		switch (step->kind) {
		case DIGITSTEP_DIGIT:
			if (used == text->len ||
				!(step->digits >> (text->digits[used] - '0') &
					1))
				return -1;
			used++;
			break;
		case DIGITSTEP_SPLIT:
			result = try_first(pattern, at, text, used);
			if (result >= 0)
				return result;
			at = step->other - 1u;
			break;
		case DIGITSTEP_JUMP:
			at = step->other - 1u;
			break;
		case DIGITSTEP_OPEN:
			text->groups[step->group].start = used;
			text->groups[step->group].length = 0;
			break;
		case DIGITSTEP_CLOSE:
			text->groups[step->group].length =
				used - text->groups[step->group].start;
			break;
		case DIGITSTEP_END:
			if (used != text->len)
				return -1;
			break;
		default:
			return (int)used;
		}
	}
}

int
digitpattern_match(const struct digitpattern *pattern, const char *digits,
	size_t len, struct digitgroup groups[DIGITPATTERN_GROUPS])
{
	struct text text = {.digits = digits, .len = len};
	int result = match_from(pattern, 0, &text, 0);

	if (groups != NULL)
		memcpy(groups, text.groups, sizeof(text.groups));
	return result;
}
