/* SPDX-License-Identifier: MIT */
#include "mockdoc.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "json.h"
#include "jsonstring.h"
#include "xalloc.h"

/* Where one stands: an index into the nodes, NONE for no place. */
enum { NONE = -1 };

struct node {
	enum mockdoc_kind kind;
	const char *name; /* of a member; NULL: none, or no text */
	size_t name_len;
	const char *text; /* of a string, unless it is none; of a number */
	int count;        /* of what is inside */
	int first, next;  /* inside it; beside it */
	int visited, visited_index; /* what is inside is mostly gone through */
};

struct mockdoc {
	const char *text; /* the caller's */
	size_t len;
	const char *at; /* while it is being read */
	struct node *nodes;
	int count, room;
	/* The texts of all strings and numbers, with a NUL behind each.  In
	 * the document something stands behind each as well, but for the last.
	 */
	struct buf texts;
};

static void
skip_blanks(struct mockdoc *doc)
{
	while (strchr(" \t\r\n", *doc->at) != NULL)
		doc->at++;
}

/* The text of the string at doc->at, or NULL. */
static const char *
read_string(struct mockdoc *doc, size_t *len)
{
	struct json_value value = {.text = doc->at, .type = JSON_STRING};
	size_t start = doc->texts.len;
	int result = 0;

	for (doc->at++; *doc->at != '"'; doc->at++)
		if (*doc->at == '\\') {
			value.is_escaped = true;
			doc->at++;
		}
	doc->at++;
	value.len = (size_t)(doc->at - value.text);
	if (value.is_escaped)
		result = json_unescape(&doc->texts, &value);
	else
		buf_add(&doc->texts, value.text + 1, value.len - 2);
	*len = doc->texts.len - start;
	buf_add_byte(&doc->texts, '\0');
	return result == 0 ? doc->texts.data + start : NULL;
}

/* A number, true, false or null. */
static const char *
read_word(struct mockdoc *doc)
{
	const char *start = doc->at, *end = doc->text + doc->len;
	size_t place = doc->texts.len;

	while (doc->at < end && strchr(",]} \t\r\n", *doc->at) == NULL)
		doc->at++;
	buf_add(&doc->texts, start, (size_t)(doc->at - start));
	buf_add_byte(&doc->texts, '\0');
	return doc->texts.data + place;
}

static int
new_node(struct mockdoc *doc, enum mockdoc_kind kind)
{
	if (doc->count == doc->room) {
		doc->room = doc->room > 0 ? doc->room * 2 : 64;
		doc->nodes = xreallocarray(doc->nodes, (size_t)doc->room,
			sizeof(*doc->nodes));
	}
	doc->nodes[doc->count] = (struct node){.kind = kind,
		.first = NONE,
		.next = NONE,
		.visited = NONE};
	return doc->count++;
}

static int read_value(struct mockdoc *doc);

/* What stands in brackets, from the opening one to behind the closing one. */
static void
read_inside(struct mockdoc *doc, int node)
{
	bool is_object = doc->nodes[node].kind == MOCKDOC_OBJECT;
	const char *name = NULL;
	size_t name_len = 0;
	int last = NONE, child;

	for (;;) {
		doc->at++;
		skip_blanks(doc);
		if (*doc->at == ']' || *doc->at == '}')
			break;
		if (is_object) {
			name = read_string(doc, &name_len);
			skip_blanks(doc);
			doc->at++; /* the colon */
		}
		child = read_value(doc);
		doc->nodes[child].name = name;
		doc->nodes[child].name_len = name_len;
		if (last == NONE)
			doc->nodes[node].first = child;
		else
			doc->nodes[last].next = child;
		last = child;
		doc->nodes[node].count++;
		skip_blanks(doc);
		if (*doc->at != ',')
			break;
	}
	doc->at++;
}

/* The text was scanned: it is JSON, and not nested too deeply. */
static int
read_value(struct mockdoc *doc)
{
	size_t len;
	int node;

	skip_blanks(doc);
	switch (*doc->at) {
	case '{':
	case '[':
		node = new_node(doc,
			*doc->at == '{' ? MOCKDOC_OBJECT : MOCKDOC_ARRAY);
		read_inside(doc, node);
		return node;
	case '"':
		node = new_node(doc, MOCKDOC_STRING);
		doc->nodes[node].text = read_string(doc, &len);
		return node;
	case 'n':
		node = new_node(doc, MOCKDOC_NULL);
		break;
	case 't':
	case 'f':
		node = new_node(doc, MOCKDOC_BOOLEAN);
		break;
	default:
		node = new_node(doc, MOCKDOC_NUMBER);
		break;
	}
	doc->nodes[node].text = read_word(doc);
	return node;
}

