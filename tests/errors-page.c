/* SPDX-License-Identifier: MIT */
/*
 * errors-page: csr-errors(7) with its lists as the table of errors now has
 * them; see page.h.
 *
 *	errors-page <man/csr-errors.7 >new
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "apierror.h"
#include "buf.h"
#include "explain.h"
#include "page.h"

static void put_class(enum apierror_class class)
{
	const struct apierror row = {.class = class};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	printf(".It Sy %s\n", apierror_class_word(class));
	page_put_sentence(explain_class(class));
	puts(".Bl -tag -width \"Record\" -compact");
	for (int topic = 0; topic < EXPLAIN_TOPICS; topic++) {
		buf_clear(&text);
		explain_topic(&text, &row, topic);
		printf(".It %s\n", explain_label(topic));
		page_put_text(buf_string(&text));
		putchar('\n');
	}
	puts(".El");
	buf_release(&text);
}

/* What is not so for the whole class: a longer wait, fewer tries. */
static void
put_own(const struct apierror *row, enum explain_topic topic)
{
	const struct apierror plain = {.class = row->class};
	struct buf own, usual;

	buf_init(&own, SIZE_MAX);
	buf_init(&usual, SIZE_MAX);
	explain_topic(&own, row, topic);
	explain_topic(&usual, &plain, topic);
	if (strcmp(buf_string(&own), buf_string(&usual)) != 0) {
		printf("%s: ", explain_label(topic));
		page_put_text(buf_string(&own));
		puts(".");
	}
	buf_release(&own);
	buf_release(&usual);
}

static void
put_error(const struct apierror *row)
{
	if (row->first == row->last)
		printf(".It Li %d Pq Sy %s\n", row->first,
			apierror_class_word(row->class));
	else
		printf(".It Li %d No to Li %d Pq Sy %s\n", row->first,
			row->last, apierror_class_word(row->class));
	page_put_sentence(row->title);
	page_put_sentence(row->hint);
	for (int topic = 0; topic < EXPLAIN_TOPICS; topic++)
		put_own(row, topic);
}

static void
put_list(const char *name)
{
	const struct apierror *row;

	if (strcmp(name, "classes") == 0)
		for (int class = 0; class < APIERROR_CLASSES; class ++)
			put_class(class);
	else if (strcmp(name, "codes") == 0)
		for (size_t i = 0; (row = apierror_at(i)) != NULL; i++)
			put_error(row);
	else
		page_no_list(name);
}

int
main(void)
{
	return page_copy(put_list);
}
