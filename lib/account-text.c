/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account-parts.h"
#include "percent.h"
#include "utf8.h"
#include "xalloc.h"

enum {
	TEXT_MAX_BYTES = 16 * 1024, /* of a text that is looked at */
	RUN_BYTES = 12,             /* of the token that give it away */
	TOKEN_LEAST_BYTES = 4,
};

/* The longest run that stands here and somewhere in the token. */
static size_t
longest_run(const char *text, const char *token)
{
	size_t longest = 0, len;

	for (; *token != '\0'; token++) {
		for (len = 0; text[len] != '\0' && text[len] == token[len];
			len++)
			;
		if (len > longest)
			longest = len;
	}
	return longest;
}

/* 0: the token is so short that it is no secret, but stands everywhere. */
static size_t
least_run(const char *token)
{
	size_t len = strlen(token);

	if (len < TOKEN_LEAST_BYTES)
		return 0;
	return len < RUN_BYTES ? len : RUN_BYTES;
}

static void
blank_token(struct buf *out, const char *text, const char *token,
	const char *blank)
{
	size_t least = least_run(token), len;

	while (*text != '\0') {
		len = least > 0 ? longest_run(text, token) : 0;
		if (least > 0 && len >= least) {
			buf_add_text(out, blank);
			text += len;
		} else {
			buf_add_byte(out, *text++);
		}
	}
}

/* Is it still there for somebody who undoes the escapes of a URL? */
static bool
gives_token_away(const char *text, const char *token)
{
	size_t least = least_run(token);
	bool is_there = false;
	struct buf blanked;
	char *decoded;

	if (least == 0)
		return false;
	buf_init(&blanked, TEXT_MAX_BYTES);
	blank_token(&blanked, text, token, "\n");
	decoded = xstrdup(buf_string(&blanked));
	percent_decode(decoded);
	for (const char *at = decoded; *at != '\0' && !is_there; at++)
		is_there = longest_run(at, token) >= least;
	free(decoded);
	buf_release(&blanked);
	return is_there;
}

/* What turns the direction of writing could show one thing as another. */
static bool
is_direction(const char *text)
{
	const unsigned char *byte = (const unsigned char *)text;

	return byte[0] == 0xE2 &&
	       ((byte[1] == 0x80 && byte[2] >= 0xAA && byte[2] <= 0xAE) ||
		       (byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9));
}

/* Room for "..." and the NUL is left. */
static void
copy_line(char out[LOOK_TEXT_SIZE], const char *text)
{
	size_t used = 0, step;

	for (; *text != '\0'; text += step) {
		unsigned char byte = (unsigned char)*text;
		bool is_blank = byte <= ' ' || byte == 0x7F;

		step = utf8_sequence(text, strlen(text));
		/* C1 of ISO 6429 can drive a terminal, too. */
		if (byte == 0xC2 && step == 2 && (unsigned char)text[1] < 0xA0)
			is_blank = true;
		if (step == 3 && is_direction(text))
			is_blank = true;
		if (step == 0) {
			is_blank = true;
			step = 1;
		}
		if (used + step > LOOK_TEXT_SIZE - 4) {
			memcpy(out + used, "...", 3);
			used += 3;
			break;
		}
		if (!is_blank) {
			memcpy(out + used, text, step);
			used += step;
		} else if (used > 0 && out[used - 1] != ' ') {
			out[used++] = ' ';
		}
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}

void
look_clean(const struct look *look, const char *text, char out[LOOK_TEXT_SIZE])
{
	const struct secret *secret = look->access->credentials.token;
	const char *token = secret != NULL ? secret_text(secret) : "";
	struct buf blanked;
	char *whole;

	buf_init(&blanked, 2 * TEXT_MAX_BYTES);
	whole = xstrndup(text, strnlen(text, TEXT_MAX_BYTES));
	blank_token(&blanked, whole, token, "[token]");
	copy_line(out, buf_string(&blanked));
	if (gives_token_away(whole, token))
		strcpy(out, "(what was said has the token in it)");
	free(whole);
	buf_release(&blanked);
}

bool
look_string(const struct look *look, const struct doc *doc, const char *path,
	char out[LOOK_TEXT_SIZE])
{
	const char *text = doc_string(doc, path);

	out[0] = '\0';
	if (text != NULL)
		look_clean(look, text, out);
	return out[0] != '\0';
}

void
look_mend(const struct look *look, const char *hint, const char *variable,
	char out[LOOK_MEND_SIZE])
{
	const struct access *access = look->access;

	if (access->is_login)
		snprintf(out, LOOK_MEND_SIZE, "%s", hint);
	else
		snprintf(out, LOOK_MEND_SIZE, "%s: %s", hint,
			access->credentials.is_token_stored ? "csr-auth login"
							    : variable);
}

enum account_answer
look_truth(const struct doc *doc, const char *path)
{
	enum account_answer answer = ACCOUNT_UNKNOWN;
	struct buf text;

	if (doc_kind(doc, path) != DOC_BOOLEAN)
		return answer;
	buf_init(&text, 16);
	doc_write(doc, path, &text);
	answer = strcmp(buf_string(&text), "true") == 0 ? ACCOUNT_YES
							: ACCOUNT_NO;
	buf_release(&text);
	return answer;
}
