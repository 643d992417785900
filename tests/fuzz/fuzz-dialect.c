/* SPDX-License-Identifier: MIT */
/*
 * fuzz-dialect: of any bytes dialect finds a delimiter it knows, twice the
 * same, and keeps what it is told.
 */
#include <string.h>

#include "buf.h"
#include "dialect.h"
#include "fuzz.h"

static bool
is_name(const char *text, size_t len)
{
	return len == 4 && memcmp(text, "Nome", len) == 0;
}

static bool
is_same(const struct dialect *a, const struct dialect *b)
{
	return a->delimiter == b->delimiter && a->quote == b->quote &&
	       a->columns == b->columns && a->has_header == b->has_header &&
	       a->skip == b->skip;
}

static void
check_found(const struct dialect *dialect)
{
	/* A first line sep= may say another. */
	HOLD(dialect->skip > 0 || strchr(",;\t|", dialect->delimiter) != NULL);
	HOLD(dialect->delimiter != 0 && dialect->delimiter != dialect->quote &&
		dialect->delimiter != '\n' && dialect->delimiter != '\r');
	HOLD(dialect->quote == '"' || dialect->quote == '\'');
	HOLD(dialect->skip <= 1);
	HOLD(dialect->rival != dialect->delimiter);
	HOLD(dialect->columns > 0 || dialect->is_header_certain);
}

static void
check_text(const struct dialect *dialect, const struct dialect_told *told)
{
	struct buf out;

	buf_init(&out, SIZE_MAX);
	dialect_describe(dialect, &out);
	HOLD(out.len > 0 && strstr(buf_string(&out), "the columns") != NULL);
	buf_clear(&out);
	dialect_doubt(dialect, told, &out);
	HOLD((out.len > 0) ==
		((dialect->rival != 0 && !told->delimiter) ||
			(!dialect->is_header_certain && !told->header)));
	buf_release(&out);
}

/*
 * What has been found may be told: it stays, and gives the same.  (With the
 * delimiter comes the quote, which is looked for beside delimiters.)
 */
static void
check_told(const struct dialect *found, uint32_t choice, const char *text,
	size_t len, bool is_all)
{
	struct dialect_told told = {.delimiter = choice & 1,
		.quote = choice & 3,
		.header = choice & 4,
		.skip = choice & 8};
	struct dialect dialect = {.delimiter = found->delimiter,
		.quote = found->quote,
		.has_header = found->has_header,
		.skip = found->skip};

	dialect_find(&dialect, &told, is_name, text, len, is_all);
	/* The first row counts when the delimiter is told, and not most. */
	if (told.delimiter)
		dialect.columns = found->columns;
	HOLD(dialect.delimiter == found->delimiter &&
		dialect.quote == found->quote && dialect.skip == found->skip);
	HOLD(is_same(&dialect, found));
	check_text(&dialect, &told);
}

/* Whatever is told stays. */
static void
check_kept(uint32_t choice, const char *text, size_t len, bool is_all)
{
	static const struct dialect_told all = {true, true, true, true};
	struct dialect dialect = {.delimiter = ",;\t|:"[choice % 5],
		.quote = "\"'\0"[choice / 5 % 3],
		.has_header = choice & 1,
		.skip = choice / 15 % 4};
	struct dialect before = dialect;

	dialect_find(&dialect, &all, is_name, text, len, is_all);
	before.columns = dialect.columns;
	HOLD(is_same(&before, &dialect));
	HOLD(dialect.rival == 0 && dialect.is_header_certain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct dialect_told nothing;
	const char *text = (const char *)data;
	uint32_t choice = fuzz_choice(data, len);
	bool is_all = choice >> 16 & 1;
	struct dialect dialect = {0}, again = {0};

	dialect_find(&dialect, &nothing, is_name, text, len, is_all);
	check_found(&dialect);
	check_text(&dialect, &nothing);
	dialect_find(&again, &nothing, is_name, text, len, is_all);
	HOLD(is_same(&dialect, &again));
	check_told(&dialect, choice, text, len, is_all);
	check_kept(choice, text, len, is_all);
	return 0;
}
