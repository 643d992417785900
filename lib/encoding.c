/* SPDX-License-Identifier: MIT */
#include "encoding.h"

#include <ctype.h>
#include <string.h>

#include "utf8.h"

static const struct mark {
	const char *name, *bytes;
	size_t len;
} marks[] = {
	/* Longer ones first: that of UTF-32LE begins like that of UTF-16LE. */
	{"UTF-32LE", "\xFF\xFE\0\0", 4},
	{"UTF-32BE", "\0\0\xFE\xFF", 4},
	{"UTF-8", "\xEF\xBB\xBF", 3},
	{"UTF-16LE", "\xFF\xFE", 2},
	{"UTF-16BE", "\xFE\xFF", 2},
};

/* Without what is_called() passes over; also what Python calls them. */
static const struct spelling {
	const char *spelled, *name;
} spellings[] = {
	{"UTF7", "UTF-7"},
	{"UTF8", "UTF-8"},
	{"UTF8SIG", "UTF-8"},
	{"LATIN1", "ISO-8859-1"},
	{"WINDOWS1252", "WINDOWS-1252"},
	{"MACROMAN", "MACINTOSH"},
	{"UTF16LE", "UTF-16LE"},
	{"UTF16BE", "UTF-16BE"},
	{"UCS2LE", "UTF-16LE"},
	{"UCS2BE", "UTF-16BE"},
	{"UNICODELITTLE", "UTF-16LE"},
	{"UNICODEBIG", "UTF-16BE"},
	{"UTF32LE", "UTF-32LE"},
	{"UTF32BE", "UTF-32BE"},
	{"UCS4LE", "UTF-32LE"},
	{"UCS4BE", "UTF-32BE"},
	{"UTF16", "UTF-16"},
	{"UCS2", "UTF-16"},
	{"ISO10646UCS2", "UTF-16"},
	{"UNICODE", "UTF-16"},
	{"CSUNICODE", "UTF-16"},
	{"UTF32", "UTF-32"},
	{"UCS4", "UTF-32"},
	{"ISO10646UCS4", "UTF-32"},
	{"CSUCS4", "UTF-32"},
};

/* The name of the mark the text begins with, or NULL. */
static const char *
find_mark(const char *bytes, size_t len)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (len >= marks[i].len &&
			memcmp(bytes, marks[i].bytes, marks[i].len) == 0)
			return marks[i].name;
	return NULL;
}

/* Fewer NULs than this are damage; more stand in any list of two rows. */
enum { UNITS_MIN = 4 };

/* What stands at the two places of each unit of UTF-16. */
struct places {
	size_t units, nuls[2];
	bool has_newline[2]; /* with the NUL at that place */
};

static void
count_places(struct places *places, const char *bytes, size_t len)
{
	*places = (struct places){.units = len / 2};
	for (size_t i = 0; i + 1 < len; i += 2)
		for (size_t place = 0; place < 2; place++) {
			char other = bytes[i + 1 - place];

			if (bytes[i + place] != '\0')
				continue;
			places->nuls[place]++;
			if (other == '\n' || other == '\r')
				places->has_newline[place] = true;
		}
}

/* UTF-16 without a mark, or NULL. */
static const char *
find_units(const char *bytes, size_t len)
{
	struct places places;

	count_places(&places, bytes, len);
	for (size_t place = 0; place < 2; place++)
		if (places.has_newline[place] &&
			places.nuls[place] >= UNITS_MIN &&
			places.nuls[place] >= places.units / 3 &&
			places.nuls[place] / 3 >= places.nuls[1 - place])
			return place == 1 ? "UTF-16LE" : "UTF-16BE";
	return NULL;
}

/* Would more bytes make a well-formed sequence of this? */
static bool
is_cut(const char *text, size_t len)
{
	/* What may stand behind any first part that is well formed. */
	static const char *const rests[] = {"\x80", "\x80\x80", "\xA0\x80",
		"\x80\x80\x80", "\x90\x80\x80"};
	char whole[8];
	size_t rest_len;

	if (len > 3)
		return false;
	memcpy(whole, text, len);
	for (size_t i = 0; i < sizeof(rests) / sizeof(*rests); i++) {
		rest_len = strlen(rests[i]);
		memcpy(whole + len, rests[i], rest_len);
		if (utf8_sequence(whole, len + rest_len) == len + rest_len)
			return true;
	}
	return false;
}

static bool
is_utf8(const char *text, size_t len, bool is_all)
{
	size_t good = 0, bad = 0, step;

	for (; len > 0; text += step, len -= step) {
		step = utf8_sequence(text, len);
		good += step > 1;
		if (step > 0)
			continue;
		if (!is_all && is_cut(text, len))
			break;
		bad++;
		step = 1;
	}
	return bad == 0 || good > bad;
}

const char *
encoding_find(const char *bytes, size_t len, bool is_all,
	enum encoding_reason *reason)
{
	const char *name = find_mark(bytes, len);

	*reason = ENCODING_MARKED;
	if (name != NULL)
		return name;
	*reason = ENCODING_GUESSED;
	name = find_units(bytes, len);
	if (name != NULL)
		return name;
	if (!is_utf8(bytes, len, is_all))
		return "WINDOWS-1252";
	*reason = ENCODING_VALID;
	return "UTF-8";
}

/* Are they the same but for case, hyphens and low lines? */
static bool
is_called(const char *name, const char *spelled)
{
	for (; *name != '\0'; name++) {
		if (*name == '-' || *name == '_')
			continue;
		if (toupper((unsigned char)*name) != *spelled)
			return false;
		spelled++;
	}
	return *spelled == '\0';
}

static const char *
order_of_16(const char *bytes, size_t len)
{
	struct places places;

	if (len >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0)
		return "UTF-16BE";
	if (len >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0)
		return "UTF-16LE";
	count_places(&places, bytes, len);
	return places.nuls[0] > places.nuls[1] ? "UTF-16BE" : "UTF-16LE";
}

/* No character has a number above 10FFFF: the highest byte is 0. */
static const char *
order_of_32(const char *bytes, size_t len)
{
	return len >= 4 && bytes[0] == 0 && bytes[3] != 0 ? "UTF-32BE"
							  : "UTF-32LE";
}

const char *
encoding_settle(const char *told, const char *bytes, size_t len)
{
	const char *name = told;

	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++)
		if (is_called(told, spellings[i].spelled))
			name = spellings[i].name;
	if (strcmp(name, "UTF-16") == 0)
		return order_of_16(bytes, len);
	if (strcmp(name, "UTF-32") == 0)
		return order_of_32(bytes, len);
	return name;
}
