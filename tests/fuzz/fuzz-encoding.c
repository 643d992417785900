/* SPDX-License-Identifier: MIT */
/*
 * fuzz-encoding: any bytes, told to be in some encoding or not, become the
 * same text in whatever pieces they come and however little room there is; but
 * for the mark of what is bad it is UTF-8; and of UTF-8 no byte is lost.
 */
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "charset.h"
#include "fuzz.h"
#include "textin.h"
#include "utf8.h"

static const char *const encodings[] = {NULL, NULL, NULL, NULL, NULL, "UTF-8",
	"UTF-16", "UTF-16BE", "UTF-32", "WINDOWS-1252", "WINDOWS-1255",
	"WINDOWS-1258", "SHIFT_JIS", "EUC-JP", "ISO-2022-JP", "ISO-2022-KR",
	"GB18030", "BIG5-HKSCS", "EUC-KR", "UTF-7", "IBM037", "TCVN5712-1",
	"UCS-4", "HZ-GB-2312", "EUC-JISX0213"};

/* Numbers that depend on the input, one after the other. */
static size_t
draw(uint32_t *choice, size_t below)
{
	*choice = *choice * 1664525 + 1013904223;
	return (*choice >> 8) % below;
}

/* All of a text at once, or in pieces and into rooms of many sizes. */
static void
decode(struct buf *out, const char *encoding, const char *text, size_t len,
	uint32_t *choice)
{
	struct fault why;
	struct charset *charset = charset_open(encoding, &why);
	size_t there = choice != NULL ? 0 : len, start = 0, used, got, room;
	char *at;
	bool is_end;

	HOLD(charset != NULL);
	do {
		is_end = there == len;
		room = CHARSET_ROOM_MIN;
		room += choice != NULL ? draw(choice, 50) : 4 * len;
		/* Of its very size, so that writing beyond it is seen. */
		at = malloc(room);
		got = charset_decode(charset, text + start, there - start,
			is_end, &used, at, room);
		HOLD(got <= room && used <= there - start);
		buf_add(out, at, got);
		free(at);
		start += used;
		/* Room for a character was left: all but its part is done. */
		HOLD(room - got < CHARSET_ROOM_MIN || there - start < 16);
		if (got == 0 && !is_end) {
			there += 1 + draw(choice, 40);
			there = there < len ? there : len;
		}
	} while (got > 0 || !is_end);
	HOLD(start == len);
	charset_close(charset);
}

static void
check_text(const char *text, size_t len)
{
	size_t step;

	for (; len > 0; text += step, len -= step) {
		step = utf8_sequence(text, len);
		HOLD(step > 0 || *text == (char)CHARSET_BAD);
		step += step == 0;
	}
}

/* How glibc takes damage within the base64 of UTF-7 depends on the pieces. */
static void
check_same(const char *encoding, const struct buf *a, const struct buf *b)
{
	if (strcmp(encoding, "UTF-7") == 0)
		return;
	HOLD(a->len == b->len);
	HOLD(a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

static void
check_charset(const struct buf *whole, const char *encoding, const char *text,
	size_t len, uint32_t *choice)
{
	struct buf pieces;

	check_text(whole->data, whole->len);
	buf_init(&pieces, SIZE_MAX);
	decode(&pieces, encoding, text, len, choice);
	check_text(pieces.data, pieces.len);
	check_same(encoding, &pieces, whole);
	buf_release(&pieces);
}

/* A file with the text, at its beginning; the same one each time. */
static int
file_of(const char *text, size_t len)
{
	static int fd = -1;
	char path[] = "/tmp/fuzz-encoding.XXXXXX";

	if (fd < 0) {
		fd = mkstemp(path);
		HOLD(fd >= 0 && unlink(path) == 0);
	}
	HOLD(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	HOLD(write(fd, text, len) == (ssize_t)len);
	HOLD(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static void
read_all(struct textin *textin, struct buf *out, uint32_t *choice)
{
	size_t room;
	ssize_t got;
	char *at;
	struct fault why;

	while (!textin_is_at_end(textin)) {
		room = TEXTIN_ROOM_MIN + draw(choice, 3) * draw(choice, 5000);
		at = malloc(room);
		got = textin_read(textin, at, room, &why);
		HOLD(got >= 0 && (size_t)got <= room);
		buf_add(out, at, (size_t)got);
		free(at);
	}
}

/* What textin makes of it is what the encoding says, without the mark. */
static void
check_read(struct textin *textin, const char *text, size_t len,
	uint32_t *choice)
{
	const char *encoding = textin_encoding(textin);
	bool is_utf8 = strcmp(encoding, "UTF-8") == 0;
	struct buf whole, got;

	buf_init(&whole, SIZE_MAX);
	buf_init(&got, SIZE_MAX);
	if (is_utf8) {
		buf_add(&whole, text, len);
	} else {
		decode(&whole, encoding, text, len, NULL);
		check_charset(&whole, encoding, text, len, choice);
	}
	if (whole.len >= 3 && memcmp(whole.data, "\xEF\xBB\xBF", 3) == 0)
		buf_drop(&whole, 3);
	read_all(textin, &got, choice);
	check_same(encoding, &got, &whole);
	buf_release(&whole);
	buf_release(&got);
}

static void
check(const char *text, size_t len, uint32_t *choice)
{
	const char *told =
		encodings[draw(choice, sizeof(encodings) / sizeof(*encodings))];
	struct fault why;
	struct textin *textin =
		textin_open(file_of(text, len), NULL, told, &why);
	const char *sample;
	size_t sample_len;
	bool is_all;

	/* Not every system knows all of them. */
	if (textin != NULL && textin_sample(textin, &sample, &sample_len,
				      &is_all, &why) == 0) {
		HOLD(is_all == (len < TEXTIN_SAMPLE));
		check_read(textin, text, len, choice);
	}
	textin_close(textin);
}

/* Loading an encoding takes longer than all else: they stay loaded. */
static void
load_encodings(void)
{
	static struct charset *loaded[sizeof(encodings) / sizeof(*encodings)];
	struct fault why;

	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++)
		if (loaded[i] == NULL && encodings[i] != NULL)
			loaded[i] = charset_open(encodings[i], &why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint32_t choice = fuzz_choice(data, len);
	struct buf text;

	load_encodings();
	buf_init(&text, SIZE_MAX);
	buf_add(&text, data, len);
	/* Some go on beyond the sample. */
	if (len > 500 && draw(&choice, 64) == 0)
		while (text.len < TEXTIN_SAMPLE + len)
			buf_add(&text, data, len);
	check(text.len > 0 ? text.data : "", text.len, &choice);
	buf_release(&text);
	return 0;
}
