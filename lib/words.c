/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "xalloc.h"

void
words_free(char **words)
{
	if (words == NULL)
		return;
	for (char **word = words; *word != NULL; word++)
		free(*word);
	free(words);
}

/*
 * Add what is between quotes, from behind the first to the last; where it
 * ends, or NULL.  Within "..." a backslash keeps only what means something
 * there.
 */
static const char *
add_quoted(struct buf *word, const char *at, char quote, char *strange)
{
	for (; *at != quote; at++) {
		if (quote == '"' && (*at == '$' || *at == '`'))
			*strange = *at;
		if (*at == '\\' && quote == '"' && at[1] != '\0' &&
			strchr("\"\\$`", at[1]) != NULL)
			at++;
		if (*at == '\0' || *strange != '\0')
			return NULL;
		buf_add_byte(word, *at);
	}
	return at + 1;
}

/* Add one word; where it ends, or NULL. */
static const char *
add_word(struct buf *word, const char *at, char *strange)
{
	if (*at == '~')
		*strange = *at;
	while (at != NULL && *at != '\0' && strchr(" \t\n", *at) == NULL) {
		if (*at == '\'' || *at == '"') {
			at = add_quoted(word, at + 1, *at, strange);
			continue;
		}
		if (strchr("$`|&;<>()*?", *at) != NULL)
			*strange = *at;
		if (*strange != '\0' || (*at == '\\' && *++at == '\0'))
			return NULL;
		buf_add_byte(word, *at++);
	}
	return at;
}

char **
words_split(const char *line, char *strange)
{
	/* Of n bytes no more than n / 2 + 1 words are made. */
	char **words = xcalloc(strlen(line) / 2 + 2, sizeof(*words));
	const char *at = line;
	size_t count = 0;
	struct buf word;

	*strange = '\0';
	buf_init(&word, SIZE_MAX);
	while (at != NULL && *(at += strspn(at, " \t\n")) != '\0') {
		buf_clear(&word);
		at = add_word(&word, at, strange);
		if (at != NULL)
			words[count++] = xstrdup(buf_string(&word));
	}
	buf_release(&word);
	if (at != NULL && count > 0)
		return words;
	words_free(words);
	return NULL;
}
