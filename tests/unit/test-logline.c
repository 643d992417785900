/* SPDX-License-Identifier: MIT */
/* What a line of the log shows of a text. */
#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "logline.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* The member text of the line that is made of this; to be freed by jv. */
static jv
text_of(const char *text, size_t *len)
{
	struct buf line;
	jv parsed;

	buf_init(&line, SIZE_MAX);
	logline_write(&line, "csr-x", "warn", text);
	*len = line.len;
	if (line.len == 0 || line.data[line.len - 1] != '\n' ||
		memchr(line.data, '\n', line.len - 1) != NULL)
		*len = LOGLINE_BYTES + 1;
	parsed = jv_parse_sized(line.data, (int)line.len);
	buf_release(&line);
	return jv_is_valid(parsed) ? jv_object_get(parsed, jv_string("text"))
				   : parsed;
}

static const char *const masks[][2] = {
	{"to +5511987654321.", "to +5511*****4321."},
	{"+5511987654321", "+5511*****4321"},
	{"+12025550100", "+120*****00"},
	{"+447700900123", "+447*****123"},
	{"+12345678", "+12*****78"},
	{"+1234567", "+1234567"},
	{"+123456789012345", "+1234*****2345"},
	{"+12345678901234567890", "+1234*****7890"},
	{"++12025550100+12025550101", "++120*****00+120*****01"},
	{"wa:+12025550100,+12025550101;", "wa:+120*****00,+120*****01;"},
	{"5511987654321 and 2026-11-25T18:00:00+01:00",
		"5511987654321 and 2026-11-25T18:00:00+01:00"},
	{"+", "+"},
	{"a+b 100+200", "a+b 100+200"},
};

static void
test_masks(void)
{
	size_t len;
	jv text;

	for (size_t i = 0; i < COUNT(masks); i++) {
		text = text_of(masks[i][0], &len);
		if (!ok(jv_get_kind(text) == JV_KIND_STRING &&
				    strcmp(jv_string_value(text),
					    masks[i][1]) == 0,
			    "\"%s\" is masked", masks[i][0]))
			printf("# got %s\n", jv_get_kind(text) == JV_KIND_STRING
						     ? jv_string_value(text)
						     : "no JSON");
		jv_free(text);
	}
}

static const struct {
	const char *text, *want; /* want is NULL: the same */
} hostile[] = {
	{"", NULL},
	{"\"}\n{\"at\":\"\\", NULL},
	{"\\u0000 \\", NULL},
	{"a\tb\r\n\b\f\x01\x1b[31m\x7f", NULL},
	{"S\xC3\xA3o Paulo \xF0\x9F\x99\x82 \xE2\x80\xA8", NULL},
	{"\xC2\x9B"
	 "2J",
		NULL},
	{"\xFF\xC3", "\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\xC3+12025550100", "\xEF\xBF\xBD+120*****00"},
};

static void
test_hostile(void)
{
	const char *want;
	struct buf line;
	size_t len;
	jv text;

	for (size_t i = 0; i < COUNT(hostile); i++) {
		text = text_of(hostile[i].text, &len);
		want = hostile[i].want;
		if (want == NULL)
			want = hostile[i].text;
		ok(len <= LOGLINE_BYTES &&
				jv_get_kind(text) == JV_KIND_STRING &&
				strcmp(jv_string_value(text), want) == 0,
			"hostile text %zu comes back", i);
		jv_free(text);
	}
	buf_init(&line, SIZE_MAX);
	logline_write(&line, "csr-x", "warn", "\x1b[2J \x7f \xC2\x9B");
	buf_add_byte(&line, '\0');
	ok(strpbrk(line.data, "\x1b\x7f\xC2") == NULL,
		"nothing in a line drives a terminal");
	buf_release(&line);
}

/* Each unit repeated to any length near the bound. */
static void
test_lengths(void)
{
	static const char *const units[] = {"x", "\xC3\xA9", "\xF0\x9F\x99\x82",
		"\x01", "\xFF", "+12025550100 ", "\""};
	int bad = 0, cut = 0;
	struct buf long_text;
	size_t len;
	jv text;

	buf_init(&long_text, SIZE_MAX);
	for (size_t i = 0; i < COUNT(units); i++)
		for (size_t size = 600; size < 4600; size++) {
			buf_clear(&long_text);
			while (long_text.len + strlen(units[i]) <= size)
				buf_add_text(&long_text, units[i]);
			text = text_of(buf_string(&long_text), &len);
			if (len > LOGLINE_BYTES ||
				jv_get_kind(text) != JV_KIND_STRING ||
				strstr(jv_string_value(text), "5550") != NULL)
				bad++;
			else if (strstr(jv_string_value(text), "...") != NULL)
				cut++;
			jv_free(text);
		}
	buf_release(&long_text);
	ok(bad == 0 && cut > 0, "texts of many lengths: %d wrong, %d cut", bad,
		cut);
}

static void
test_line(void)
{
	struct buf line;
	char head[128];
	jv parsed, at;

	buf_init(&line, SIZE_MAX);
	logline_write(&line, "csr-x", "info", "hello");
	parsed = jv_parse_sized(line.data, (int)line.len);
	at = jv_object_get(jv_copy(parsed), jv_string("at"));
	ok(jv_get_kind(at) == JV_KIND_STRING &&
			llabs(clock_parse(jv_string_value(at),
				      strlen(jv_string_value(at))) -
				clock_now_ms()) < 60000,
		"a line says when");
	snprintf(head, sizeof(head),
		"\",\"program\":\"csr-x\",\"pid\":%d,\"level\":\"info\","
		"\"text\":\"hello\"}\n",
		(int)getpid());
	ok(strstr(buf_string(&line), head) != NULL, "who, how and what");
	jv_free(at);
	jv_free(parsed);
	buf_release(&line);
}

int
main(void)
{
	test_line();
	test_masks();
	test_hostile();
	test_lengths();
	return tap_end();
}
