/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include "config-parts.h"
#include "xalloc.h"
#include "yaml.h"

static const char first_line[] =
	"# Settings of CSC-Reach; csr-config(5) says which there are.\n";

/* Where a setting stands in a text, or where it could. */
struct place {
	const struct config_row *row;
	bool is_found, has_sibling, has_section;
	struct yaml_entry found;   /* the setting itself */
	struct yaml_entry sibling; /* the last setting of its section */
	struct yaml_entry section; /* that has nothing in it */
};

static size_t
section_len(const struct config_row *row)
{
	return strcspn(row->name, ".");
}

static int
look_at_entry(const struct yaml_entry *entry, void *context, struct fault *why)
{
	struct place *place = context;
	size_t len = section_len(place->row);
	const char *path = entry->path;

	(void)why;
	if (strncmp(path, place->row->name, len) != 0)
		return 0;
	if (path[len] == '\0') {
		place->has_section = true;
		place->section = *entry;
	} else if (strcmp(path, place->row->name) == 0) {
		place->is_found = true;
		place->found = *entry;
	} else if (path[len] == '.' && entry->text != NULL &&
		   strchr(path + len + 1, '.') == NULL) {
		place->has_sibling = true;
		place->sibling = *entry;
	}
	return 0;
}

static void
wipe(struct buf *text)
{
	if (text->data != NULL)
		explicit_bzero(text->data, text->room);
	buf_release(text);
}

/* Put a piece in the place of what stands from start to end. */
static void
splice(struct buf *text, size_t start, size_t end, const char *piece)
{
	struct buf result;

	buf_init(&result, SIZE_MAX);
	buf_reserve(&result, text->len + strlen(piece));
	buf_add(&result, text->data, start);
	buf_add_text(&result, piece);
	buf_add(&result, text->data + end, text->len - end);
	buf_clear(text);
	buf_add(text, result.data, result.len);
	wipe(&result);
}

/* A value in several lines ends behind its last line break. */
static size_t
trimmed_end(const struct buf *text, size_t start, size_t end)
{
	while (end > start && strchr(" \t\r\n", text->data[end - 1]) != NULL)
		end--;
	return end;
}

/* The beginning of the next line; the last one is given an end if need be. */
static size_t
next_line(struct buf *text, size_t at)
{
	const char *end;

	if (text->len == 0)
		return 0;
	end = memchr(text->data + at, '\n', text->len - at);
	if (end != NULL)
		return (size_t)(end - text->data) + 1;
	if (text->data[text->len - 1] != '\n')
		buf_add_byte(text, '\n');
	return text->len;
}

/* Words that YAML takes for something else than text. */
static bool
is_word_of_yaml(const char *text)
{
	static const char *const words[] = {"true", "false", "yes", "no", "on",
		"off", "null", "y", "n"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(words[i], text) == 0)
			return true;
	return false;
}

/* As YAML wants it: with quotes, unless it is a plain word or a number. */
static void
add_value(struct buf *line, const struct config_row *row, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._/-";
	bool is_plain = strspn(text, plain) == strlen(text) && *text != '-' &&
			*text != '.' &&
			(row->kind != CONFIG_TEXT || !is_word_of_yaml(text));

	if (is_plain) {
		buf_add_text(line, text);
		return;
	}
	buf_add_byte(line, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			buf_add_byte(line, '\'');
		buf_add_byte(line, *text);
	}
	buf_add_byte(line, '\'');
}

static void
add_setting(struct buf *line, const struct config_change *change)
{
	buf_add_format(line,
		"%s: ", change->row->name + section_len(change->row) + 1);
	add_value(line, change->row, change->text);
}

/* A line of its own, indented so far, at that place, which begins a line. */
static void
insert_line(struct buf *text, size_t at, size_t indentation,
	const struct config_change *change)
{
	struct buf line;

	buf_init(&line, SIZE_MAX);
	while (indentation-- > 0)
		buf_add_byte(&line, ' ');
	add_setting(&line, change);
	/* As the line before it ends, which another system may have written. */
	if (at >= 2 && text->data[at - 2] == '\r')
		buf_add_byte(&line, '\r');
	buf_add_byte(&line, '\n');
	splice(text, at, at, buf_string(&line));
	buf_release(&line);
}

/* How far from the beginning of its line something stands. */
static size_t
column_of(const struct buf *text, size_t at)
{
	size_t start = at;

	while (start > 0 && text->data[start - 1] != '\n')
		start--;
	return at - start;
}

static void
replace_value(struct buf *text, const struct yaml_entry *found,
	const struct config_change *change)
{
	size_t end = trimmed_end(text, found->start, found->end);
	struct buf value;

	buf_init(&value, SIZE_MAX);
	if (end == found->start) /* "name:", and no blank behind it */
		buf_add_byte(&value, ' ');
	add_value(&value, change->row, change->text);
	splice(text, found->start, end, buf_string(&value));
	buf_release(&value);
}

