/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "config-parts.h"
#include "config-unknown.h"
#include "safefile.h"
#include "xalloc.h"
#include "yaml.h"

enum { SHOWN_MAX = 160 };

/*
 * What the desktop application and its older sample wrote, and what means
 * nothing here: a whole section, or one name.
 */
static const char *const old_names[] = {"app", "quotas", "templates", "ui",
	"logging", "email.outlook_profile", "email.signature_include",
	"email.batch_size", "whatsapp.enabled",
	"whatsapp.delay_between_messages", "whatsapp.auto_save_credentials",
	"whatsapp.api_key", "whatsapp.phone_number_id", "whatsapp.webhook_url"};

struct reading {
	struct config *config;
	const char *path;
};

char *
config_path(const char *directory)
{
	struct buf path;
	char *result;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/config.yaml", directory);
	result = xstrdup(buf_string(&path));
	buf_release(&path);
	return result;
}

const char *
config_shown(const char *path)
{
	size_t len = strlen(path);

	return len > SHOWN_MAX ? path + len - SHOWN_MAX : path;
}

static bool
is_below(const char *path, const char *name)
{
	size_t len = strlen(name);

	return strncmp(path, name, len) == 0 &&
	       (path[len] == '\0' || path[len] == '.');
}

/* The name that says what the path is of the desktop application's; or NULL. */
static const char *
old_name(const char *path)
{
	for (size_t i = 0; i < sizeof(old_names) / sizeof(*old_names); i++)
		if (is_below(path, old_names[i]))
			return old_names[i];
	return NULL;
}

/* Each name once, in the order in which they come. */
static void
note_ignored(struct config *config, const char *name)
{
	const char *known = config->ignored;
	size_t len = strlen(name);
	struct buf text;

	for (; known != NULL; known = strchr(known, ' ')) {
		known += *known == ' ';
		if (strncmp(known, name, len) == 0 &&
			(known[len] == ',' || known[len] == '\0'))
			return;
	}
	buf_init(&text, SIZE_MAX);
	if (config->ignored != NULL)
		buf_add_format(&text, "%s, ", config->ignored);
	buf_add_text(&text, name);
	free(config->ignored);
	config->ignored = xstrdup(buf_string(&text));
	buf_release(&text);
}

/* What it wrote without being asked, and Meta has switched off. */
static bool
is_old_version(const struct yaml_entry *entry)
{
	return strcmp(entry->path, "whatsapp.api_version") == 0 &&
	       (strcmp(entry->text, "v17.0") == 0 ||
		       strcmp(entry->text, "v18.0") == 0);
}

static int
refuse(const struct reading *reading, const struct yaml_entry *entry,
	const char *what, struct fault *why)
{
	return fault_set(why, EX_CONFIG, "%s:%zu: %.60s: %s",
		config_shown(reading->path), entry->line, entry->path, what);
}

static int
set_row(struct reading *reading, const struct config_row *row,
	const struct yaml_entry *entry, struct fault *why)
{
	struct buf where;
	int result;

	if (entry->text == NULL)
		return refuse(reading, entry,
			"is a list or a section; write one value", why);
	if (yaml_is_null(entry))
		return refuse(reading, entry,
			"has no value; give it one, or take the line away",
			why);
	if (is_old_version(entry)) {
		note_ignored(reading->config, row->name);
		return 0;
	}
	buf_init(&where, SIZE_MAX);
	buf_add_format(&where, "%s:%zu: %s", config_shown(reading->path),
		entry->line, row->name);
	result = config_set(reading->config, row, entry->text, CONFIG_FILE,
		buf_string(&where), why);
	buf_release(&where);
	return result;
}

static int
take_entry(const struct yaml_entry *entry, void *context, struct fault *why)
{
	struct reading *reading = context;
	const struct config_row *row = config_find(entry->path);
	const char *old = old_name(entry->path);
	bool is_empty_map = entry->text == NULL && entry->end > entry->start;

	if (row != NULL)
		return set_row(reading, row, entry, why);
	if (old != NULL) {
		note_ignored(reading->config, old);
		return 0;
	}
	if (!config_is_section(entry->path, strlen(entry->path)))
		return config_refuse_unknown(entry->path, entry->line,
			config_shown(reading->path), why);
	/* Everything in it may be commented out. */
	if (is_empty_map || yaml_is_null(entry))
		return 0;
	return refuse(reading, entry,
		"is a section; write its settings below it, indented", why);
}

int
config_parse(struct config *config, const char *text, size_t len,
	const char *path, struct fault *why)
{
	struct reading reading = {config, path};

	return yaml_parse(text, len, config_shown(path), take_entry, &reading,
		why);
}

/* Root could do anything anyway. */
static int
check_owner(const struct stat *file, const char *path, struct fault *why)
{
	char chown[32];

	snprintf(chown, sizeof(chown), "chown %ju", (uintmax_t)geteuid());
	if (file->st_uid != geteuid() && file->st_uid != 0)
		return safefile_refuse(why, path,
			"belongs to somebody else, who could name commands in"
			" it that you run; read it, and then",
			chown);
	if ((file->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return safefile_refuse(why, path,
			"others can write it, and could name commands in it"
			" that you run; read it, and then",
			"chmod go-w");
	return 0;
}

static int
check_file(int fd, const char *path, struct fault *why)
{
	const char *shown = config_shown(path);
	struct stat is;

	if (fstat(fd, &is) != 0)
		return fault_errno(why, EX_IOERR, "%s", shown);
	if (!S_ISREG(is.st_mode))
		return fault_set(why, EX_CONFIG, "%s: is not a regular file",
			shown);
	if (check_owner(&is, path, why) != 0)
		return -1;
	return safefile_check_directories(path, why);
}

static int
slurp(int fd, const char *path, struct buf *text, struct fault *why)
{
	char bytes[4096];
	ssize_t count;

	while ((count = read(fd, bytes, sizeof(bytes))) != 0) {
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return fault_errno(why, EX_IOERR, "%s",
				config_shown(path));
		buf_add(text, bytes, (size_t)count);
		if (text->len > YAML_TEXT_MAX)
			return 0; /* yaml_parse() says so */
	}
	return 0;
}

int
config_load(const char *path, struct buf *text, struct fault *why)
{
	/* A named pipe would let us wait for somebody to write. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int result;

	buf_clear(text);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return fault_errno(why, errno == EACCES ? EX_NOPERM : EX_IOERR,
			"%s", config_shown(path));
	result = check_file(fd, path, why);
	if (result == 0)
		result = slurp(fd, path, text, why);
	close(fd);
	return result;
}

int
config_read(struct config *config, const char *directory, struct fault *why)
{
	char *path = config_path(directory);
	struct buf text;
	int result;

	buf_init(&text, SIZE_MAX);
	result = config_load(path, &text, why);
	if (result == 0)
		result = config_parse(config, text.data, text.len, path, why);
	buf_release(&text);
	free(path);
	return result;
}
