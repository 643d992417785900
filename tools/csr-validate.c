/* SPDX-License-Identifier: MIT */
/* csr-validate: check and normalise phone and e-mail, find duplicates. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "email.h"
#include "filter.h"
#include "keyset.h"
#include "options.h"
#include "phone.h"
#include "program.h"

enum { KEY_ASSUME = OPTIONS_LONG, KEY_CHANNEL, KEY_DEDUPE, KEY_STRICT };

static const struct option_row rows[] =
	{{KEY_ASSUME, "assume-international", NULL,
		 "a number without + or 00 begins with its country"},
		{KEY_CHANNEL, "channel", "CHANNEL",
			"whatsapp or email: the address that must be good"},
		{KEY_DEDUPE, "dedupe", "[COLUMN]",
			"each phone, e-mail or value of COLUMN once"},
		{KEY_STRICT, "strict", NULL,
			"exit 1 when a record was stopped"},
		{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Check the phone and the email of each record, and write the phone as"
	" E.164.",
	rows};

enum channel { CHANNEL_ANY, CHANNEL_WHATSAPP, CHANNEL_EMAIL };

struct checker {
	bool assume_international;
	enum channel channel;
	struct keyset *seen;       /* NULL without --dedupe */
	const char *dedupe_column; /* NULL: phone, else e-mail */
	struct buf phone, email;   /* of the present record */
};

static void
parse_channel(struct checker *checker, const char *name)
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
parse_options(struct checker *checker, struct filter_options *filter, int argc,
	char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		switch (key) {
		case KEY_ASSUME:
			checker->assume_international = true;
			break;
		case KEY_CHANNEL:
			parse_channel(checker, options_argument(options));
			break;
		case KEY_DEDUPE:
			checker->dedupe_column = options_argument(options);
			if (checker->dedupe_column != NULL &&
				*checker->dedupe_column == '\0')
				options_fail("--dedupe=: which column?");
			if (checker->seen == NULL)
				checker->seen = keyset_new();
			break;
		case KEY_STRICT:
			filter->is_strict = true;
			break;
		}
	}
	filter->files = options_operands(options, &filter->file_count);
	options_close(options);
}

static void
stop(struct record *record, enum status status, const char *code,
	const char *title, const char *detail, const char *hint)
{
	record_stop(record, status,
		&(struct record_error){.stage = "validate",
			.code = code,
			.title = title,
			.detail = detail,
			.hint = hint});
}

static void
trim(struct buf *text)
{
	size_t blank = 0;

	while (text->len > 0 && strchr(" \t\r\n", text->data[text->len - 1]))
		text->len--;
	while (blank < text->len && strchr(" \t\r\n", text->data[blank]))
		blank++;
	buf_drop(text, blank);
}

/* The trimmed text of a member; false when it has none that can be used. */
static bool
read_text(const struct record *record, const char *name, struct buf *text)
{
	buf_clear(text);
	if (record_value_text(record_member(record, name, strlen(name)),
		    text) != 0)
		return false;
	trim(text);
	return memchr(buf_string(text), '\0', text->len) == NULL;
}

/* Write the member as it is now, if that is not how it came. */
static void
put_text(struct record *record, const char *name, const struct buf *text)
{
	const struct json_value *old =
		record_member(record, name, strlen(name));

	if (old->type != JSON_STRING || old->len != text->len + 2 ||
		memcmp(old->text + 1, text->data, text->len) != 0)
		record_set_text(record, name, text->data, text->len);
}

/* An address that is not the one to be used only earns a warning. */
static bool
check_phone(struct checker *checker, struct record *record)
{
	enum phone_verdict verdict = PHONE_NOT_DIGITS;
	char number[PHONE_SIZE];

	if (read_text(record, "phone", &checker->phone)) {
		if (checker->phone.len == 0 ||
			phone_is_user_id(checker->phone.data,
				checker->phone.len))
			return true;
		verdict = phone_parse(checker->phone.data, checker->phone.len,
			checker->assume_international, number);
	}
	if (verdict == PHONE_GOOD) {
		buf_clear(&checker->phone);
		buf_add_text(&checker->phone, number);
		put_text(record, "phone", &checker->phone);
		return true;
	}
	if (checker->channel == CHANNEL_EMAIL) {
		buf_clear(&checker->phone);
		record_warn(record, "bad_phone");
		return true;
	}
	stop(record, STATUS_INVALID, "bad_phone", phone_verdict_title(verdict),
		buf_string(&checker->phone), phone_verdict_hint(verdict));
	return false;
}

