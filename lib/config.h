/* SPDX-License-Identifier: MIT */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"

/*
 * config: what config.yaml of a profile sets, and what holds without it.
 *
 * One table has a row for each setting: its name, what it may be, its
 * default, the environment variable that goes before the file, and what it
 * is for.  Reading, the messages, csr-config(5) and csr-auth status are all
 * made of it.
 *
 *	config_init(&config);                          the defaults
 *	config_read(&config, directory, why);          the file
 *	config_set(&config, row, text, variable, why); the environment
 *	...                                            options are the program's
 *	config_release(&config);
 */
enum config_level { CONFIG_WARN, CONFIG_INFO, CONFIG_DEBUG };

enum config_source { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT };

enum { CONFIG_ROWS_MAX = 32 };

/* Texts are NULL when they are not set and have no default. */
struct config {
	struct {
		char *api_version; /* "v25.0" */
		char *base_url;    /* scheme, host and port */
		double rate_limit_per_minute;
		int64_t daily_message_limit;
		int64_t timeout_seconds;
		char *default_country; /* "BR" */
		char *timezone; /* of the quota's day: "America/Recife" */
	} whatsapp;
	struct {
		char *smtp_url;
		char *from;
		char *username;
		char *password_command;
	} email;
	struct {
		char *passphrase_command;
	} credentials;
	struct {
		bool file;
		enum config_level level;
	} log;

	enum config_source sources[CONFIG_ROWS_MAX]; /* by index of the row */
	char *ignored; /* "app, ui, whatsapp.enabled": the desktop
			  application's; NULL: nothing */
};

enum config_kind {
	CONFIG_TEXT,
	CONFIG_WHOLE,   /* a whole number */
	CONFIG_NUMBER,  /* with a fraction, if wanted */
	CONFIG_BOOLEAN, /* true, false, yes, no, on, off */
	CONFIG_WORD     /* one of the row's words */
};

struct config_row {
	const char *name; /* "whatsapp.api_version" */
	enum config_kind kind;
	double least, most;       /* of a number */
	const char *const *words; /* of CONFIG_WORD; ends with NULL */
	/*
	 * What is wrong with a text, as "only https can be used"; NULL:
	 * nothing.  A text itself is never shown: it may have a password.
	 */
	const char *(*refuse)(const char *text);
	const char *fallback; /* the default, as it would be written; or NULL */
	const char *variable; /* "CSR_API_VERSION"; NULL: there is none */
	const char *allowed;  /* "a number from 0.01 to 60000" */
	const char *help;     /* one line, no full stop */
	size_t offset;        /* into struct config */
};

/* Each row; NULL behind the last. */
const struct config_row *config_row_at(size_t index);

/* By its name, or NULL. */
const struct config_row *config_find(const char *name);

void config_init(struct config *config);
void config_release(struct config *config);

/*
 * Read config.yaml of the directory; that there is none is fine.  A name that
 * is not known, a value of the wrong kind or out of range: -1 with EX_CONFIG,
 * which names file, line and setting, and says what is allowed.  EX_NOPERM
 * when others could change the file, for it names commands that are run; the
 * text has the command that mends it.  EX_IOERR.
 *
 * Settings of the desktop application that mean nothing here are noted in
 * ignored; its api_version, of which the API knows nothing any more, is among
 * them.
 */
int
config_read(struct config *config, const char *directory, struct fault *why);

/* Set one; where ("CSR_TIMEZONE") stands in the message. */
int config_set(struct config *config, const struct config_row *row,
	const char *text, enum config_source source, const char *where,
	struct fault *why);

/* Where the value of a setting comes from. */
enum config_source
config_source(const struct config *config, const struct config_row *row);

/* Its value as it would be written in the file; NULL: not set.  To be freed. */
char *config_text(const struct config *config, const struct config_row *row);

/*
 * Write settings into config.yaml, durably: those that are there get another
 * value, the others are added to their section; comments and everything else
 * stay.  The whole is checked as by config_read() before the file changes, and
 * no other setting may have changed its value.  Two programs that do this at
 * the same time do not undo each other's work: config.lock.  Where config.yaml
 * is a symbolic link, the file that it leads to is replaced.
 *
 * -1 with EX_CONFIG, EX_NOPERM, EX_CANTCREAT, EX_IOERR, or EX_TEMPFAIL when
 * others hold the lock; the file is then as it was.
 */
struct config_change {
	const struct config_row *row;
	const char *text;
};
int config_store(const char *directory, const struct config_change *changes,
	size_t count, struct fault *why);

#endif