static void
add_behind(struct buf *text, const struct yaml_entry *sibling,
	const struct config_change *change)
{
	size_t end = trimmed_end(text, sibling->start, sibling->end);
	size_t column = column_of(text, sibling->name_at);
	struct buf piece;

	if (!sibling->is_flow) {
		insert_line(text, next_line(text, end), column, change);
		return;
	}
	buf_init(&piece, SIZE_MAX);
	buf_add_text(&piece, ", ");
	add_setting(&piece, change);
	splice(text, end, end, buf_string(&piece));
	buf_release(&piece);
}

/* "whatsapp:", "whatsapp: ~" or "whatsapp: {}". */
static void
fill_section(struct buf *text, const struct yaml_entry *section,
	const struct config_change *change)
{
	size_t column = column_of(text, section->name_at);
	struct buf piece;

	buf_init(&piece, SIZE_MAX);
	if (section->text == NULL) {
		buf_add_byte(&piece, '{');
		add_setting(&piece, change);
		buf_add_byte(&piece, '}');
		splice(text, section->start, section->end, buf_string(&piece));
	} else {
		splice(text, section->start, section->end, "");
		insert_line(text, next_line(text, section->start), column + 2,
			change);
	}
	buf_release(&piece);
}

static void
add_section(struct buf *text, const struct config_change *change)
{
	const struct config_row *row = change->row;
	struct buf line;

	if (text->len == 0)
		buf_add_text(text, first_line);
	next_line(text, text->len);
	buf_init(&line, SIZE_MAX);
	buf_add_format(&line, "%.*s:\n", (int)section_len(row), row->name);
	buf_add(text, line.data, line.len);
	buf_release(&line);
	insert_line(text, text->len, 2, change);
}

static int
edit(struct buf *text, const char *path, const struct config_change *change,
	struct fault *why)
{
	struct place place = {.row = change->row};

	if (yaml_parse(text->data, text->len, config_shown(path), look_at_entry,
		    &place, why) != 0)
		return -1;
	if (place.is_found)
		replace_value(text, &place.found, change);
	else if (place.has_sibling)
		add_behind(text, &place.sibling, change);
	else if (place.has_section)
		fill_section(text, &place.section, change);
	else
		add_section(text, change);
	return 0;
}

static bool
is_same(const struct config *a, const struct config *b,
	const struct config_row *row)
{
	char *left = config_text(a, row), *right = config_text(b, row);
	bool result = (left == NULL) == (right == NULL) &&
		      (left == NULL || strcmp(left, right) == 0);

	free(left);
	free(right);
	return result;
}

/*
 * Whether the text says what is wanted, and no more: a file may be written in
 * a way that the editing here does not know.
 */
static int
check_edited(const struct buf *text, const char *path,
	const struct config *wanted, struct fault *why)
{
	const struct config_row *row;
	struct config config;
	int result;

	config_init(&config);
	result = config_parse(&config, text->data, text->len, path, why);
	for (size_t i = 0; result == 0 && (row = config_row_at(i)) != NULL; i++)
		if (!is_same(&config, wanted, row))
			result = -1;
	if (result != 0)
		fault_set(why, EX_CONFIG,
			"%s: no program can write this into it; put it in with"
			" an editor, as csr-config(5) describes",
			config_shown(path));
	config_release(&config);
	return result;
}

static int
edit_all(struct buf *text, const char *path,
	const struct config_change *changes, size_t count, struct fault *why)
{
	struct config wanted;
	int result;

	config_init(&wanted);
	result = config_parse(&wanted, text->data, text->len, path, why);
	for (size_t i = 0; i < count && result == 0; i++)
		result = config_set(&wanted, changes[i].row, changes[i].text,
			CONFIG_FILE, changes[i].row->name, why);
	for (size_t i = 0; i < count && result == 0; i++)
		result = edit(text, path, &changes[i], why);
	if (result == 0)
		result = check_edited(text, path, &wanted, why);
	config_release(&wanted);
	return result;
}

static int
store(const char *directory, const struct config_change *changes, size_t count,
	struct fault *why)
{
	char *path = config_path(directory), *real = config_real(path);
	struct buf text;
	int result;

	buf_init(&text, SIZE_MAX);
	/* At once, for the desktop application's may have a token in it. */
	buf_reserve(&text, 2 * YAML_TEXT_MAX);
	result = config_load(path, &text, why);
	if (result == 0)
		result = edit_all(&text, path, changes, count, why);
	if (result == 0)
		result = config_write(real, &text, why);
	wipe(&text);
	free(real);
	free(path);
	return result;
}

int
config_store(const char *directory, const struct config_change *changes,
	size_t count, struct fault *why)
{
	int fd = config_lock(directory, why), result;

	if (fd < 0)
		return -1;
	result = store(directory, changes, count, why);
	close(fd);
	return result;
}