static bool
check_email(struct checker *checker, struct record *record)
{
	const char *fault = "it is not text";

	if (read_text(record, "email", &checker->email)) {
		if (checker->email.len == 0)
			return true;
		fault = email_fault(checker->email.data, checker->email.len);
	}
	if (fault == NULL) {
		put_text(record, "email", &checker->email);
		return true;
	}
	if (checker->channel == CHANNEL_WHATSAPP) {
		buf_clear(&checker->email);
		record_warn(record, "bad_email");
		return true;
	}
	stop(record, STATUS_INVALID, "bad_email", "the email is not an address",
		fault,
		"mend it, empty it, or use --channel whatsapp when it is not"
		" needed");
	return false;
}

static bool
has_address(struct checker *checker, struct record *record)
{
	bool is_phone = checker->channel != CHANNEL_EMAIL;
	bool is_email = checker->channel != CHANNEL_WHATSAPP;

	if ((is_phone && checker->phone.len > 0) ||
		(is_email && checker->email.len > 0))
		return true;
	stop(record, STATUS_INVALID, "no_address",
		is_phone && is_email ? "there is neither phone nor email"
		: is_phone           ? "there is no phone"
				     : "there is no email",
		NULL,
		is_phone ? "fill it in; when the column has another name,"
			   " csr-import --map phone=COLUMN"
			 : "fill it in; when the column has another name,"
			   " csr-import --map email=COLUMN");
	return false;
}

/* Compared without case: few mail systems tell ANA from ana. */
static void
fold_case(struct buf *text)
{
	for (size_t at = 0; at < text->len; at++)
		if (text->data[at] >= 'A' && text->data[at] <= 'Z')
			text->data[at] |= 0x20;
}

static bool
is_first(struct checker *checker, struct record *record)
{
	char form[PHONE_SIZE];

	if (checker->dedupe_column != NULL) {
		if (!read_text(record, checker->dedupe_column,
			    &checker->phone) ||
			checker->phone.len == 0)
			return true;
		return keyset_add(checker->seen, checker->phone.data,
			checker->phone.len);
	}
	if (checker->channel != CHANNEL_EMAIL && checker->phone.len > 0) {
		if (!phone_is_e164(checker->phone.data, checker->phone.len))
			return keyset_add(checker->seen, checker->phone.data,
				checker->phone.len);
		phone_canonical(checker->phone.data, checker->phone.len, form);
		return keyset_add(checker->seen, form, strlen(form));
	}
	fold_case(&checker->email);
	return keyset_add(checker->seen, checker->email.data,
		checker->email.len);
}

static int
check(struct record *record, void *context, struct fault *why)
{
	struct checker *checker = context;

	(void)why;
	if (!check_phone(checker, record) || !check_email(checker, record) ||
		!has_address(checker, record))
		return 0;
	if (checker->seen != NULL && !is_first(checker, record))
		stop(record, STATUS_DUPLICATE, "duplicate",
			"the list has this one already", NULL, NULL);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "validate", .label = "valid"};
	struct checker checker = {0};
	struct filter *filter;
	int status;

	program_init(argv[0]);
	parse_options(&checker, &options, argc, argv);
	buf_init(&checker.phone, SIZE_MAX);
	buf_init(&checker.email, SIZE_MAX);
	filter = filter_open(&options);
	filter_run(filter, check, &checker);
	status = filter_close(filter, NULL);
	buf_release(&checker.phone);
	buf_release(&checker.email);
	keyset_free(checker.seen);
	return status;
}
