/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "columns-parts.h"
#include "shellword.h"
#include "utf8.h"
#include "xalloc.h"

enum {
	SHOWN_MAX = 80, /* bytes of a name */
	NAMED_MAX = 3,  /* columns in a message */
};

void
columns_note(struct columns *columns, const char *note)
{
	columns->notes = xreallocarray(columns->notes, columns->note_count + 1,
		sizeof(*columns->notes));
	columns->notes[columns->note_count++] = xstrdup(note);
}

void
columns_quote(struct buf *out, const char *name)
{
	size_t len = strlen(name), shown = 0;

	while (shown < len && shown < SHOWN_MAX)
		shown += utf8_sequence(name + shown, len - shown);
	buf_add_byte(out, '"');
	buf_add(out, name, shown);
	buf_add_text(out, shown < len ? "…\"" : "\"");
}

/* For one field: the columns that could hold it. */
struct candidates {
	enum column_field field;
	enum column_rank rank; /* the highest of them */
	size_t count;          /* of the columns with it */
	size_t first;          /* of these */
};

/* A column's ranks are asked for once. */
struct ranking {
	enum column_rank of[COLUMN_FIELD_COUNT];
};

static struct candidates
choose(const struct columns *columns, const struct ranking *rankings,
	enum column_field field)
{
	struct candidates candidates = {.field = field, .rank = COLUMN_NO};

	for (size_t i = 0; i < columns->count; i++) {
		enum column_rank rank = rankings[i].of[field];

		if (columns->list[i].member != NULL || rank < candidates.rank ||
			rank == COLUMN_NO)
			continue;
		if (rank > candidates.rank) {
			candidates.rank = rank;
			candidates.first = i;
			candidates.count = 0;
		}
		candidates.count++;
	}
	return candidates;
}

/* "Telefone" and "Celular"; or, for the shell, the options that name them. */
static void
list_candidates(const struct columns *columns, const struct ranking *rankings,
	const struct candidates *candidates, bool is_options, struct buf *out)
{
	size_t done = 0;

	for (size_t i = candidates->first;
		i < columns->count && done < NAMED_MAX; i++) {
		const struct column *column = &columns->list[i];

		if (column->member != NULL ||
			rankings[i].of[candidates->field] != candidates->rank)
			continue;
		if (done > 0)
			buf_add_text(out, is_options ? " or " : " and ");
		done++;
		if (!is_options) {
			columns_quote(out, column->name);
			continue;
		}
		buf_add_format(out,
			"--map %s=", columnwords_member(candidates->field));
		shellword_add(out, column->name);
	}
	if (candidates->count > NAMED_MAX)
		buf_add_text(out, is_options ? " ..." : " and others");
}

static int
refuse(const struct columns *columns, const struct ranking *rankings,
	const struct candidates *candidates, const char *source,
	struct fault *why)
{
	const char *member = columnwords_member(candidates->field);
	const char *name = columns->list[candidates->first].name;
	struct buf shown, options;
	bool is_same = false;

	for (size_t i = candidates->first + 1; i < columns->count; i++)
		is_same |= columns->list[i].member == NULL &&
			   strcmp(columns->list[i].name, name) == 0;
	if (is_same)
		return fault_set(why, EX_DATAERR,
			"%s: two columns are called \"%s\", and either could"
			" be the %s; rename one in the list, or name them all"
			" with --columns",
			source, name, member);
	buf_init(&shown, SIZE_MAX);
	buf_init(&options, SIZE_MAX);
	list_candidates(columns, rankings, candidates, false, &shown);
	list_candidates(columns, rankings, candidates, true, &options);
	fault_set(why, EX_DATAERR, "%s: %s could each be the %s; say which: %s",
		source, buf_string(&shown), member, buf_string(&options));
	buf_release(&shown);
	buf_release(&options);
	return -1;
}

