/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "xalloc.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct scan {
	const char *at;
	const char *end;
	const char *what; /* the error, once there is one */
};

/* For each byte: may it stand in a string as it is, on its own? */
static const bool is_plain[256] =
	{[0x20] = 1, [0x21] = 1, [0x23 ... 0x5B] = 1, [0x5D ... 0x7F] = 1};

static const bool is_blank[256] =
	{[' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\r'] = 1};

static bool
fail(struct scan *scan, const char *what)
{
	if (scan->what == NULL)
		scan->what = scan->at < scan->end ? what : "unexpected end";
	return false;
}

/*
 * Many bytes at once: find_special() looks at STEP of them and returns 0, or
 * a mask in which first_special() finds the first that is not plain.
 */
#ifdef __SSE2__
enum { STEP = 16 };

static inline uint64_t
find_special(const char *text)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
	/* Signed: what is not ASCII is below 0x20 as well. */
	__m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));

	return (uint64_t)_mm_movemask_epi8(
		_mm_or_si128(low, _mm_or_si128(quote, backslash)));
}

static inline size_t
first_special(uint64_t mask)
{
	return (size_t)__builtin_ctzll(mask);
}
#else
enum { STEP = 8 };

/*
 * The highest bit of each byte that is not plain.  One subtraction tests all
 * eight for being below a bound; its borrow can spoil only bytes above one
 * that is found, so the lowest is always right.
 */
static inline uint64_t
find_special(const char *text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = UINT64_C(0x8080808080808080);
	uint64_t word, quote, backslash;

	memcpy(&word, text, sizeof(word));
	quote = word ^ ones * '"';
	backslash = word ^ ones * '\\';
	return (word | (word - ones * 0x20) | (quote - ones) |
		       (backslash - ones)) &
	       tops;
}

/* Where the first byte is not the lowest, the caller finds it itself. */
static inline size_t
first_special(uint64_t mask)
{
	const uint16_t order = 1;

	return *(const unsigned char *)&order == 1
		       ? (size_t)__builtin_ctzll(mask) / 8
		       : 0;
}
#endif

static inline const char *
skip_plain(const char *at, const char *end)
{
	uint64_t special = 0;

	while (end - at >= STEP) {
		special = find_special(at);
		if (special != 0)
			break;
		at += STEP;
	}
	if (special != 0)
		at += first_special(special);
	while (at < end && is_plain[(unsigned char)*at])
		at++;
	return at;
}

static inline void
skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && (unsigned char)*scan->at <= ' ' &&
		is_blank[(unsigned char)*scan->at])
		scan->at++;
}

static int
hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return -1;
}

static bool
scan_escape(struct scan *scan)
{
	scan->at++;
	if (scan->at == scan->end)
		return fail(scan, "");
	if (*scan->at != 'u') {
		if (memchr("\"\\/bfnrt", *scan->at, 8) == NULL)
			return fail(scan, "unknown escape");
		scan->at++;
		return true;
	}
	scan->at++;
	for (int digit = 0; digit < 4; digit++, scan->at++)
		if (scan->at == scan->end || hex_digit(*scan->at) < 0)
			return fail(scan, "\\u wants four hex digits");
	return true;
}

/* Well-formed characters beyond ASCII, as many as there are. */
static inline bool
scan_characters(struct scan *scan)
{
	size_t step;

	while (scan->at < scan->end && (unsigned char)*scan->at >= 0x80) {
		step = utf8_sequence(scan->at, (size_t)(scan->end - scan->at));
		if (step == 0)
			return fail(scan, "not UTF-8");
		scan->at += step;
	}
	return true;
}

/* A string in which something stood that is not plain. */
static bool
scan_string_on(struct scan *scan, bool *is_escaped)
{
	for (;; scan->at = skip_plain(scan->at, scan->end)) {
		if (scan->at == scan->end)
			return fail(scan, "");
		if (*scan->at == '"') {
			scan->at++;
			return true;
		}
		if ((unsigned char)*scan->at >= 0x80) {
			if (!scan_characters(scan))
				return false;
		} else if (*scan->at == '\\') {
			*is_escaped = true;
			if (!scan_escape(scan))
				return false;
		} else {
			return fail(scan, "control character in a string");
		}
	}
}

