/* SPDX-License-Identifier: MIT */

/*
 * A text in any encoding becomes the same UTF-8 however it is cut into pieces
 * and however little room there is, and damage costs no more than itself.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "charset.h"
#include "tap.h"
#include "utf8.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define T(literal) literal, sizeof(literal) - 1

static const struct {
	const char *encoding, *text;
	size_t len;
	const char *want;
	size_t want_len;
} cases[] = {
	{"WINDOWS-1252", T(""), T("")},
	{"WINDOWS-1252", T("a;\xE7\xE3o;\x80\x92\n"),
		T("a;\u00E7\u00E3o;\u20AC\u2019\n")},
	/* The five bytes that mean nothing. */
	{"WINDOWS-1252", T("\x81x\x8D\x8F\x90y\x9D\n\x81"),
		T("\xFFx\xFF\xFF\xFFy\xFF\n\xFF")},
	{"windows-1252", T("a\0b\n"), T("a\0b\n")},
	{"ISO-8859-15", T("\xA4\xFF\n"), T("\u20AC\u00FF\n")},
	{"UTF-8", T("\u00E7\xC3(\xE2\x82\n\xF0\x9F\x98\x80\xED\xA0\x80\xC3"),
		T("\u00E7\xFF(\xFF\xFF\n\U0001F600\xFF\xFF\xFF\xFF")},
	{"UTF-16LE", T("a\0\xE9\0\n\0\x3D\xD8\0\xDE\0\0"),
		T("a\u00E9\n\U0001F600\0")},
	{"UTF-16BE", T("\0a\0\xE9\0\n\xD8\x3D\xDE\0"),
		T("a\u00E9\n\U0001F600")},
	/* Halves of pairs, and a text that ends within a unit or a pair. */
	{"UTF-16LE", T("a\0\0\xDE\n\0b\0"), T("a\xFF\nb")},
	{"UTF-16LE", T("a\0\x3D\xD8\n\0b\0"), T("a\xFF\nb")},
	{"UTF-16LE", T("a\0\x3D\xD8"), T("a\xFF")},
	{"UTF-16LE", T("a\0\x3D\xD8\0"), T("a\xFF\xFF")},
	{"UTF-16BE", T("\0a\n"), T("a\xFF")},
	{"UTF-32LE", T("a\0\0\0\0\xF6\x01\0\n\0\0\0"), T("a\U0001F600\n")},
	{"UTF-32BE", T("\0\0\0a\0\0\xD8\0\0\0\0\n\0\x11\0\0\0\0\0b\0"),
		T("a\xFF\n\xFF"
		  "b\xFF")},
	{"SHIFT_JIS", T("\x8E\x52\x93\x63,\xB1\n"), T("\u5C71\u7530,\uFF71\n")},
	/* A first byte without its second does not take the newline along. */
	{"SHIFT_JIS", T("a\x8E\nb\x8E"), T("a\xFF\nb\xFF")},
	{"GB18030", T("\xC0\xEE\x94\x39\xFC\x36\n\xFF\x81"),
		T("\u674E\U0001F600\n\xFF\xFF")},
	{"BIG5-HKSCS", T("\x88\x62\x88\x66\xA4\xA4\n"),
		T("\u00CA\u0304\u00CA\u4E2D\n")},
	{"KOI8-R", T("\xE9\xD7\xC1\xCE\n"), T("\u0418\u0432\u0430\u043D\n")},
	{"IBM850", T("\x87\xC6o\n"), T("\u00E7\u00E3o\n")},
	{"EUC-KR", T("\xB1\xE8\xFF\n"), T("\uAE40\xFF\n")},
	{"ISO-2022-JP", T("a\x1B$B;3ED\x1B(B,b\n"), T("a\u5C71\u7530,b\n")},
	/* It ends in the middle of a character and of a sequence. */
	{"ISO-2022-JP", T("\x1B$B;3E"), T("\u5C71\xFF")},
	{"ISO-2022-JP", T("a\x1B$"), T("a\xFF$")},
	{"UTF-7", T("Jos+AOk-,+2D3eAA-\n"), T("Jos\u00E9,\U0001F600\n")},
	/* A letter is held back, for an accent may follow. */
	{"WINDOWS-1258",
		T("a\xCC"
		  "e\n"),
		T("\u00E0"
		  "e\n")},
	{"WINDOWS-1258", T("a\xEA\xEC\nA"), T("a\u1EBF\nA")},
};

