/* SPDX-License-Identifier: MIT */
#include "ledger-line.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "crc32c.h"
#include "jsonstring.h"
#include "jsonwriter.h"

static const char *const words[LEDGER_WORD_COUNT] = {
	[LEDGER_WORD_LEDGER] = "ledger",
	[LEDGER_WORD_RUN] = "run",
	[LEDGER_WORD_INTENT] = "intent",
	[LEDGER_WORD_ACCEPTED] = "accepted",
	[LEDGER_WORD_FAILED] = "failed",
	[LEDGER_WORD_NOT_SENT] = "not_sent",
	[LEDGER_WORD_IN_DOUBT] = "in_doubt",
	[LEDGER_WORD_RESEND] = "resend",
	[LEDGER_WORD_END] = "end",
};

enum kind { NUMBER, TEXT, WORD };

struct row {
	const char *name;
	size_t name_len;
	enum kind kind;
	size_t place; /* of the member in struct ledger_line */
};

#define ROW(name, kind, member) \
	{ \
		name, sizeof(name) - 1, kind, \
			offsetof(struct ledger_line, member) \
	}

/* In the order in which they are written. */
static const struct row rows[] = {ROW("n", NUMBER, n), ROW("d", NUMBER, d),
	ROW("t", TEXT, time), ROW("s", WORD, s), ROW("v", NUMBER, v),
	ROW("campaign", TEXT, campaign), ROW("run", TEXT, run),
	ROW("pid", NUMBER, pid), ROW("boot", TEXT, boot),
	ROW("version", TEXT, version), ROW("torn", NUMBER, torn),
	ROW("bytes", NUMBER, bytes), ROW("k", TEXT, k), ROW("a", NUMBER, a),
	ROW("h", TEXT, h), ROW("id", TEXT, id), ROW("code", NUMBER, code),
	ROW("why", TEXT, why), ROW("until", TEXT, until),
	ROW("user", TEXT, user), ROW("reason", TEXT, reason)};

enum { ROW_COUNT = sizeof(rows) / sizeof(*rows) };

/* ,"crc":"e3069283"} */
enum {
	CRC_DIGITS = 8,
	CRC_START = sizeof(",\"crc\":\"") - 1,
	CRC_SIZE = CRC_START + CRC_DIGITS + 2
};

static void
add_text(struct json_writer *json, const char *name, const char *text)
{
	if (text == NULL)
		return;
	json_name(json, name);
	json_string(json, text);
}

static void
add_number(struct json_writer *json, const char *name, int64_t number)
{
	if (number == 0)
		return;
	json_name(json, name);
	json_integer(json, number);
}

static void
add_time(struct json_writer *json, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	add_text(json, name, text);
}

static void
add_members(struct json_writer *json, const struct ledger_line *line)
{
	json_name(json, "n");
	json_integer(json, line->n);
	json_name(json, "d");
	json_integer(json, line->d);
	add_time(json, "t", line->t_ms);
	add_text(json, "s", words[line->s]);
	add_number(json, "v", line->v);
	add_text(json, "campaign", line->campaign);
	add_text(json, "run", line->run);
	add_number(json, "pid", line->pid);
	add_text(json, "boot", line->boot);
	add_text(json, "version", line->version);
	if (line->bytes > 0) { /* the first bad byte may be byte 0 */
		json_name(json, "torn");
		json_integer(json, line->torn);
		json_name(json, "bytes");
		json_integer(json, line->bytes);
	}
	add_text(json, "k", line->k);
	add_number(json, "a", line->a);
	add_text(json, "h", line->h);
	add_text(json, "id", line->id);
	add_number(json, "code", line->code);
	add_text(json, "why", line->why);
	if (line->until_ms != 0)
		add_time(json, "until", line->until_ms);
	add_text(json, "user", line->user);
	add_text(json, "reason", line->reason);
}

uint32_t
ledger_line_add(struct buf *out, const struct ledger_line *line)
{
	struct ledger_line shorter = *line;
	struct json_writer json = {.out = out};
	size_t start = out->len;
	uint32_t crc;

	json_open(&json, '{');
	add_members(&json, line);
	if (out->len - start + CRC_SIZE + 1 > LEDGER_LINE_MAX) {
		out->len = start;
		json = (struct json_writer){.out = out};
		shorter.id = shorter.reason = NULL;
		json_open(&json, '{');
		add_members(&json, &shorter);
	}
	crc = crc32c(0, out->data + start, out->len - start);
	buf_add_format(out, ",\"crc\":\"%08x\"}\n", (unsigned int)crc);
	return crc;
}

void
ledger_reader_release(struct ledger_reader *reader)
{
	json_members_release(&reader->members);
}

static int
hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool
has_good_crc(const char *text, size_t len, uint32_t *crc)
{
	const char *end = text + len - CRC_SIZE;
	uint32_t want = 0;
	int digit;

	if (len <= CRC_SIZE || memcmp(end, ",\"crc\":\"", CRC_START) != 0 ||
		memcmp(text + len - 2, "\"}", 2) != 0)
		return false;
	for (int at = 0; at < CRC_DIGITS; at++) {
		digit = hex_digit(end[CRC_START + at]);
		if (digit < 0)
			return false;
		want = want << 4 | (uint32_t)digit;
	}
	*crc = crc32c(0, text, len - CRC_SIZE);
	return *crc == want;
}