/* From the opening quote to behind the closing one. */
static inline bool
scan_string(struct scan *scan, bool *is_escaped)
{
	const char *at = skip_plain(scan->at + 1, scan->end);

	*is_escaped = false;
	if (at < scan->end && *at == '"') { /* nearly always */
		scan->at = at + 1;
		return true;
	}
	scan->at = at;
	return scan_string_on(scan, is_escaped);
}

static bool
scan_digits(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return scan->at > start || fail(scan, "a digit is missing");
}

/* RFC 8259, section 6. */
static bool
scan_number(struct scan *scan)
{
	if (*scan->at == '-')
		scan->at++;
	if (scan->at < scan->end && *scan->at == '0')
		scan->at++;
	else if (!scan_digits(scan))
		return false;
	if (scan->at < scan->end && *scan->at == '.') {
		scan->at++;
		if (!scan_digits(scan))
			return false;
	}
	if (scan->at < scan->end && (*scan->at | 0x20) == 'e') {
		scan->at++;
		if (scan->at < scan->end &&
			(*scan->at == '+' || *scan->at == '-'))
			scan->at++;
		return scan_digits(scan);
	}
	return true;
}

static bool
scan_word(struct scan *scan, const char *word)
{
	for (; *word != '\0'; word++, scan->at++)
		if (scan->at == scan->end || *scan->at != *word)
			return fail(scan, "unknown word");
	return true;
}

static bool scan_value(struct scan *scan, int depth, struct json_value *value);

static bool
scan_array(struct scan *scan, int depth)
{
	struct json_value item;

	if (depth > JSON_DEPTH_MAX)
		return fail(scan, "nested deeper than 64");
	scan->at++;
	skip_blanks(scan);
	if (scan->at < scan->end && *scan->at == ']') {
		scan->at++;
		return true;
	}
	for (;;) {
		if (!scan_value(scan, depth, &item))
			return false;
		skip_blanks(scan);
		if (scan->at == scan->end ||
			(*scan->at != ',' && *scan->at != ']'))
			return fail(scan, "a comma or ] is missing");
		if (*scan->at++ == ']')
			return true;
	}
}

/* The place of the next member; it counts once `count` is raised. */
static inline struct json_member *
next_place(struct json_members *members)
{
	if (members->count == members->room) {
		members->room = members->room > 0 ? members->room * 2 : 16;
		members->list = xreallocarray(members->list, members->room,
			sizeof(*members->list));
	}
	return &members->list[members->count];
}

static bool
scan_name(struct scan *scan, struct json_member *member)
{
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != '"')
		return fail(scan, "a member name in quotes is missing");
	member->name = scan->at + 1;
	if (!scan_string(scan, &member->name_is_escaped))
		return false;
	member->name_len = (size_t)(scan->at - 1 - member->name);
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != ':')
		return fail(scan, "a colon is missing");
	scan->at++;
	return true;
}

/* What to note down of an object's members; NULLs: nothing. */
struct wanted {
	struct json_members *members;
	const char *inner_name;
	size_t inner_name_len;
	struct json_members *inner;
};

static bool
scan_object(struct scan *scan, int depth, const struct wanted *wanted);

/* The value of a member that may be the one whose members are wanted. */
static bool
scan_member_value(struct scan *scan, int depth, const struct wanted *wanted,
	struct json_member *member)
{
	struct wanted inner;
	const char *start;

	if (wanted == NULL || wanted->inner_name == NULL ||
		!json_name_is(member, wanted->inner_name,
			wanted->inner_name_len))
		return scan_value(scan, depth, &member->value);
	wanted->inner->count = 0;
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != '{')
		return scan_value(scan, depth, &member->value);
	start = scan->at;
	inner = (struct wanted){.members = wanted->inner};
	if (!scan_object(scan, depth + 1, &inner))
		return false;
	member->value = (struct json_value){.text = start,
		.len = (size_t)(scan->at - start),
		.type = JSON_OBJECT};
	return true;
}

static bool
scan_object(struct scan *scan, int depth, const struct wanted *wanted)
{
	struct json_member unwanted, *member = &unwanted;

	if (depth > JSON_DEPTH_MAX)
		return fail(scan, "nested deeper than 64");
	scan->at++;
	skip_blanks(scan);
	if (scan->at < scan->end && *scan->at == '}') {
		scan->at++;
		return true;
	}
	for (;;) {
		if (wanted != NULL)
			member = next_place(wanted->members);
		if (!scan_name(scan, member) ||
			!scan_member_value(scan, depth, wanted, member))
			return false;
		if (wanted != NULL)
			wanted->members->count++;
		skip_blanks(scan);
		if (scan->at == scan->end ||
			(*scan->at != ',' && *scan->at != '}'))
			return fail(scan, "a comma or } is missing");
		if (*scan->at++ == '}')
			return true;
	}
}

