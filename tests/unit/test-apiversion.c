/* SPDX-License-Identifier: MIT */

/* Which versions of the API are served when, and words for a shell. */
#include <stdint.h>
#include <string.h>

#include "apiversion.h"
#include "buf.h"
#include "clock.h"
#include "shellword.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct {
	const char *version, *now;
	enum apiversion_state state;
	const char *end;
} lives[] = {
	{"v25.0", "2026-11-25T00:00:00.000Z", APIVERSION_SERVED, "2028-07-29"},
	{"v25.0", "2028-05-29T23:59:59.999Z", APIVERSION_SERVED, "2028-07-29"},
	{"v25.0", "2028-05-30T00:00:00.000Z", APIVERSION_ENDING, "2028-07-29"},
	{"v25.0", "2028-07-28T23:59:59.999Z", APIVERSION_ENDING, "2028-07-29"},
	{"v25.0", "2028-07-29T00:00:00.000Z", APIVERSION_ENDED, "2028-07-29"},
	{"v21.0", "2026-11-25T00:00:00.000Z", APIVERSION_ENDING, "2027-01-21"},
	{"v20.0", "2026-11-25T00:00:00.000Z", APIVERSION_ENDED, "2026-09-24"},
	{"v18.0", "2026-11-25T00:00:00.000Z", APIVERSION_ENDED, NULL},
	{"v2.12", "2026-11-25T00:00:00.000Z", APIVERSION_ENDED, NULL},
	{"v26.0", "2040-01-01T00:00:00.000Z", APIVERSION_SERVED, NULL},
	{"v27.0", "2026-11-25T00:00:00.000Z", APIVERSION_UNKNOWN, NULL},
	{"v25.1", "2026-11-25T00:00:00.000Z", APIVERSION_UNKNOWN, NULL},
	{"v25", "2026-11-25T00:00:00.000Z", APIVERSION_UNKNOWN, NULL},
	{"v25.0x", "2026-11-25T00:00:00.000Z", APIVERSION_UNKNOWN, NULL},
	{"", "2026-11-25T00:00:00.000Z", APIVERSION_UNKNOWN, NULL},
};

static void
test_lives(void)
{
	struct apiversion_life life;
	int64_t now_ms;
	bool is_same;

	for (size_t at = 0; at < COUNT(lives); at++) {
		now_ms = clock_parse(lives[at].now, strlen(lives[at].now));
		life = apiversion_look(lives[at].version, now_ms);
		is_same = life.end == NULL || lives[at].end == NULL
				  ? life.end == lives[at].end
				  : strcmp(life.end, lives[at].end) == 0;
		ok(is_same && life.state == lives[at].state, "\"%s\" at %s",
			lives[at].version, lives[at].now);
	}
	ok(strcmp(apiversion_lasting(), "v25.0") == 0, "the one that lasts");
}

static const struct {
	const char *text, *word;
} words[] = {
	{"/home/ana/.config/CSC-Reach", "/home/ana/.config/CSC-Reach"},
	{"", "''"},
	{"a b", "'a b'"},
	{"it's", "'it'\\''s'"},
	{"'", "''\\'''"},
	{"$(rm x);`y`\"\\*~", "'$(rm x);`y`\"\\*~'"},
	{"S\303\243o Paulo", "'S\303\243o Paulo'"},
	{"\n1'\\x", "$'\\0121\\'\\\\x'"},
	{"\033[2J", "$'\\033[2J'"},
	{"\302\233x", "$'\\302\\233x'"},
	{"\377", "$'\\377'"},
};

static void
test_words(void)
{
	struct buf out;

	buf_init(&out, 1000);
	for (size_t at = 0; at < COUNT(words); at++) {
		buf_clear(&out);
		shellword_add(&out, words[at].text);
		ok_bytes(out.data, out.len, words[at].word,
			strlen(words[at].word), "a word for the shell, %zu",
			at);
	}
	buf_release(&out);
}

int
main(void)
{
	test_lives();
	test_words();
	return tap_end();
}
