/* SPDX-License-Identifier: MIT */
#ifndef CSR_VALIDATE_H
#define CSR_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "filter.h"
#include "keyset.h"
#include "optouts.h"
#include "recipient.h"
#include "record.h"
#include "rejects.h"
#include "setup.h"

/*
 * What the files of csr-validate share.  csr-validate.c sets it up, and
 * validate-options.c reads the command line; validate-address.c looks at the
 * phone and the e-mail address, validate-person.c at who may be written to,
 * and validate-record.c has the order of it all.
 */

enum channel { CHANNEL_ANY, CHANNEL_WHATSAPP, CHANNEL_EMAIL };

enum dedupe {
	DEDUPE_OFF,
	DEDUPE_PERSON,
	DEDUPE_PHONE,
	DEDUPE_EMAIL,
	DEDUPE_COLUMN
};

/* Was a column that an option names looked for, and was it ever there? */
struct column_use {
	bool is_wanted, is_there;
};

/* An address of the present record, if it is good. */
struct address {
	char key[RECIPIENT_KEY_SIZE];
	size_t key_len; /* 0: there is none */
};

struct checker {
	struct recipient_rules rules;
	const char *country_column; /* or NULL */
	enum channel channel;
	const char **required; /* columns */
	size_t required_count;
	const char *consent_column; /* or NULL */
	struct optouts *optouts;
	enum dedupe dedupe;
	const char *dedupe_column; /* with DEDUPE_COLUMN */
	struct keyset *seen;       /* NULL without --dedupe */
	struct column_use country_use, dedupe_use;
	bool has_begun; /* the first record was looked at */

	/* Of the present record. */
	struct address phone, email;
	struct buf text, detail;
};

struct validate {
	struct checker checker;
	struct filter_options filter;
	struct setup setup;
	char country[3]; /* of --country */
	const char *profile, *rejects_path;
	const char **suppress_paths;
	size_t suppress_count;
	bool is_transactional, has_level, is_mobile_only;
	struct rejects *rejects;
};

/* Fill in what the command line says; a mistake in it ends the program. */
void parse_options(struct validate *validate, int argc, char *argv[]);

void stop_record(struct record *record, enum status status, const char *code,
	const char *title, const char *detail, const char *hint);

/* Drop the blanks and line ends round it. */
void trim_text(struct buf *text);

/* The member of that name, or NULL; use remembers it. */
const struct json_value *use_column(struct column_use *use,
	const struct record *record, const char *name);

/* Without the column such an option does nothing, and nobody would know. */
void warn_of_columns(const struct checker *checker);

/*
 * The text of a member, without the blanks round it, into checker->text;
 * false when it has none that can be used.
 */
bool read_text(struct checker *checker, const struct record *record,
	const char *name);

/*
 * Each looks at one thing, and says whether the record goes on; if not, it has
 * stopped it.
 */
bool check_phone(struct checker *checker, struct record *record);
bool check_email(struct checker *checker, struct record *record);
bool check_required(struct checker *checker, struct record *record);
bool check_consent(struct checker *checker, struct record *record);
bool check_optouts(struct checker *checker, struct record *record);
bool check_first(struct checker *checker, struct record *record);

/* All of that, in order; a filter_handler. */
int check_record(struct record *record, void *checker, struct fault *why);

#endif
