/* SPDX-License-Identifier: MIT */

/*
 * What a list is encoded in is found from its first bytes, and its text is the
 * same however it arrives: byte by byte, in pieces, or all at once.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "feed.h"
#include "stop.h"
#include "tap.h"
#include "textin.h"
#include "utf8.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define T(literal) literal, sizeof(literal) - 1

static const struct {
	const char *told, *text;
	size_t len;
	const char *want;
	size_t want_len;
	const char *encoding;
	enum encoding_reason reason;
} cases[] = {
	{NULL, T(""), T(""), "UTF-8", ENCODING_VALID},
	{NULL, T("a"), T("a"), "UTF-8", ENCODING_VALID},
	{NULL, T("a\n"), T("a\n"), "UTF-8", ENCODING_VALID},
	{NULL, T("\xE7"), T("\u00E7"), "WINDOWS-1252", ENCODING_GUESSED},
	{NULL, T("a\0b\n"), T("a\0b\n"), "UTF-8", ENCODING_VALID},
	/* Marks, and what is left of a file that has little else. */
	{NULL, T("\xEF\xBB\xBF"), T(""), "UTF-8", ENCODING_MARKED},
	{NULL, T("\xEF\xBB\xBF\u00E7\n"), T("\u00E7\n"), "UTF-8",
		ENCODING_MARKED},
	{NULL, T("\xEF\xBB"), T("\u00EF\u00BB"), "WINDOWS-1252",
		ENCODING_GUESSED},
	{NULL, T("\xFF\xFE"), T(""), "UTF-16LE", ENCODING_MARKED},
	{NULL, T("\xFE\xFF"), T(""), "UTF-16BE", ENCODING_MARKED},
	{NULL, T("\xFF\xFE\0"), T("\xFF"), "UTF-16LE", ENCODING_MARKED},
	{NULL, T("\xFF\xFE\0\0"), T(""), "UTF-32LE", ENCODING_MARKED},
	{NULL, T("\0\0\xFE\xFF"), T(""), "UTF-32BE", ENCODING_MARKED},
	{NULL, T("\xFF"), T("\u00FF"), "WINDOWS-1252", ENCODING_GUESSED},
	{NULL, T("\xFF\xFE\xE9\0\n\0"), T("\u00E9\n"), "UTF-16LE",
		ENCODING_MARKED},
	{NULL, T("\xFE\xFF\0\xE9\0\n"), T("\u00E9\n"), "UTF-16BE",
		ENCODING_MARKED},
	{NULL, T("\xFF\xFE\0\0\xE9\0\0\0\n\0\0\0"), T("\u00E9\n"), "UTF-32LE",
		ENCODING_MARKED},
	{NULL, T("\0\0\xFE\xFF\0\0\0\xE9\0\0\0\n"), T("\u00E9\n"), "UTF-32BE",
		ENCODING_MARKED},
	/* A second mark is text; only the first is one. */
	{NULL, T("\xEF\xBB\xBF\xEF\xBB\xBFx"), T("\xEF\xBB\xBFx"), "UTF-8",
		ENCODING_MARKED},
	/* Damage behind a mark. */
	{NULL, T("\xEF\xBB\xBF\xE7,\n"), T("\xE7,\n"), "UTF-8",
		ENCODING_MARKED},
	{NULL, T("\xFF\xFE\0\xDC\n\0a\0b"), T("\xFF\na\xFF"), "UTF-16LE",
		ENCODING_MARKED},
	/* UTF-16 without a mark. */
	{NULL,
		T("a\0,\0b\0\n\0\xE9\0,\0"
		  "1\0\n\0"),
		T("a,b\n\u00E9,1\n"), "UTF-16LE", ENCODING_GUESSED},
	{NULL,
		T("\0a\0,\0b\0\n\0\xE9\0,\0"
		  "1\0\n"),
		T("a,b\n\u00E9,1\n"), "UTF-16BE", ENCODING_GUESSED},
	{NULL,
		T("\x18\x04\x32\x04\x30\x04\x3D\x04;\0"
		  "1\0\r\0\n\0"),
		T("\u0418\u0432\u0430\u043D;1\r\n"), "UTF-16LE",
		ENCODING_GUESSED},
	/* NULs here and there are damage. */
	{NULL, T("a,b\n\0\0\0\0,1\n"), T("a,b\n\0\0\0\0,1\n"), "UTF-8",
		ENCODING_VALID},
	{NULL, T("a\0b\0c\0d\0e\0f\0"), T("a\0b\0c\0d\0e\0f\0"), "UTF-8",
		ENCODING_VALID},
	/* Windows-1252, also with bytes that mean nothing there. */
	{NULL, T("a;b\nJo\xE3o;\x80\n"), T("a;b\nJo\u00E3o;\u20AC\n"),
		"WINDOWS-1252", ENCODING_GUESSED},
	{NULL, T("Jo\xE3o\n\x81\nx\n"), T("Jo\u00E3o\n\xFF\nx\n"),
		"WINDOWS-1252", ENCODING_GUESSED},
	{NULL, T("Jos\xE9"), T("Jos\u00E9"), "WINDOWS-1252", ENCODING_GUESSED},
	/* UTF-8 with a little damage, and one that was cut off. */
	{NULL, T("\u00E7,\u00E3\nJo\xE3o\n"), T("\u00E7,\u00E3\nJo\xE3o\n"),
		"UTF-8", ENCODING_VALID},
	{NULL, T("\u00E7,\u00E3\nJo\xC3"), T("\u00E7,\u00E3\nJo\xC3"), "UTF-8",
		ENCODING_VALID},
	/* Told: it is what it was called, with a mark or without. */
	{"utf8",
		T("\xEF\xBB\xBF"
		  "a\n"),
		T("a\n"), "UTF-8", ENCODING_TOLD},
	{"UTF-8", T("Jo\xE3o\n"), T("Jo\xE3o\n"), "UTF-8", ENCODING_TOLD},
	{"utf-8",
		T("\xFF\xFE"
		  "a\0"),
		T("\xFF\xFE"
		  "a\0"),
		"UTF-8", ENCODING_TOLD},
	{"utf-16", T("\xFE\xFF\0a\0\n"), T("a\n"), "UTF-16BE", ENCODING_TOLD},
	{"UTF-16",
		T("\xFF\xFE"
		  "a\0"),
		T("a"), "UTF-16LE", ENCODING_TOLD},
	{"UCS-2", T("\0a"), T("a"), "UTF-16BE", ENCODING_TOLD},
	{"utf_16", T("\x2D\x4E"), T("\u4E2D"), "UTF-16LE", ENCODING_TOLD},
	{"UTF-16LE",
		T("\xFF\xFE"
		  "a\0"),
		T("a"), "UTF-16LE", ENCODING_TOLD},
	{"UTF-16LE", T("\xFE\xFF\0a"), T("\xEF\xBF\xBE\u6100"), "UTF-16LE",
		ENCODING_TOLD},
	{"UTF-32", T("\0\0\xFE\xFF\0\0\0a"), T("a"), "UTF-32BE", ENCODING_TOLD},
	{"UTF-32", T("a\0\0\0"), T("a"), "UTF-32LE", ENCODING_TOLD},
	{"UCS-4", T("\0\0\0a"), T("a"), "UTF-32BE", ENCODING_TOLD},
	{"GB18030", T("\x84\x31\x95\x33\xC0\xEE"), T("\u674E"), "GB18030",
		ENCODING_TOLD},
	{"utf-8-sig",
		T("\xEF\xBB\xBF"
		  "a"),
		T("a"), "UTF-8", ENCODING_TOLD},
	{"latin-1", T("\xE7"), T("\u00E7"), "ISO-8859-1", ENCODING_TOLD},
	{"windows1252", T("\x80"), T("\u20AC"), "WINDOWS-1252", ENCODING_TOLD},
	{"mac_roman", T("\x8D"), T("\u00E7"), "MACINTOSH", ENCODING_TOLD},
	{"KOI8-R", T("\xE9\xD7"), T("\u0418\u0432"), "KOI8-R", ENCODING_TOLD},
	{"IBM850", T("\x87,\xC6"), T("\u00E7,\u00E3"), "IBM850", ENCODING_TOLD},
	{"ISO-8859-1", T("\u00E7"), T("\u00C3\u00A7"), "ISO-8859-1",
		ENCODING_TOLD},
	{"ISO-2022-JP", T("\x1B$B;3ED\x1B(B\n"), T("\u5C71\u7530\n"),
		"ISO-2022-JP", ENCODING_TOLD},
};

