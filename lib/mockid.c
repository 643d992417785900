/* SPDX-License-Identifier: MIT */
#include "mockid.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { TO_MOST = 200, NONCE_BYTES = 9, TRACE_BYTES = 16 };

static void
take_random(struct mockid_source *source, unsigned char *bytes, size_t len)
{
	if (source->left < len) {
		/* It always gives so few; without them ids would repeat. */
		if (getentropy(source->bytes, sizeof(source->bytes)) != 0)
			abort();
		source->left = sizeof(source->bytes);
	}
	source->left -= len;
	memcpy(bytes, source->bytes + source->left, len);
}

/* RFC 4648, section 4; returns the length. */
static size_t
encode_base64(char *out, const unsigned char *bytes, size_t len)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		"+/";
	char *at = out;
	uint32_t three;

	for (size_t i = 0; i < len; i += 3) {
		three = (uint32_t)bytes[i] << 16;
		if (i + 1 < len)
			three |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < len)
			three |= bytes[i + 2];
		*at++ = alphabet[three >> 18];
		*at++ = alphabet[three >> 12 & 63];
		*at++ = i + 1 < len ? alphabet[three >> 6 & 63] : '=';
		*at++ = i + 2 < len ? alphabet[three & 63] : '=';
	}
	*at = '\0';
	return (size_t)(at - out);
}

/*
 * Laid out as the ids that can be seen in the wild: the recipient, then a
 * number of the message in hex, each with tags and its length before it.
 */
void
mockid_message(struct mockid_source *source, char id[MOCKID_MESSAGE_SIZE],
	const char *to)
{
	static const unsigned char tags[] = {0x15, 0x02, 0x00, 0x11, 0x18,
		NONCE_BYTES * 2};
	static const char prefix[] = "wamid.", digits[] = "0123456789ABCDEF";
	unsigned char bytes[TO_MOST + 40], nonce[NONCE_BYTES];
	size_t to_len = strnlen(to, TO_MOST), used = 0;

	take_random(source, nonce, sizeof(nonce));
	bytes[used++] = 0x1C;
	bytes[used++] = 0x18;
	bytes[used++] = (unsigned char)to_len;
	memcpy(bytes + used, to, to_len);
	used += to_len;
	memcpy(bytes + used, tags, sizeof(tags));
	used += sizeof(tags);
	for (size_t i = 0; i < sizeof(nonce); i++) {
		bytes[used++] = (unsigned char)digits[nonce[i] >> 4];
		bytes[used++] = (unsigned char)digits[nonce[i] & 15];
	}
	bytes[used++] = 0x00;
	memcpy(id, prefix, sizeof(prefix));
	encode_base64(id + sizeof(prefix) - 1, bytes, used);
}

void
mockid_trace(struct mockid_source *source, char trace[MOCKID_TRACE_SIZE])
{
	unsigned char bytes[TRACE_BYTES];
	char text[MOCKID_TRACE_SIZE + 4];

	take_random(source, bytes, sizeof(bytes));
	encode_base64(text, bytes, sizeof(bytes));
	for (char *at = text; *at != '\0'; at++)
		*at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
	/* 22 of them, without the padding. */
	snprintf(trace, MOCKID_TRACE_SIZE, "A%.22s", text);
}