/* What could be it, if the operator says so. */
static void
note_doubtful(struct columns *columns, const struct ranking *rankings,
	const struct candidates *candidates)
{
	const char *member = columnwords_member(candidates->field);
	struct buf note;

	buf_init(&note, SIZE_MAX);
	buf_add_format(&note, "no column is taken for the %s; if it is ",
		member);
	list_candidates(columns, rankings, candidates, false, &note);
	buf_add_text(&note, ", say so: ");
	list_candidates(columns, rankings, candidates, true, &note);
	columns_note(columns, buf_string(&note));
	buf_release(&note);
}

/* Does the column hold a field, whatever else its name says? */
static bool
is_settled(const struct ranking *ranking)
{
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++)
		if (ranking->of[field] > COLUMN_DOUBTFUL)
			return true;
	return false;
}

static void
rank_all(const struct columns *columns, struct ranking *rankings)
{
	for (size_t i = 0; i < columns->count; i++) {
		columnwords_rank(columns->list[i].name,
			strlen(columns->list[i].name), rankings[i].of);
		if (!is_settled(&rankings[i]))
			continue;
		for (int field = 0; field < COLUMN_FIELD_COUNT; field++)
			if (rankings[i].of[field] == COLUMN_DOUBTFUL)
				rankings[i].of[field] = COLUMN_NO;
	}
}

/* May the field stay open although two columns could be it? */
static bool
is_dispensable(const struct columns *columns, enum column_field field)
{
	return (field == COLUMN_FIRST_NAME || field == COLUMN_LAST_NAME) &&
	       columns->fields[COLUMN_NAME] != COLUMNS_NONE;
}

/* "Número" beside "Rua" is the house's. */
static void
doubt_numbers(const struct columns *columns, struct ranking *rankings)
{
	bool has_place = false;

	for (size_t i = 0; i < columns->count && !has_place; i++)
		has_place = columnwords_is_place(columns->list[i].name,
			strlen(columns->list[i].name));
	for (size_t i = 0; i < columns->count && has_place; i++)
		if (rankings[i].of[COLUMN_PHONE] == COLUMN_WEAK)
			rankings[i].of[COLUMN_PHONE] = COLUMN_DOUBTFUL;
}

static int
find_field(struct columns *columns, const struct ranking *rankings,
	enum column_field field, const char *source, struct fault *why)
{
	struct candidates candidates = choose(columns, rankings, field);

	if (candidates.rank <= COLUMN_DOUBTFUL)
		return 0;
	if (candidates.count > 1)
		return is_dispensable(columns, field)
			       ? 0
			       : refuse(columns, rankings, &candidates, source,
					 why);
	columns->fields[field] = candidates.first;
	columns_set(&columns->list[candidates.first], columnwords_member(field),
		candidates.rank == COLUMN_OWN ? COLUMN_NAMED : COLUMN_FOUND);
	return 0;
}

/* The columns of which two could be about different persons. */
static const enum column_field personal[] = {COLUMN_NAME, COLUMN_FIRST_NAME,
	COLUMN_LAST_NAME, COLUMN_PHONE, COLUMN_EMAIL};

static int
refuse_persons(const struct columns *columns, enum column_field first,
	enum column_field second, const char *source, struct fault *why)
{
	const enum column_field both[] = {first, second};
	struct buf shown, options;

	buf_init(&shown, SIZE_MAX);
	buf_init(&options, SIZE_MAX);
	for (size_t i = 0; i < 2; i++) {
		const char *member = columnwords_member(both[i]);
		const char *name = columns->list[columns->fields[both[i]]].name;

		buf_add_text(&shown, i > 0 ? " and " : "");
		columns_quote(&shown, name);
		buf_add_format(&options, "%s--map %s=", i > 0 ? " " : "",
			member);
		shellword_add(&options, name);
	}
	fault_set(why, EX_DATAERR,
		"%s: %s may be of two persons; map the columns of one, or say"
		" that these are right: %s",
		source, buf_string(&shown), buf_string(&options));
	buf_release(&shown);
	buf_release(&options);
	return -1;
}