/*
 * Something to read from that gives the text in such pieces, whoever is
 * faster; where sockets do not keep them apart, they come as they like.
 */
static int
open_pieces(const char *text, size_t len, size_t piece)
{
	int ends[2], room = 1024 * 1024;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0 &&
		socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		abort();
	setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	for (; len > 0; text += piece, len -= piece) {
		piece = piece < len ? piece : len;
		if (send(ends[1], text, piece, MSG_DONTWAIT) != (ssize_t)piece)
			abort();
	}
	close(ends[1]);
	return ends[0];
}

/* All of it, read into so much room each time. */
static int
read_all(struct textin *textin, struct buf *out, size_t room, struct fault *why)
{
	char *at = malloc(room);
	ssize_t got = 0;

	while (got >= 0 && !textin_is_at_end(textin)) {
		got = textin_read(textin, at, room, why);
		if (got > 0)
			buf_add(out, at, (size_t)got);
	}
	if (got >= 0)
		got = textin_read(textin, at, room, why);
	free(at);
	return (int)got;
}

/* What came is what was wanted; a line about what did not. */
static bool
is_same(const struct buf *got, const char *want, size_t len)
{
	if (got->len == len && (len == 0 || memcmp(got->data, want, len) == 0))
		return true;
	tap_show("got", got->data, got->len);
	tap_show("want", want, len);
	return false;
}