/* All of a text, given in pieces, each decoded into so much room. */
static void
decode(struct charset *charset, struct buf *out, const char *text, size_t len,
	size_t cut, size_t room)
{
	char at[256];
	size_t there = cut < len ? cut : len, start = 0, used, got;

	buf_clear(out);
	for (;;) {
		bool is_end = there == len;

		got = charset_decode(charset, text + start, there - start,
			is_end, &used, at, room);
		buf_add(out, at, got);
		start += used;
		if (got == 0 && is_end)
			break;
		if (got == 0)
			there = there + cut < len ? there + cut : len;
	}
	buf_add_text(out, start == len ? "" : "what is left over");
}

static void
test_case(size_t index)
{
	size_t len = cases[index].len, want_len = cases[index].want_len;
	const char *want = cases[index].want;
	struct charset *charset;
	struct fault why;
	struct buf got;
	size_t bad = 0;

	buf_init(&got, SIZE_MAX);
	for (size_t cut = 1; cut <= len + 1; cut++)
		for (size_t room = CHARSET_ROOM_MIN; room < 40; room++) {
			charset = charset_open(cases[index].encoding, &why);
			if (charset == NULL) {
				ok(true, "# SKIP %s", why.text);
				buf_release(&got);
				return;
			}
			decode(charset, &got, cases[index].text, len, cut,
				room);
			charset_close(charset);
			if (got.len == want_len &&
				(want_len == 0 ||
					memcmp(got.data, want, want_len) == 0))
				continue;
			if (bad++ == 0) {
				printf("# pieces of %zu, room for %zu\n", cut,
					room);
				tap_show("got", got.data, got.len);
				tap_show("want", want, want_len);
			}
		}
	ok(bad == 0, "%s, case %zu", cases[index].encoding, index);
	buf_release(&got);
}

/* Whatever the numbers, what is not marked is UTF-8. */
static void
test_all_pairs(const char *encoding)
{
	struct charset *charset;
	struct fault why;
	struct buf got;
	size_t bad = 0;

	buf_init(&got, SIZE_MAX);
	charset = charset_open(encoding, &why);
	for (unsigned pair = 0; charset != NULL && pair < 0x10000; pair++) {
		char text[] = {(char)(pair >> 8), (char)pair, '\n'};

		charset_close(charset);
		charset = charset_open(encoding, &why);
		decode(charset, &got, text, sizeof(text), 2, 64);
		for (size_t i = 0; i < got.len; i++)
			if (got.data[i] == (char)CHARSET_BAD)
				got.data[i] = '?';
		bad += !utf8_is_valid(got.data, got.len);
	}
	charset_close(charset);
	ok(bad == 0, "%s: each pair of bytes", encoding);
	buf_release(&got);
}

/*
 * Where glibc finds fault within the base64 of UTF-7 depends on the pieces, but
 * the fault ends before the next line.
 */
static void
test_utf7(void)
{
	static const char text[] = "a+5511934234785;\n+55,\nb\nJos+AOk-\n";
	static const char want[] = "b\nJos\u00E9\n";
	struct charset *charset;
	struct fault why;
	struct buf got;
	size_t bad = 0;

	buf_init(&got, SIZE_MAX);
	for (size_t cut = 1; cut < sizeof(text); cut++) {
		charset = charset_open("UTF-7", &why);
		if (charset == NULL)
			break;
		decode(charset, &got, text, sizeof(text) - 1, cut, 64);
		charset_close(charset);
		bad += memchr(got.data, CHARSET_BAD, got.len) == NULL ||
		       strstr(buf_string(&got), want) == NULL;
	}
	ok(bad == 0, "UTF-7 goes on after damage");
	buf_release(&got);
}

static void
test_names(void)
{
	static const char *const names[] = {"", "no-such-encoding",
		"UTF-8//IGNORE", "WINDOWS-1252//TRANSLIT", "/"};
	struct charset *charset;
	struct fault why;

	for (size_t i = 0; i < COUNT(names); i++) {
		why = (struct fault){.text = ""};
		charset = charset_open(names[i], &why);
		ok(charset == NULL && why.status == EX_USAGE &&
				strstr(why.text, "iconv -l") != NULL,
			"\"%s\" is unknown: %s", names[i], why.text);
	}
	charset_close(NULL);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	test_all_pairs("WINDOWS-1252");
	test_all_pairs("UTF-16BE");
	test_all_pairs("SHIFT_JIS");
	test_utf7();
	test_names();
	return tap_end();
}