static bool
scan_by_type(struct scan *scan, int depth, enum json_type *type)
{
	bool is_escaped;

	switch (*scan->at) {
	case '"':
		*type = JSON_STRING;
		return scan_string(scan, &is_escaped);
	case '{':
		*type = JSON_OBJECT;
		return scan_object(scan, depth + 1, NULL);
	case '[':
		*type = JSON_ARRAY;
		return scan_array(scan, depth + 1);
	case 't':
		*type = JSON_TRUE;
		return scan_word(scan, "true");
	case 'f':
		*type = JSON_FALSE;
		return scan_word(scan, "false");
	case 'n':
		*type = JSON_NULL;
		return scan_word(scan, "null");
	default:
		*type = JSON_NUMBER;
		if (*scan->at != '-' && (*scan->at < '0' || *scan->at > '9'))
			return fail(scan, "no value begins like this");
		return scan_number(scan);
	}
}

/* depth is that of the array or object the value stands in. */
static bool
scan_value(struct scan *scan, int depth, struct json_value *value)
{
	skip_blanks(scan);
	if (scan->at == scan->end)
		return fail(scan, "");
	value->text = scan->at;
	if (!scan_by_type(scan, depth, &value->type))
		return false;
	value->len = (size_t)(scan->at - value->text);
	return true;
}

static int
finish(struct scan *scan, bool is_good, const char *text,
	struct json_error *error)
{
	if (is_good) {
		skip_blanks(scan);
		if (scan->at < scan->end)
			is_good = fail(scan, "text behind the value");
	}
	if (is_good)
		return 0;
	error->at = (size_t)(scan->at - text);
	error->what = scan->what;
	return -1;
}

int
json_scan(const char *text, size_t len, struct json_error *error)
{
	struct scan scan = {.at = text, .end = text + len};
	struct json_value value;

	return finish(&scan, scan_value(&scan, 0, &value), text, error);
}

int
json_scan_object(const char *text, size_t len, struct json_members *members,
	const char *inner_name, struct json_members *inner,
	struct json_error *error)
{
	struct scan scan = {.at = text, .end = text + len};
	struct wanted wanted = {.members = members,
		.inner_name = inner_name,
		.inner_name_len = inner_name != NULL ? strlen(inner_name) : 0,
		.inner = inner};
	bool is_good;

	members->count = 0;
	if (inner != NULL)
		inner->count = 0;
	skip_blanks(&scan);
	if (scan.at < scan.end && *scan.at == '{')
		is_good = scan_object(&scan, 1, &wanted);
	else
		is_good = fail(&scan, "not an object");
	return finish(&scan, is_good, text, error);
}

void
json_members_release(struct json_members *members)
{
	free(members->list);
	*members = (struct json_members){0};
}

bool
json_escaped_name_is(const struct json_member *member, const char *name,
	size_t name_len)
{
	struct json_value string;
	struct buf plain;
	bool is_same;

	string = (struct json_value){.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING};
	buf_init(&plain, member->name_len);
	is_same = json_unescape(&plain, &string) == 0 &&
		  plain.len == name_len &&
		  memcmp(plain.data, name, name_len) == 0;
	buf_release(&plain);
	return is_same;
}

const struct json_member *
json_find(const struct json_members *members, const char *name, size_t name_len)
{
	size_t index = members->count;

	while (index-- > 0)
		if (json_name_is(&members->list[index], name, name_len))
			return &members->list[index];
	return NULL;
}

static uint32_t
four_digits(const char *text)
{
	uint32_t code = 0;

	for (int digit = 0; digit < 4; digit++)
		code = code << 4 | (uint32_t)hex_digit(text[digit]);
	return code;
}

/*
 * The character of the escape at text (a backslash), and the length of the
 * escape in *len.  0 for \u0000 and for half a surrogate pair.
 */