static bool
test_piece(size_t index, size_t piece, size_t room)
{
	int fd = open_pieces(cases[index].text, cases[index].len, piece);
	struct textin *textin = textin_open(fd, NULL, cases[index].told, NULL);
	struct buf got;
	struct fault why;
	const char *text;
	size_t len;
	bool is_all, is_good;

	buf_init(&got, SIZE_MAX);
	is_good = textin_sample(textin, &text, &len, &is_all, &why) == 0;
	if (is_good)
		buf_add(&got, text, len);
	is_good = is_good && is_all && textin_has_more(textin) &&
		  is_same(&got, cases[index].want, cases[index].want_len);
	buf_clear(&got);
	is_good = is_good && read_all(textin, &got, room, &why) == 0 &&
		  is_same(&got, cases[index].want, cases[index].want_len) &&
		  strcmp(textin_encoding(textin), cases[index].encoding) == 0 &&
		  textin_reason(textin) == cases[index].reason;
	if (!is_good)
		printf("# case %zu, pieces of %zu, room for %zu: %s, %d\n",
			index, piece, room, textin_encoding(textin),
			textin_reason(textin));
	buf_release(&got);
	textin_close(textin);
	close(fd);
	return is_good;
}

static void
test_case(size_t index)
{
	struct textin *textin;
	struct fault why;
	size_t bad = 0;

	textin = textin_open(-1, NULL, cases[index].told, &why);
	if (textin == NULL) {
		ok(true, "# SKIP %s", why.text);
		return;
	}
	textin_close(textin);
	for (size_t piece = 1; piece <= cases[index].len + 1; piece++)
		for (size_t room = TEXTIN_ROOM_MIN; room < 24; room++)
			bad += !test_piece(index, piece, room);
	ok(bad == 0, "case %zu: %s", index, cases[index].encoding);
}