/* A whole number below 10^18, as json_integer() writes it. */
static bool
read_number(const struct json_value *value, int64_t *number)
{
	const char *at = value->text, *end = json_value_end(value);
	bool is_negative = value->len > 0 && *at == '-';

	if (value->type != JSON_NUMBER || value->len > 18)
		return false;
	for (*number = 0, at += is_negative; at < end; at++) {
		if (*at < '0' || *at > '9')
			return false;
		*number = *number * 10 + (*at - '0');
	}
	if (is_negative)
		*number = -*number;
	return true;
}

/* The string's text, NUL-terminated, at *free, which moves on behind it. */
static const char *
read_text(const struct json_value *value, char **free_place, const char *end)
{
	char *text = *free_place;
	struct buf plain;
	size_t len = value->len - 2;
	bool is_good = true;

	if (value->type != JSON_STRING || (size_t)(end - text) <= len)
		return NULL;
	if (value->is_escaped) {
		buf_init(&plain, len);
		is_good = json_unescape(&plain, value) == 0;
		len = plain.len;
		if (len > 0)
			memcpy(text, plain.data, len);
		buf_release(&plain);
	} else {
		memcpy(text, value->text + 1, len);
	}
	text[len] = '\0';
	*free_place = text + len + 1;
	return is_good ? text : NULL;
}

static bool
read_word(const struct json_value *value, enum ledger_word *word)
{
	for (int at = 0; at < LEDGER_WORD_COUNT; at++)
		if (value->len == strlen(words[at]) + 2 &&
			memcmp(value->text + 1, words[at], value->len - 2) ==
				0) {
			*word = (enum ledger_word)at;
			return true;
		}
	return false;
}

static bool
read_member(const struct row *row, const struct json_value *value,
	struct ledger_line *line, char **free_place, const char *end)
{
	char *member = (char *)line + row->place;
	const char *text;

	if (row->kind == NUMBER)
		return read_number(value, (int64_t *)(void *)member);
	if (row->kind == WORD)
		return value->type == JSON_STRING &&
		       read_word(value, (enum ledger_word *)(void *)member);
	text = read_text(value, free_place, end);
	memcpy(member, &text, sizeof(text));
	return text != NULL;
}

/* Is there what this kind of line cannot be without? */
static bool
is_complete(const struct ledger_line *line)
{
	unsigned char key[LEDGER_KEY_SIZE];

	if (line->n < 1 || line->d < 0 || line->d >= line->n ||
		line->time == NULL)
		return false;
	switch (line->s) {
	case LEDGER_WORD_LEDGER:
		return line->v == LEDGER_VERSION && line->campaign != NULL;
	case LEDGER_WORD_RUN:
		return line->torn >= 0 && line->bytes >= 0;
	case LEDGER_WORD_END:
		return true;
	case LEDGER_WORD_INTENT:
		if (line->h == NULL || strlen(line->h) != 16)
			return false;
		break;
	default:
		break;
	}
	return line->k != NULL && ledger_key_parse(line->k, key) &&
	       line->a > 0 && line->a <= UINT32_MAX;
}

enum ledger_line_verdict
ledger_line_read(struct ledger_reader *reader, const char *text, size_t len,
	struct ledger_line *line)
{
	char *free_place = reader->text;
	struct json_error error;
	const struct json_member *member;
	size_t row = 0;

	*line = (struct ledger_line){.s = LEDGER_WORD_COUNT};
	if (len >= LEDGER_LINE_MAX || !has_good_crc(text, len, &line->crc) ||
		json_scan_object(text, len, &reader->members, NULL, NULL,
			&error) != 0)
		return LEDGER_LINE_BAD;
	/* Its last member is the CRC. */
	for (size_t at = 0; at + 1 < reader->members.count; at++) {
		member = &reader->members.list[at];
		while (row < ROW_COUNT && !json_name_is(member, rows[row].name,
						  rows[row].name_len))
			row++;
		if (row == ROW_COUNT ||
			!read_member(&rows[row++], &member->value, line,
				&free_place,
				reader->text + sizeof(reader->text)))
			return LEDGER_LINE_LATER;
	}
	return is_complete(line) ? LEDGER_LINE_GOOD : LEDGER_LINE_LATER;
}

bool
ledger_key_parse(const char *text, unsigned char key[LEDGER_KEY_SIZE])
{
	int high, low;

	for (int at = 0; at < LEDGER_KEY_SIZE; at++) {
		high = hex_digit(*text++);
		low = high < 0 ? -1 : hex_digit(*text++);
		if (low < 0)
			return false;
		key[at] = (unsigned char)(high << 4 | low);
	}
	return *text == '\0';
}

void
ledger_key_format(const unsigned char key[LEDGER_KEY_SIZE],
	char text[IDENTITY_KEY_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (int at = 0; at < LEDGER_KEY_SIZE; at++) {
		*text++ = digits[key[at] >> 4];
		*text++ = digits[key[at] & 15];
	}
	*text = '\0';
}

bool
ledger_key_is_forgotten(const unsigned char key[LEDGER_KEY_SIZE])
{
	static const unsigned char zeros[LEDGER_KEY_SIZE];

	return memcmp(key, zeros, LEDGER_KEY_SIZE) == 0;
}
