/* SPDX-License-Identifier: MIT */
#include "shard.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ascii.h"
#include "phone.h"
#include "secret.h"
#include "utf8.h"

static void
trim(const char **text, size_t *len)
{
	while (*len > 0 && ascii_is_blank(**text))
		(*text)++, (*len)--;
	while (*len > 0 && ascii_is_blank((*text)[*len - 1]))
		(*len)--;
}

static const char *
parse_number(const char *text, unsigned long *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	*number = strtoul(text, &end, 10);
	return errno == 0 ? end : NULL;
}

int
shard_parse(struct shard *shard, const char *text, struct fault *why)
{
	const char *end;

	*shard = (struct shard){0};
	buf_init(&shard->key, SIZE_MAX);
	end = parse_number(text, &shard->number);
	if (end != NULL && *end == '/')
		end = parse_number(end + 1, &shard->count);
	else
		end = NULL;
	if (end != NULL && *end == '\0' && shard->number >= 1 &&
		shard->number <= shard->count &&
		shard->count <= SHARD_COUNT_MAX)
		return 0;
	return fault_set(why, EX_USAGE,
		"\"%s\" is no part of a list: the second of four is 2/4", text);
}

void
shard_release(struct shard *shard)
{
	buf_release(&shard->key);
}

/* The value of the decimal digit at text, or -1; *step is its length. */
static int
digit_at(const char *text, size_t len, size_t *step)
{
	/* The digits 0 of other scripts, whose ten follow each other. */
	static const char zeros[][4] = {"\xEF\xBC\x90", "\xD9\xA0", "\xDB\xB0",
		"\xE0\xA5\xA6"};

	*step = 1;
	if ((unsigned char)*text < 0x80)
		return *text >= '0' && *text <= '9' ? *text - '0' : -1;
	for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++) {
		size_t size = strlen(zeros[i]);
		int value;

		if (len < size || memcmp(text, zeros[i], size - 1) != 0)
			continue;
		value = (unsigned char)text[size - 1] -
			(unsigned char)zeros[i][size - 1];
		if (value < 0 || value > 9)
			continue;
		*step = size;
		return value;
	}
	return -1;
}

/* An extension: whatever follows a letter or one of these. */
static bool
ends_number(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       byte == '#' || byte == ';' || byte == ',';
}

static bool
add_phone(struct buf *key, const char *text, size_t len)
{
	size_t step, count = 0;
	int value;

	trim(&text, &len);
	if (phone_is_user_id(text, len)) {
		buf_add(key, text, len);
		return true;
	}
	for (; len > 0; text += step, len -= step) {
		value = digit_at(text, len, &step);
		if (value >= 0) {
			buf_add_byte(key, (char)('0' + value));
			count++;
		} else if (count >= SHARD_DIGITS && ends_number(*text)) {
			break;
		}
	}
	if (count < SHARD_DIGITS) {
		buf_clear(key);
		return false;
	}
	buf_drop(key, count - SHARD_DIGITS);
	return true;
}

static bool
add_email(struct buf *key, const char *text, size_t len)
{
	trim(&text, &len);
	for (size_t at = 0; at < len; at++) {
		char byte = text[at];

		buf_add_byte(key, byte >= 'A' && byte <= 'Z'
					  ? (char)(byte | 0x20)
					  : byte);
	}
	return len > 0;
}

bool
shard_has(struct shard *shard, const struct shard_row *row)
{
	unsigned char hash[HASH_SIZE];
	uint64_t number = 0;
	size_t len = row->row_len;

	if (shard->count <= 1)
		return true;
	buf_clear(&shard->key);
	if (!add_phone(&shard->key, row->phone, row->phone_len) &&
		!add_email(&shard->key, row->email, row->email_len))
		buf_add(&shard->key, row->row,
			len < SHARD_ROW_MAX ? len : SHARD_ROW_MAX);
	secret_hash(hash, buf_string(&shard->key), shard->key.len);
	for (size_t at = 0; at < sizeof(number); at++)
		number = number << 8 | hash[at];
	return number % shard->count == shard->number - 1;
}