static enum column_role
role_of(const struct columns *columns, enum column_field field)
{
	size_t index = columns->fields[field];
	const char *name;

	if (index == COLUMNS_NONE)
		return COLUMN_ANYBODY;
	name = columns->list[index].name;
	return columnwords_role(name, strlen(name));
}

static bool
is_mapped(const struct columns *columns, enum column_field field)
{
	size_t index = columns->fields[field];

	return columns->list[index].origin == COLUMN_MAPPED;
}

/*
 * A message to the buyer must not greet the recipient, unless the operator
 * maps both.
 */
static int
check_persons(const struct columns *columns, const char *source,
	struct fault *why)
{
	enum { COUNT = sizeof(personal) / sizeof(*personal) };
	enum column_role roles[COUNT];

	for (size_t i = 0; i < COUNT; i++) {
		roles[i] = role_of(columns, personal[i]);
		for (size_t j = 0; j < i; j++)
			if (roles[i] != COLUMN_ANYBODY &&
				roles[j] != COLUMN_ANYBODY &&
				roles[i] != roles[j] &&
				!(is_mapped(columns, personal[i]) &&
					is_mapped(columns, personal[j])))
				return refuse_persons(columns, personal[j],
					personal[i], source, why);
	}
	return 0;
}

static void
note_missing(struct columns *columns, const struct ranking *rankings,
	enum column_field field)
{
	struct candidates candidates = choose(columns, rankings, field);

	if (columns->fields[field] == COLUMNS_NONE &&
		candidates.rank == COLUMN_DOUBTFUL)
		note_doubtful(columns, rankings, &candidates);
}

int
columns_find(struct columns *columns, const char *source, struct fault *why)
{
	struct ranking *rankings = xcalloc(columns->count, sizeof(*rankings));
	int result = 0;

	rank_all(columns, rankings);
	doubt_numbers(columns, rankings);
	for (int field = 0; field < COLUMN_FIELD_COUNT && result == 0; field++)
		if (columns->fields[field] == COLUMNS_NONE)
			result = find_field(columns, rankings, field, source,
				why);
	columns_split_name(columns);
	if (result == 0)
		result = check_persons(columns, source, why);
	columns->makes_name =
		columns->fields[COLUMN_NAME] == COLUMNS_NONE &&
		columns->fields[COLUMN_FIRST_NAME] != COLUMNS_NONE;
	if (result == 0) {
		note_missing(columns, rankings, COLUMN_PHONE);
		if (!columns->makes_name)
			note_missing(columns, rankings, COLUMN_NAME);
	}
	free(rankings);
	return result;
}

static void
describe(const struct columns *columns, enum column_field field,
	const char *between, struct buf *out)
{
	const struct column *column;

	if (columns->fields[field] == COLUMNS_NONE)
		return;
	column = &columns->list[columns->fields[field]];
	if (strcmp(column->name, column->member) == 0)
		return;
	buf_add_format(out, "%s%s is ", out->len > 0 ? between : "",
		column->member);
	columns_quote(out, column->name);
}

/* The names that the member name is made of. */
static void
describe_made(const struct columns *columns, struct buf *out)
{
	size_t last = columns->fields[COLUMN_LAST_NAME];

	buf_add_text(out, out->len > 0 ? ", name is " : "name is ");
	columns_quote(out,
		columns->list[columns->fields[COLUMN_FIRST_NAME]].name);
	if (last == COLUMNS_NONE)
		return;
	buf_add_text(out, " and ");
	columns_quote(out, columns->list[last].name);
}

void
columns_describe(const struct columns *columns, struct buf *out)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++)
		if (field == COLUMN_NAME && columns->makes_name)
			describe_made(columns, &text);
		else if (!columns->makes_name || field < COLUMN_FIRST_NAME)
			describe(columns, field, ", ", &text);
	buf_add(out, text.data, text.len);
	buf_release(&text);
}
