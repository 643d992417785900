/* SPDX-License-Identifier: MIT */
#include "oldconfig.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "json.h"
#include "jsonstring.h"
#include "oldfiles.h"
#include "xalloc.h"
#include "yaml.h"

enum { VALUE_MAX = 16 * 1024 };

static const char blanks[] = " \t\r\n";

const char *const oldconfig_names[OLDCONFIG_SETTINGS] =
	{"whatsapp.rate_limit_per_minute", "whatsapp.daily_message_limit",
		"whatsapp.timeout_seconds", "whatsapp.base_url",
		"whatsapp.api_version"};

void
oldconfig_release(struct oldconfig *config)
{
	for (size_t i = 0; i < OLDCONFIG_SETTINGS; i++)
		free(config->settings[i]);
	secret_free(config->token);
	free(config->phone_number_id);
	free(config->business_account_id);
	*config = (struct oldconfig){0};
}

/* What it wrote without being asked. */
static bool
is_old_version(const char *name, const char *value)
{
	return strcmp(name, "whatsapp.api_version") == 0 &&
	       (strcmp(value, "v17.0") == 0 || strcmp(value, "v18.0") == 0);
}

/* Without blanks and line ends round it, as a block of YAML has one. */
static int
take_token(struct oldconfig *config, const char *text, struct fault *why)
{
	size_t len;

	text += strspn(text, blanks);
	for (len = strlen(text); len > 0 && strchr(blanks, text[len - 1]);)
		len--;
	if (len == 0)
		return 0;
	secret_free(config->token);
	config->token = secret_new(text, len, why);
	return config->token != NULL ? 0 : -1;
}

/* An empty value is none: its sample has "". */
static int
take(struct oldconfig *config, const char *name, const char *value,
	struct fault *why)
{
	char **place = NULL;

	if (*value == '\0' || is_old_version(name, value))
		return 0;
	if (strcmp(name, "whatsapp.api_key") == 0)
		return take_token(config, value, why);
	if (strcmp(name, "whatsapp.phone_number_id") == 0)
		place = &config->phone_number_id;
	else if (strcmp(name, "whatsapp.business_account_id") == 0)
		place = &config->business_account_id;
	for (size_t i = 0; i < OLDCONFIG_SETTINGS; i++)
		if (strcmp(name, oldconfig_names[i]) == 0)
			place = &config->settings[i];
	if (place == NULL)
		return 0;
	free(*place);
	*place = xstrdup(value);
	return 0;
}

static int
take_entry(const struct yaml_entry *entry, void *context, struct fault *why)
{
	return entry->text != NULL
		       ? take(context, entry->path, entry->text, why)
		       : 0;
}

/* 1.0 and 1 are the same number to Python, and to us. */
static size_t
number_length(const struct json_value *value)
{
	size_t len = value->len;

	if (len > 2 && memcmp(value->text + len - 2, ".0", 2) == 0)
		len -= 2;
	return len;
}

static int
take_member(struct oldconfig *config, const struct json_member *member,
	struct fault *why)
{
	const struct json_value *value = &member->value;
	struct buf name, text;
	int result = 0;

	if (value->type != JSON_STRING && value->type != JSON_NUMBER)
		return 0;
	buf_init(&name, VALUE_MAX);
	buf_init(&text, VALUE_MAX);
	/* At once, so that growing leaves no copy of a token behind. */
	buf_reserve(&text, VALUE_MAX - 1);
	buf_add_text(&name, "whatsapp.");
	buf_add(&name, member->name, member->name_len);
	if (value->type == JSON_NUMBER)
		buf_add(&text, value->text, number_length(value));
	else if (json_unescape(&text, value) != 0)
		buf_clear(&text);
	if (!text.full && !name.full)
		result =
			take(config, buf_string(&name), buf_string(&text), why);
	explicit_bzero(text.data, text.room);
	buf_release(&name);
	buf_release(&text);
	return result;
}

static int
parse_json(struct oldconfig *config, const struct buf *text, const char *path,
	struct fault *why)
{
	struct json_members members = {0}, whatsapp = {0};
	struct json_error error;
	int result = 0;

	if (json_scan_object(text->data, text->len, &members, "whatsapp",
		    &whatsapp, &error) != 0)
		result = fault_set(why, EX_DATAERR, "%s: byte %zu: %s", path,
			error.at + 1, error.what);
	for (size_t i = 0; result == 0 && i < whatsapp.count; i++)
		result = take_member(config, &whatsapp.list[i], why);
	json_members_release(&members);
	json_members_release(&whatsapp);
	return result;
}

static int
read_file(struct oldconfig *config, const char *path, struct buf *text,
	struct fault *why)
{
	struct stat status;
	int found;

	*config = (struct oldconfig){0};
	found = oldfile_read(path, text, &status, why);
	if (found <= 0)
		return found;
	if (status.st_uid != geteuid() && status.st_uid != 0)
		return fault_set(why, EX_NOPERM,
			"%s: belongs to somebody else; if all that it says is"
			" yours, chown it and run again",
			path);
	config->was_open = (status.st_mode & 077) != 0;
	config->was_writable = oldfile_is_writable(path, &status);
	config->is_there = true;
	return 0;
}

static void
wipe(struct buf *text)
{
	if (text->data != NULL)
		explicit_bzero(text->data, text->room);
	buf_release(text);
}

int
oldconfig_read_yaml(struct oldconfig *config, const char *path,
	struct fault *why)
{
	struct buf text;
	int result = read_file(config, path, &text, why);

	if (result == 0 && config->is_there)
		result = yaml_parse(text.data, text.len, path, take_entry,
			config, why);
	if (result != 0 && why->status == EX_CONFIG)
		why->status = EX_DATAERR;
	wipe(&text);
	return result;
}

int
oldconfig_read_json(struct oldconfig *config, const char *path,
	struct fault *why)
{
	struct buf text;
	int result = read_file(config, path, &text, why);

	if (result == 0 && config->is_there)
		result = parse_json(config, &text, path, why);
	wipe(&text);
	return result;
}