struct mockdoc *
mockdoc_parse(const char *text, size_t len, struct fault *why)
{
	struct json_error error;
	struct mockdoc *doc;

	if (json_scan(text, len, &error) != 0) {
		fault_set(why, EX_DATAERR, "byte %zu: %s", error.at + 1,
			error.what);
		return NULL;
	}
	doc = xcalloc(1, sizeof(*doc));
	doc->text = doc->at = text;
	doc->len = len;
	/* Never moved afterwards: the nodes point into it. */
	buf_init(&doc->texts, len + 1);
	buf_reserve(&doc->texts, len + 1);
	read_value(doc);
	return doc;
}

void
mockdoc_free(struct mockdoc *doc)
{
	if (doc == NULL)
		return;
	buf_release(&doc->texts);
	free(doc->nodes);
	free(doc);
}

/* The index-th of what is inside, or NONE. */
static int
child_at(const struct mockdoc *doc, int node, int index)
{
	struct node *parent = &doc->nodes[node];
	int child = parent->first, at = 0;

	if (parent->visited != NONE && parent->visited_index <= index) {
		child = parent->visited;
		at = parent->visited_index;
	}
	for (; at < index && child != NONE; at++)
		child = doc->nodes[child].next;
	parent->visited = child;
	parent->visited_index = at;
	return child;
}

/* One step down.  Of members with the same name the last one counts. */
static int
step(const struct mockdoc *doc, int node, const char *name, size_t len)
{
	const struct node *nodes = doc->nodes;
	int child = nodes[node].first, found = NONE;

	if (nodes[node].kind == MOCKDOC_ARRAY)
		return *name >= '0' && *name <= '9'
			       ? child_at(doc, node, atoi(name))
			       : NONE;
	for (; child != NONE; child = nodes[child].next)
		if (nodes[child].name_len == len && nodes[child].name != NULL &&
			memcmp(nodes[child].name, name, len) == 0)
			found = child;
	return found;
}

static const struct node *
find(const struct mockdoc *doc, const char *path)
{
	int node = 0;
	size_t len;

	for (; *path != '\0' && node != NONE; path += len) {
		path += *path == '.';
		for (len = 0; path[len] != '\0' && path[len] != '.';)
			len++;
		node = step(doc, node, path, len);
	}
	return node != NONE ? &doc->nodes[node] : NULL;
}

enum mockdoc_kind
mockdoc_kind(const struct mockdoc *doc, const char *path)
{
	const struct node *node = find(doc, path);

	return node != NULL ? node->kind : MOCKDOC_MISSING;
}

const char *
mockdoc_string(const struct mockdoc *doc, const char *path)
{
	const struct node *node = find(doc, path);

	return node != NULL && node->kind == MOCKDOC_STRING ? node->text : NULL;
}

bool
mockdoc_number(const struct mockdoc *doc, const char *path, double *out)
{
	const struct node *node = find(doc, path);

	if (node == NULL || node->kind != MOCKDOC_NUMBER)
		return false;
	*out = strtod(node->text, NULL);
	return true;
}

bool
mockdoc_is_true(const struct mockdoc *doc, const char *path)
{
	const struct node *node = find(doc, path);

	return node != NULL && node->kind == MOCKDOC_BOOLEAN &&
	       *node->text == 't';
}

size_t
mockdoc_count(const struct mockdoc *doc, const char *path)
{
	const struct node *node = find(doc, path);

	return node != NULL ? (size_t)node->count : 0;
}

const char *
mockdoc_name(const struct mockdoc *doc, const char *path, size_t index)
{
	const struct node *node = find(doc, path);
	int child = NONE;

	if (node != NULL && index < (size_t)node->count)
		child = child_at(doc, (int)(node - doc->nodes), (int)index);
	return child != NONE ? doc->nodes[child].name : NULL;
}

void
mockdoc_write(const struct mockdoc *doc, struct buf *out)
{
	const char *at = doc->text, *end = doc->text + doc->len;
	const char *start;

	while (at < end) {
		/* A run without blanks; those inside a string belong to it. */
		for (start = at; at < end && strchr(" \t\r\n", *at) == NULL;
			at++)
			if (*at == '"')
				for (at++; *at != '"'; at++)
					at += *at == '\\';
		buf_add(out, start, (size_t)(at - start));
		while (at < end && strchr(" \t\r\n", *at) != NULL)
			at++;
	}
}
