/* SPDX-License-Identifier: MIT */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "utf8.h"
#include "xalloc.h"

struct charset {
	iconv_t iconv;
	size_t unit; /* bytes that are skipped when they cannot be decoded */
	bool is_forgetful; /* what cannot be decoded sets it back */
};

/* The size of the units in which a bad text is skipped. */
static size_t
unit_of(const char *name)
{
	if (strncasecmp(name, "UTF-16", 6) == 0)
		return 2;
	if (strncasecmp(name, "UTF-32", 6) == 0)
		return 4;
	return 1;
}

struct charset *
charset_open(const char *name, struct fault *why)
{
	struct charset *charset;
	iconv_t iconv = (iconv_t)-1;

	/* An empty name is whatever the locale says. */
	if (*name != '\0' && strchr(name, '/') == NULL)
		iconv = iconv_open("UTF-8", name);
	if (iconv == (iconv_t)-1) {
		fault_set(why, EX_USAGE,
			"the encoding \"%.60s\" is unknown; iconv -l lists the"
			" names there are",
			name);
		return NULL;
	}
	charset = xmalloc(sizeof(*charset));
	*charset = (struct charset){.iconv = iconv, .unit = unit_of(name)};
	/* glibc's would find fault with each byte that comes after. */
	charset->is_forgetful = strncasecmp(name, "UTF-7", 5) == 0;
	return charset;
}

void
charset_close(struct charset *charset)
{
	if (charset == NULL)
		return;
	iconv_close(charset->iconv);
	free(charset);
}

/*
 * Some of glibc's decoders let numbers pass that are no characters.  iconv
 * gives whole characters, so none that is cut stands at the end.
 */
static void
mark_bad(char *text, size_t len)
{
	uint64_t word;
	size_t step;

	for (; len > 0; text += step, len -= step) {
		if (len >= sizeof(word)) {
			memcpy(&word, text, sizeof(word));
			step = sizeof(word);
			if ((word & UINT64_C(0x8080808080808080)) == 0)
				continue;
		}
		step = utf8_sequence(text, len);
		if (step > 0)
			continue;
		*text = (char)CHARSET_BAD;
		step = 1;
	}
}

/* The end of the text may have a character held back for an accent. */
static void
flush(struct charset *charset, char **out, size_t *room)
{
	iconv(charset->iconv, NULL, NULL, out, room);
}

size_t
charset_decode(struct charset *charset, const char *text, size_t len,
	bool is_end, size_t *used, char *out, size_t room)
{
	char *in = (char *)(uintptr_t)text; /* iconv does not write there */
	char *at = out;
	size_t left = len, skipped;

	while (left > 0 &&
		iconv(charset->iconv, &in, &left, &at, &room) == (size_t)-1) {
		if (room < CHARSET_ROOM_MIN && (errno == E2BIG || room == 0))
			break;
		if (errno == EINVAL && !is_end)
			break;
		skipped = left < charset->unit ? left : charset->unit;
		in += skipped;
		left -= skipped;
		*at++ = (char)CHARSET_BAD;
		room--;
		if (charset->is_forgetful)
			iconv(charset->iconv, NULL, NULL, NULL, NULL);
	}
	if (is_end && left == 0)
		flush(charset, &at, &room);
	*used = len - left;
	mark_bad(out, (size_t)(at - out));
	return (size_t)(at - out);
}
