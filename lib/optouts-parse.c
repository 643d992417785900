/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "jsonstring.h"
#include "optouts-parts.h"

static void
trim(const char **text, size_t *len)
{
	while (*len > 0 && memchr(" \t\r", (*text)[*len - 1], 3) != NULL)
		(*len)--;
	while (*len > 0 && memchr(" \t\r", **text, 3) != NULL) {
		(*text)++;
		(*len)--;
	}
}

static bool
add_key(const struct optouts *optouts, const char *text, size_t len,
	struct optout_line *line)
{
	size_t key_len;

	trim(&text, &len);
	key_len = recipient_key(optouts->rules, text, len,
		line->keys[line->count]);
	line->lens[line->count] = key_len;
	if (key_len > 0)
		line->count++;
	return key_len > 0;
}

/*
 * In "to" stands whom a program of ours wrote to, which had its number read
 * then; a million of them would take long to be read again.
 */
static bool
add_to(const struct optouts *optouts, const struct buf *to,
	struct optout_line *line)
{
	if (!phone_is_e164(to->data, to->len))
		return add_key(optouts, to->data, to->len, line);
	line->lens[0] = recipient_phone_key(to->data, to->len, line->keys[0]);
	line->count = 1;
	return true;
}

/* The text of a member into optouts->text; false when it has none. */
static bool
read_member(struct optouts *optouts, const char *name)
{
	const struct json_member *member =
		json_find(&optouts->members, name, strlen(name));

	buf_clear(&optouts->text);
	if (member == NULL)
		return false;
	if (member->value.type == JSON_NUMBER)
		buf_add(&optouts->text, member->value.text, member->value.len);
	else if (member->value.type != JSON_STRING ||
		 json_unescape(&optouts->text, &member->value) != 0)
		return false;
	return true;
}

static const char *
parse_scope(struct optouts *optouts, struct optout_line *line)
{
	const char *scope;

	if (json_find(&optouts->members, "scope", 5) == NULL)
		return NULL;
	read_member(optouts, "scope");
	scope = buf_string(&optouts->text);
	line->is_marketing = strcmp(scope, "marketing") == 0;
	if (!line->is_marketing && strcmp(scope, "all") != 0)
		return "its \"scope\" is neither \"all\" nor \"marketing\"";
	return NULL;
}

static bool
is_blank(struct buf *text)
{
	return strspn(buf_string(text), " \t\r\n") == text->len;
}

/* A record: whoever has one of its addresses. */
static const char *
parse_record(struct optouts *optouts, struct optout_line *line)
{
	static const char *const names[] = {"phone", "email"};

	for (size_t i = 0; i < 2; i++) {
		if (!read_member(optouts, names[i]) || is_blank(&optouts->text))
			continue;
		if (!add_key(optouts, optouts->text.data, optouts->text.len,
			    line))
			return i == 0 ? "its \"phone\" is no number"
				      : "its \"email\" is no address";
	}
	return line->count > 0 ? NULL
			       : "it has no \"to\", \"phone\" or \"email\"";
}

static const char *
parse_object(struct optouts *optouts, const char *text, size_t len,
	struct optout_line *line)
{
	struct json_error error;

	line->has_members = true;
	if (json_scan_object(text, len, &optouts->members, NULL, NULL,
		    &error) != 0)
		return "it is not a whole JSON object";
	if (json_find(&optouts->members, "to", 2) == NULL)
		return parse_record(optouts, line);
	if (!read_member(optouts, "to") || optouts->text.len == 0 ||
		!add_to(optouts, &optouts->text, line))
		return "its \"to\" is neither a number nor a user id nor an"
		       " e-mail address";
	return parse_scope(optouts, line);
}

const char *
optouts_parse(struct optouts *optouts, const char *text, size_t len,
	struct optout_line *line)
{
	line->count = 0;
	line->is_marketing = line->has_members = false;
	trim(&text, &len);
	if (len == 0 || *text == '#')
		return NULL;
	if (*text == '{')
		return parse_object(optouts, text, len, line);
	return add_key(optouts, text, len, line)
		       ? NULL
		       : "it is neither a number nor a user id nor an e-mail"
			 " address";
}

void
optouts_describe(struct optouts *optouts, const struct optout_line *line,
	struct buf *detail)
{
	if (!line->has_members)
		return;
	if (read_member(optouts, "reason") && !is_blank(&optouts->text)) {
		buf_add_text(detail, ": ");
		buf_add(detail, optouts->text.data, optouts->text.len);
	}
	if (line->is_marketing)
		buf_add_text(detail, " (marketing)");
	if (read_member(optouts, "at") && !is_blank(&optouts->text)) {
		buf_add_text(detail, ", ");
		buf_add(detail, optouts->text.data, optouts->text.len);
	}
}
