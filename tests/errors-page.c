/* SPDX-License-Identifier: MIT */
/*
 * errors-page: copy csr-errors(7) from standard input to standard output,
 * with its two lists as the table of errors now has them.
 *
 *	errors-page <man/csr-errors.7 >new
 *
 * The lists stand between '.\" list NAME' and '.\" end'.
 */
#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "apierror.h"
#include "buf.h"
#include "explain.h"

/* As mdoc wants it; hyphens that are to be typed stay what they are. */
static void
put_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (strncmp(text, "--", 2) == 0) {
			fputs("\\-\\-", stdout);
			text++;
		} else {
			putchar(*text);
		}
}

static void
put_sentence(const char *text)
{
	putchar(toupper((unsigned char)*text));
	put_text(text + 1);
	puts(".");
}

static void put_class(enum apierror_class class)
{
	const struct apierror row = {.class = class};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	printf(".It Sy %s\n", apierror_class_word(class));
	put_sentence(explain_class(class));
	puts(".Bl -tag -width \"Record\" -compact");
	for (int topic = 0; topic < EXPLAIN_TOPICS; topic++) {
		buf_clear(&text);
		explain_topic(&text, &row, topic);
		printf(".It %s\n", explain_label(topic));
		put_text(buf_string(&text));
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
		put_text(buf_string(&own));
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
	put_sentence(row->title);
	put_sentence(row->hint);
	for (int topic = 0; topic < EXPLAIN_TOPICS; topic++)
		put_own(row, topic);
}

static void
put_list(const char *name)
{
	const struct apierror *row;

	if (strcmp(name, "classes\n") == 0)
		for (int class = 0; class < APIERROR_CLASSES; class ++)
			put_class(class);
	else if (strcmp(name, "codes\n") == 0)
		for (size_t i = 0; (row = apierror_at(i)) != NULL; i++)
			put_error(row);
	else
		errx(EX_DATAERR, "there is no list %s", name);
}

int
main(void)
{
	static const char start[] = ".\\\" list ";
	bool is_ours = false;
	char line[4096];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (strcmp(line, ".\\\" end\n") == 0)
			is_ours = false;
		if (!is_ours)
			fputs(line, stdout);
		if (strncmp(line, start, strlen(start)) == 0) {
			is_ours = true;
			put_list(line + strlen(start));
		}
	}
	if (ferror(stdin) || is_ours)
		errx(EX_DATAERR, "the page is not whole");
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EX_IOERR, "standard output");
	return 0;
}