/* More than the sample: a row again and again, and how it reads as UTF-8. */
static const struct {
	const char *encoding, *row;
	size_t len;
	const char *want;
	size_t want_len;
} long_cases[] = {
	{"UTF-8", T("Jo\u00E3o \U0001F600;1\n"), T("Jo\u00E3o \U0001F600;1\n")},
	{"WINDOWS-1252", T("Jo\xE3o;\x80\n"), T("Jo\u00E3o;\u20AC\n")},
	{"UTF-16LE",
		T("a\0\x3D\xD8\0\xDE,\0"
		  "1\0\n\0"),
		T("a\U0001F600,1\n")},
	{"UTF-16BE",
		T("\0a\xD8\x3D\xDE\0\0,\0"
		  "1\0\n"),
		T("a\U0001F600,1\n")},
};

static void
repeat(struct buf *out, const char *row, size_t len, size_t times)
{
	buf_init(out, SIZE_MAX);
	while (times-- > 0)
		buf_add(out, row, len);
}

static void
test_long(size_t index)
{
	enum { ROWS = 30000 };
	static const size_t rooms[] = {TEXTIN_ROOM_MIN, 4093, 100000};
	struct buf text, want, got;
	bool is_good = true;

	repeat(&text, long_cases[index].row, long_cases[index].len, ROWS);
	repeat(&want, long_cases[index].want, long_cases[index].want_len, ROWS);
	buf_init(&got, SIZE_MAX);
	for (size_t i = 0; i < COUNT(rooms) && is_good; i++) {
		struct textin *textin;
		struct feed feed;
		struct fault why;

		feed_open(&feed, text.data, text.len, 0, 0);
		textin = textin_open(feed.fd, NULL, NULL, NULL);
		buf_clear(&got);
		is_good = read_all(textin, &got, rooms[i], &why) == 0 &&
			  got.len == want.len &&
			  memcmp(got.data, want.data, got.len) == 0 &&
			  strcmp(textin_encoding(textin),
				  long_cases[index].encoding) == 0;
		textin_close(textin);
		feed_close(&feed);
	}
	ok(is_good, "%s beyond the sample", long_cases[index].encoding);
	buf_release(&text);
	buf_release(&want);
	buf_release(&got);
}

/* Whichever of its bytes a character is cut at by the end of the sample. */
static void
test_cut(void)
{
	struct buf text, got;
	size_t bad = 0;
	struct fault why;

	buf_init(&got, SIZE_MAX);
	for (size_t before = TEXTIN_SAMPLE - 5; before < TEXTIN_SAMPLE + 2;
		before++) {
		struct textin *textin;
		struct feed feed;

		repeat(&text, "x", 1, before);
		buf_add_text(&text, "\U0001F600\u20AC\u00E7\n\xE7\n");
		feed_open(&feed, text.data, text.len, 0, 0);
		textin = textin_open(feed.fd, NULL, NULL, NULL);
		buf_clear(&got);
		bad += read_all(textin, &got, 8192, &why) != 0 ||
		       !is_same(&got, text.data, text.len) ||
		       textin_reason(textin) != ENCODING_VALID;
		textin_close(textin);
		feed_close(&feed);
		buf_release(&text);
	}
	ok(bad == 0, "a character across the end of the sample is no fault,"
		     " and what comes behind passes as it is");
	buf_release(&got);
}

