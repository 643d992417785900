/* SPDX-License-Identifier: MIT */
#include "safename.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "campaign.h"
#include "secret.h"
#include "xalloc.h"

enum { DIGITS = 8, STEM_MOST = SAFENAME_SIZE - 1 - DIGITS - 1 };

struct safenames {
	char (*list)[SAFENAME_SIZE];
	size_t count;
};

struct safenames *
safenames_new(void)
{
	return xcalloc(1, sizeof(struct safenames));
}

void
safenames_free(struct safenames *names)
{
	if (names == NULL)
		return;
	free(names->list);
	free(names);
}

/* A hyphen first would be an option to the programs that get the name. */
static bool
is_safe(const char *text, size_t len)
{
	return campaign_is_name(text, len) && *text != '-';
}

static bool
is_taken(const struct safenames *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcasecmp(names->list[i], name) == 0)
			return true;
	return false;
}

/* What is left of a text, with one underscore for each run of the rest. */
static void
write_stem(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len && out->len < STEM_MOST; i++) {
		if (campaign_is_file_name((char[]){'x', text[i]}, 2)) {
			if (out->len > 0 || !strchr(".-_", text[i]))
				buf_add_byte(out, text[i]);
		} else if (out->len > 0 && out->data[out->len - 1] != '_') {
			buf_add_byte(out, '_');
		}
	}
	while (out->len > 0 && strchr(".-_", out->data[out->len - 1]))
		out->len--;
	if (out->len == 0)
		buf_add_text(out, "unnamed");
}

static void
make_name(const char *text, size_t len, const struct buf *seed,
	char name[SAFENAME_SIZE])
{
	unsigned char hash[HASH_SIZE];
	struct buf stem;

	secret_hash(hash, seed->data, seed->len);
	buf_init(&stem, SAFENAME_SIZE);
	write_stem(&stem, text, len);
	snprintf(name, SAFENAME_SIZE, "%.*s-%02x%02x%02x%02x", STEM_MOST,
		buf_string(&stem), hash[0], hash[1], hash[2], hash[3]);
	buf_release(&stem);
}

void
safenames_take(struct safenames *names, const char *text, size_t len,
	const void *content, size_t content_len, char name[SAFENAME_SIZE])
{
	struct buf seed;

	buf_init(&seed, SIZE_MAX);
	buf_add(&seed, text, len);
	if (is_safe(text, len))
		snprintf(name, SAFENAME_SIZE, "%.*s", (int)len, text);
	else
		make_name(text, len, &seed, name);
	if (is_taken(names, name)) {
		buf_add_byte(&seed, '\0');
		buf_add(&seed, content, content_len);
		make_name(text, len, &seed, name);
	}
	names->list = xreallocarray(names->list, names->count + 1,
		sizeof(*names->list));
	memcpy(names->list[names->count++], name, SAFENAME_SIZE);
	buf_release(&seed);
}
