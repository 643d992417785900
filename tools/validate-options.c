/* SPDX-License-Identifier: MIT */
/* csr-validate: its command line. */
#include <string.h>
#include <unistd.h>

#include "csr-validate.h"
#include "options.h"
#include "xalloc.h"

enum {
	KEY_ASSUME = OPTIONS_LONG,
	KEY_CHANNEL,
	KEY_COMPAT,
	KEY_CONSENT,
	KEY_COUNTRY,
	KEY_COUNTRY_COLUMN,
	KEY_DEDUPE,
	KEY_LEVEL,
	KEY_MOBILE,
	KEY_PROFILE,
	KEY_REJECTS,
	KEY_REQUIRE,
	KEY_STRICT,
	KEY_SUPPRESS,
	KEY_TRANSACTIONAL
};

static const struct option_row rows[] =
	{{KEY_ASSUME, "assume-international", NULL,
		 "a number without + or 00 begins with its country"},
		{KEY_CHANNEL, "channel", "CHANNEL",
			"whatsapp or email: the address that must be good"},
		{KEY_COMPAT, "compat-csc-reach", NULL,
			"read phones as the desktop application did"},
		{KEY_CONSENT, "consent", "COLUMN",
			"only those who agreed, as COLUMN says"},
		{KEY_COUNTRY, "country", "CODE",
			"numbers without + or 00 are of this country: BR"},
		{KEY_COUNTRY_COLUMN, "country-column", "COLUMN",
			"the same for each record, as COLUMN says"},
		{KEY_DEDUPE, "dedupe", "[COLUMN]",
			"each person, phone, email or value of COLUMN once"},
		{KEY_LEVEL, "level", "LEVEL",
			"valid or possible: how good a number must be"},
		{KEY_MOBILE, "mobile-only", NULL,
			"only numbers that can be mobile phones"},
		{KEY_PROFILE, "profile", "NAME",
			"use the files of this profile"},
		{KEY_REJECTS, "rejects", "FILE",
			"also write what is stopped into FILE, as CSV"},
		{KEY_REQUIRE, "require", "COLUMN,...",
			"these columns must have a value"},
		{KEY_STRICT, "strict", NULL,
			"exit 1 when a record was stopped"},
		{KEY_SUPPRESS, "suppress", "FILE", "nobody who is in FILE"},
		{KEY_TRANSACTIONAL, "transactional", NULL,
			"this is no marketing: heed the other opt-outs only"},
		{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Check the phone and the email of each record, write the phone as"
	" E.164, and stop\nwho must not be written to.",
	rows};

static void
set_channel(struct checker *checker, const char *name)
{
	if (strcmp(name, "whatsapp") == 0)
		checker->channel = CHANNEL_WHATSAPP;
	else if (strcmp(name, "email") == 0)
		checker->channel = CHANNEL_EMAIL;
	else
		options_fail("--channel: \"%s\" is neither whatsapp nor email",
			name);
}

static void
set_country(struct validate *validate, const char *code)
{
	char *country = validate->country;

	if (strlen(code) == 2) {
		memcpy(country, code, 3);
		for (int at = 0; at < 2; at++)
			if (country[at] >= 'a' && country[at] <= 'z')
				country[at] = (char)(country[at] & ~0x20);
	}
	if (*country == '\0' || !phoneread_knows_country(country))
		options_fail("--country: \"%s\" is not the code of a country,"
			     " such as BR; ISO 3166 has them",
			code);
	validate->checker.rules.country = country;
}

static void
set_dedupe(struct checker *checker, const char *column)
{
	checker->dedupe = DEDUPE_PERSON;
	if (column != NULL && *column == '\0')
		options_fail("--dedupe=: which column?");
	if (column != NULL)
		checker->dedupe = strcmp(column, "phone") == 0 ? DEDUPE_PHONE
				  : strcmp(column, "email") == 0
					  ? DEDUPE_EMAIL
					  : DEDUPE_COLUMN;
	checker->dedupe_column = column;
	if (checker->seen == NULL)
		checker->seen = keyset_new();
}

static void
set_level(struct validate *validate, const char *name)
{
	enum phone_level *level = &validate->checker.rules.phone.level;

	validate->has_level = true;
	if (strcmp(name, "possible") == 0)
		*level = PHONE_LEVEL_POSSIBLE;
	else if (strcmp(name, "valid") != 0)
		options_fail("--level: \"%s\" is neither valid nor possible",
			name);
}

static void
add_text(const char ***list, size_t *count, const char *text)
{
	*list = xreallocarray(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = text;
}

/* The names between commas, in the caller's argv. */
static void
add_required(struct checker *checker, char *columns)
{
	char *comma;

	for (;;) {
		comma = strchr(columns, ',');
		if (comma != NULL)
			*comma = '\0';
		if (*columns == '\0')
			options_fail("--require: which column?");
		add_text(&checker->required, &checker->required_count, columns);
		if (comma == NULL)
			return;
		columns = comma + 1;
	}
}

/* Standard input has the records, and standard output is for them. */
static const char *
file_argument(const struct options *options, const char *name)
{
	const char *path = options_argument(options);

	if (*path == '\0' || strcmp(path, "-") == 0)
		options_fail("--%s: name a file", name);
	return path;
}

static void
set_phone_option(struct validate *validate, struct options *options, int key)
{
	struct checker *checker = &validate->checker;

	switch (key) {
	case KEY_ASSUME:
		checker->rules.phone.assume_international = true;
		break;
	case KEY_COMPAT:
		checker->rules.as_desktop = true;
		break;
	case KEY_COUNTRY:
		set_country(validate, options_argument(options));
		break;
	case KEY_COUNTRY_COLUMN:
		checker->country_column = options_argument(options);
		break;
	case KEY_LEVEL:
		set_level(validate, options_argument(options));
		break;
	case KEY_MOBILE:
		validate->is_mobile_only = true;
		break;
	}
}

static void
set_option(struct validate *validate, struct options *options, int key)
{
	struct checker *checker = &validate->checker;

	switch (key) {
	case KEY_CHANNEL:
		set_channel(checker, options_argument(options));
		break;
	case KEY_CONSENT:
		checker->consent_column = options_argument(options);
		break;
	case KEY_DEDUPE:
		set_dedupe(checker, options_argument(options));
		break;
	case KEY_PROFILE:
		validate->profile = options_argument(options);
		break;
	case KEY_REJECTS:
		validate->rejects_path = file_argument(options, "rejects");
		break;
	case KEY_REQUIRE:
		add_required(checker, options_argument(options));
		break;
	case KEY_STRICT:
		validate->filter.is_strict = true;
		break;
	case KEY_SUPPRESS:
		add_text(&validate->suppress_paths, &validate->suppress_count,
			file_argument(options, "suppress"));
		break;
	case KEY_TRANSACTIONAL:
		validate->is_transactional = true;
		break;
	default:
		set_phone_option(validate, options, key);
		break;
	}
}

/* What does not go together. */
static void
check_options(struct validate *validate)
{
	struct checker *checker = &validate->checker;
	struct phone_rules *phone = &checker->rules.phone;
	bool needs_plans = validate->is_mobile_only ||
			   checker->rules.country != NULL ||
			   checker->country_column != NULL;

	if (checker->rules.as_desktop && (needs_plans || validate->has_level ||
						 phone->assume_international))
		options_fail("--compat-csc-reach is a rule of its own; leave"
			     " the other options about phones out");
	if (phone->assume_international && checker->rules.country != NULL)
		options_fail("--assume-international and --country contradict"
			     " each other");
	if (needs_plans && !phoneread_knows_plans())
		options_fail("this program was built without libphonenumber"
			     " and knows no country's numbers; leave --country,"
			     " --country-column and --mobile-only out, or build"
			     " it with the library");
	if (validate->is_mobile_only && validate->has_level &&
		phone->level == PHONE_LEVEL_POSSIBLE)
		options_fail("--mobile-only needs valid numbers; leave --level"
			     " out");
	if (validate->is_mobile_only)
		phone->level = PHONE_LEVEL_MOBILE;
}

void
parse_options(struct validate *validate, int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	char **files;
	int key;

	while ((key = options_next(options)) != OPTIONS_END)
		set_option(validate, options, key);
	check_options(validate);
	files = options_operands(options, &validate->filter.file_count);
	validate->filter.files = files;
	options_close(options);
	/* An optional argument is easily written as if it were not. */
	if (validate->checker.dedupe == DEDUPE_PERSON &&
		validate->filter.file_count > 0 &&
		(strcmp(files[0], "phone") == 0 ||
			strcmp(files[0], "email") == 0) &&
		access(files[0], F_OK) != 0)
		options_fail("--dedupe=%s is written with an equals sign",
			files[0]);
}