static uint32_t
escaped_character(const char *text, const char *end, size_t *len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	uint32_t code, low;

	*len = 2;
	if (text[1] != 'u')
		return (unsigned char)to[strchr(from, text[1]) - from];
	*len = 6;
	code = four_digits(text + 2);
	if (code < 0xD800 || code > 0xDFFF)
		return code;
	if (code > 0xDBFF || end - text < 12 || text[6] != '\\' ||
		text[7] != 'u')
		return 0;
	low = four_digits(text + 8);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	*len = 12;
	return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

/* out may be NULL: then it only looks. */
static int
unescape(struct buf *out, const struct json_value *string)
{
	const char *at = string->text + 1;
	const char *end = string->text + string->len - 1;
	const char *plain_end;
	char bytes[4];
	uint32_t code;
	size_t len;

	for (;;) {
		plain_end = memchr(at, '\\', (size_t)(end - at));
		if (plain_end == NULL)
			plain_end = end;
		if (out != NULL)
			buf_add(out, at, (size_t)(plain_end - at));
		if (plain_end == end)
			return 0;
		code = escaped_character(plain_end, end, &len);
		if (code == 0)
			return -1;
		if (out != NULL)
			buf_add(out, bytes, utf8_encode(bytes, code));
		at = plain_end + len;
	}
}

int
json_unescape(struct buf *out, const struct json_value *string)
{
	return unescape(out, string);
}

bool
json_is_text(const struct json_value *string)
{
	return unescape(NULL, string) == 0;
}

size_t
json_utf16_length(const char *text, size_t len)
{
	const char *end = text + len;
	size_t units = 0;

	while (text < end) {
		unsigned char byte = (unsigned char)*text;

		units += byte >= 0xF0 ? 2 : 1;
		if (byte == '\\')
			text += text[1] == 'u' ? 6 : 2;
		else if (byte < 0x80)
			text += 1;
		else
			text += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
	}
	return units;
}

static void
add_escape(struct buf *out, char byte)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *place = memchr(from, byte, sizeof(from) - 1);

	if (place == NULL) {
		buf_add_format(out, "\\u%04x", (unsigned char)byte);
		return;
	}
	buf_add_byte(out, '\\');
	buf_add_byte(out, to[place - from]);
}

/* How many bytes from the front can be written as they are. */
static size_t
unescaped_run(const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	size_t step;

	for (;;) {
		at = skip_plain(at, end);
		if (at == end || (unsigned char)*at < 0x80)
			break;
		step = utf8_sequence(at, (size_t)(end - at));
		if (step == 0)
			break;
		at += step;
	}
	return (size_t)(at - text);
}

int
json_escape(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len;
	size_t run;

	for (;;) {
		run = unescaped_run(text, (size_t)(end - text));
		buf_add(out, text, run);
		text += run;
		if (text == end)
			return 0;
		if ((unsigned char)*text >= 0x80)
			return -1;
		add_escape(out, *text++);
	}
}

void
json_escape_lossy(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len;
	size_t run;

	for (;;) {
		run = unescaped_run(text, (size_t)(end - text));
		buf_add(out, text, run);
		text += run;
		if (text == end)
			return;
		if ((unsigned char)*text >= 0x80)
			buf_add_text(out, "\xEF\xBF\xBD");
		else
			add_escape(out, *text);
		text++;
	}
}

static void
begin_value(struct json_writer *json)
{
	if (json->wants_comma)
		buf_add_byte(json->out, ',');
	json->wants_comma = true;
}

void
json_open(struct json_writer *json, char bracket)
{
	begin_value(json);
	buf_add_byte(json->out, bracket);
	json->wants_comma = false;
}

void
json_close(struct json_writer *json, char bracket)
{
	buf_add_byte(json->out, bracket);
	json->wants_comma = true;
}

void
json_name(struct json_writer *json, const char *name)
{
	begin_value(json);
	buf_add_byte(json->out, '"');
	buf_add_text(json->out, name);
	buf_add(json->out, "\":", 2);
	json->wants_comma = false;
}

void
json_text(struct json_writer *json, const char *text, size_t len)
{
	begin_value(json);
	buf_add_byte(json->out, '"');
	json_escape_lossy(json->out, text, len);
	buf_add_byte(json->out, '"');
}

void
json_string(struct json_writer *json, const char *text)
{
	if (text != NULL)
		json_text(json, text, strlen(text));
	else
		json_raw(json, "null", 4);
}

void
json_integer(struct json_writer *json, int64_t number)
{
	begin_value(json);
	buf_add_number(json->out, number);
}

void
json_boolean(struct json_writer *json, bool is_true)
{
	json_raw(json, is_true ? "true" : "false", is_true ? 4 : 5);
}

void
json_raw(struct json_writer *json, const char *text, size_t len)
{
	begin_value(json);
	buf_add(json->out, text, len);
}