static void
test_errors(void)
{
	struct fault why = {.text = ""};
	int fd = open("/", O_RDONLY | O_CLOEXEC);
	struct textin *textin = textin_open(fd, "some list", NULL, &why);
	char at[64];

	ok(textin_read(textin, at, sizeof(at), &why) == -1 &&
			why.status == EX_IOERR &&
			strncmp(why.text, "some list: ", 11) == 0,
		"what cannot be read: %s", why.text);
	textin_close(textin);
	close(fd);
	textin_close(NULL);
	textin = textin_open(0, NULL, "no-such-encoding", &why);
	ok(textin == NULL && why.status == EX_USAGE,
		"an encoding nobody knows: %s", why.text);
	fd = open_pieces(T("PK\3\4 what a workbook begins with"), 100);
	textin = textin_open(fd, NULL, NULL, &why);
	ok(textin_read(textin, at, sizeof(at), &why) == -1 &&
			why.status == EX_DATAERR,
		"what is no text: %s", why.text);
	textin_close(textin);
	close(fd);
	fd = open_pieces(T("\xFF\xFE<\0H\0T\0M\0L\0>\0"), 100);
	textin = textin_open(fd, NULL, NULL, &why);
	ok(textin_read(textin, at, sizeof(at), &why) == -1 &&
			why.status == EX_DATAERR,
		"a page in UTF-16: %s", why.text);
	textin_close(textin);
	close(fd);
}

/* What a child does that stays open until it is killed. */
static void
write_slowly(int fd, const char *const *texts, unsigned pause_ms)
{
	for (; *texts != NULL; texts++) {
		usleep(pause_ms * 1000);
		if (write(fd, *texts, strlen(*texts)) < 0)
			_exit(1);
	}
	pause();
	_exit(0);
}

/* The sample of what comes with such pauses, then the time it took. */
static void
test_pauses(const char *const *texts, unsigned pause_ms, const char *want,
	int64_t min_ms, int64_t max_ms, const char *name)
{
	int64_t begun_ms = clock_span_ms(), took_ms;
	struct textin *textin;
	struct fault why;
	const char *text;
	size_t len;
	int ends[2];
	bool is_all;
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0)
		abort();
	if (child == 0)
		write_slowly(ends[1], texts, pause_ms);
	textin = textin_open(ends[0], NULL, NULL, NULL);
	if (textin_sample(textin, &text, &len, &is_all, &why) != 0)
		abort();
	took_ms = clock_span_ms() - begun_ms;
	ok_bytes(text, len, want, strlen(want), "%s", name);
	ok(!is_all && took_ms >= min_ms && took_ms < max_ms,
		"%s: after %lld ms", name, (long long)took_ms);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	textin_close(textin);
	close(ends[0]);
	close(ends[1]);
}

/* The last of the tests: the signal stays caught. */
static void
test_signal(void)
{
	int64_t begun_ms = clock_span_ms();
	struct textin *textin;
	struct fault why;
	const char *text;
	size_t len;
	int ends[2];
	bool is_all;
	pid_t child;

	if (pipe(ends) != 0 || stop_catch(&why) != 0 || (child = fork()) < 0)
		abort();
	if (child == 0) {
		usleep(200 * 1000);
		kill(getppid(), SIGTERM);
		_exit(0);
	}
	textin = textin_open(ends[0], NULL, NULL, NULL);
	ok(textin_sample(textin, &text, &len, &is_all, &why) == 0 && len == 0 &&
			!is_all && stop_signal() == SIGTERM &&
			clock_span_ms() - begun_ms < 30000,
		"a signal ends the waiting for a list that does not begin");
	waitpid(child, NULL, 0);
	textin_close(textin);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	static const char *const few[] = {"\xEF", "\xBB\xBF", "name\n", NULL};
	static const char *const drops[] = {"1234\n", "1\n", "2\n", "3\n",
		"4\n", "5\n", "6\n", "7\n", "8\n", "9\n", "10\n", NULL};

	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	for (size_t i = 0; i < COUNT(long_cases); i++)
		test_long(i);
	test_cut();
	test_errors();
	test_pauses(few, 0, "name\n", TEXTIN_SILENCE_MS, 30000,
		"silence ends the sample");
	test_pauses(few, 1200, "name\n", 3 * 1200, 30000,
		"but not before a text has begun");
	test_pauses(drops, 700, "1234\n1\n2\n3\n4\n5\n6\n7\n",
		TEXTIN_PATIENCE_MS, 30000, "nor is it waited for for ever");
	test_signal();
	return tap_end();
}
