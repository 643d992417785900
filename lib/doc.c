/* SPDX-License-Identifier: MIT */
#include "doc.h"

#include <errno.h>
#include <fcntl.h>
#include <jv.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "json.h"
#include "xalloc.h"

struct doc {
	jv root;
};

struct doc *
doc_parse(const char *text, size_t len, struct fault *why)
{
	struct json_error error;
	struct doc *doc;
	char *copy;
	jv root;

	if (json_scan(text, len, &error) != 0) {
		fault_set(why, EX_DATAERR, "byte %zu: %s", error.at + 1,
			error.what);
		return NULL;
	}
	/* Some versions of libjq read one byte further. */
	copy = xstrndup(text, len);
	root = jv_parse_sized(copy, (int)len);
	free(copy);
	if (!jv_is_valid(root)) {
		jv_free(root);
		fault_set(why, EX_DATAERR, "not JSON that libjq reads");
		return NULL;
	}
	doc = xmalloc(sizeof(*doc));
	doc->root = root;
	return doc;
}

static int
read_all(int fd, const char *path, struct buf *text, struct fault *why)
{
	char block[16 * 1024];
	ssize_t got;

	while ((got = read(fd, block, sizeof(block))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_errno(why, EX_IOERR, "%s", path);
		buf_add(text, block, (size_t)got);
		if (text->full)
			return fault_set(why, EX_DATAERR,
				"%s: larger than %zu bytes", path, text->max);
	}
	return 0;
}

struct doc *
doc_read(const char *path, size_t size_max, struct fault *why)
{
	struct doc *doc = NULL;
	struct fault where;
	struct buf text;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		fault_errno(why, EX_NOINPUT, "%s", path);
		return NULL;
	}
	buf_init(&text, size_max);
	if (read_all(fd, path, &text, why) == 0) {
		doc = doc_parse(buf_string(&text), text.len, &where);
		if (doc == NULL)
			fault_set(why, where.status, "%s: %s", path,
				where.text);
	}
	buf_release(&text);
	close(fd);
	return doc;
}

void
doc_free(struct doc *doc)
{
	if (doc == NULL)
		return;
	jv_free(doc->root);
	free(doc);
}

/* One step down; consumes value. */
static jv
step(jv value, const char *name, size_t len)
{
	jv key;

	if (jv_get_kind(value) == JV_KIND_ARRAY && *name >= '0' && *name <= '9')
		return jv_array_get(value, atoi(name));
	if (jv_get_kind(value) != JV_KIND_OBJECT) {
		jv_free(value);
		return jv_invalid();
	}
	key = jv_string_sized(name, (int)len);
	return jv_object_get(value, key);
}

/* The value at path, to be freed; invalid when there is none. */
static jv
find(const struct doc *doc, const char *path)
{
	jv value = jv_copy(doc->root);
	size_t len;

	for (; *path != '\0' && jv_is_valid(value); path += len) {
		if (*path == '.')
			path++;
		len = strcspn(path, ".");
		value = step(value, path, len);
	}
	return value;
}

enum doc_kind
doc_kind(const struct doc *doc, const char *path)
{
	static const enum doc_kind kinds[] = {
		[JV_KIND_INVALID] = DOC_MISSING,
		[JV_KIND_NULL] = DOC_NULL,
		[JV_KIND_FALSE] = DOC_BOOLEAN,
		[JV_KIND_TRUE] = DOC_BOOLEAN,
		[JV_KIND_NUMBER] = DOC_NUMBER,
		[JV_KIND_STRING] = DOC_STRING,
		[JV_KIND_ARRAY] = DOC_ARRAY,
		[JV_KIND_OBJECT] = DOC_OBJECT,
	};
	jv value = find(doc, path);
	enum doc_kind kind = kinds[jv_get_kind(value)];

	jv_free(value);
	return kind;
}

/* The tree keeps the bytes alive after this copy of the value is freed. */
static const char *
string_in_tree(jv value)
{
	const char *text = NULL;
	size_t len;

	if (jv_get_kind(value) == JV_KIND_STRING) {
		text = jv_string_value(value);
		len = (size_t)jv_string_length_bytes(jv_copy(value));
		if (strlen(text) != len)
			text = NULL;
	}
	jv_free(value);
	return text;
}

const char *
doc_string(const struct doc *doc, const char *path)
{
	return string_in_tree(find(doc, path));
}

bool
doc_number(const struct doc *doc, const char *path, double *out)
{
	jv value = find(doc, path);
	bool is_number = jv_get_kind(value) == JV_KIND_NUMBER;

	if (is_number)
		*out = jv_number_value(value);
	jv_free(value);
	return is_number;
}

size_t
doc_count(const struct doc *doc, const char *path)
{
	jv value = find(doc, path);
	jv_kind kind = jv_get_kind(value);
	size_t count = 0;

	if (kind == JV_KIND_ARRAY)
		count = (size_t)jv_array_length(jv_copy(value));
	else if (kind == JV_KIND_OBJECT)
		count = (size_t)jv_object_length(jv_copy(value));
	jv_free(value);
	return count;
}

const char *
doc_name(const struct doc *doc, const char *path, size_t index)
{
	jv value = find(doc, path);
	const char *name = NULL;
	int place;

	if (jv_get_kind(value) == JV_KIND_OBJECT) {
		place = jv_object_iter(value);
		for (; index > 0 && jv_object_iter_valid(value, place); index--)
			place = jv_object_iter_next(value, place);
		if (jv_object_iter_valid(value, place))
			name = string_in_tree(jv_object_iter_key(value, place));
	}
	jv_free(value);
	return name;
}

void
doc_write(const struct doc *doc, const char *path, struct buf *out)
{
	jv value = find(doc, path);
	jv text;

	if (!jv_is_valid(value)) {
		jv_free(value);
		return;
	}
	text = jv_dump_string(value, 0);
	buf_add(out, jv_string_value(text),
		(size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
}
