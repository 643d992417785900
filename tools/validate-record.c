/* SPDX-License-Identifier: MIT */
/* csr-validate: one record, from its addresses to its being the first. */
#include <string.h>

#include "csr-validate.h"
#include "msg.h"

void
stop_record(struct record *record, enum status status, const char *code,
	const char *title, const char *detail, const char *hint)
{
	record_stop(record, status,
		&(struct record_error){.stage = "validate",
			.code = code,
			.title = title,
			.detail = detail,
			.hint = hint});
}

void
trim_text(struct buf *text)
{
	size_t blank = 0;

	while (text->len > 0 &&
		memchr(" \t\r\n", text->data[text->len - 1], 4) != NULL)
		text->len--;
	while (blank < text->len &&
		memchr(" \t\r\n", text->data[blank], 4) != NULL)
		blank++;
	if (blank > 0)
		buf_drop(text, blank);
}

bool
read_text(struct checker *checker, const struct record *record,
	const char *name)
{
	struct buf *text = &checker->text;

	buf_clear(text);
	if (record_value_text(record_member(record, name, strlen(name)),
		    text) != 0)
		return false;
	trim_text(text);
	return memchr(buf_string(text), '\0', text->len) == NULL;
}

const struct json_value *
use_column(struct column_use *use, const struct record *record,
	const char *name)
{
	const struct json_value *value =
		record_member(record, name, strlen(name));

	use->is_wanted = true;
	use->is_there |= value != NULL;
	return value;
}

static void
warn_of_column(const struct column_use *use, const char *option,
	const char *name)
{
	if (use->is_wanted && !use->is_there)
		msg_warn("no record has a column \"%s\", so %s did nothing:"
			 " csr-import --preview shows what they are called",
			name, option);
}

void
warn_of_columns(const struct checker *checker)
{
	warn_of_column(&checker->country_use, "--country-column",
		checker->country_column);
	warn_of_column(&checker->dedupe_use, "--dedupe",
		checker->dedupe_column);
}

static bool
check_has_address(struct checker *checker, struct record *record)
{
	bool is_phone = checker->channel != CHANNEL_EMAIL;
	bool is_email = checker->channel != CHANNEL_WHATSAPP;

	if ((is_phone && checker->phone.key_len > 0) ||
		(is_email && checker->email.key_len > 0))
		return true;
	stop_record(record, STATUS_INVALID, "no_address",
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

/* Whoever has asked for consent wants it heeded; said once is enough. */
static void
look_for_consent(struct checker *checker, const struct record *record)
{
	checker->has_begun = true;
	if (checker->consent_column == NULL &&
		record_member(record, "consent", 7) != NULL)
		msg_info("the records have a column \"consent\" that is not"
			 " looked at: --consent consent heeds it");
}

int
check_record(struct record *record, void *context, struct fault *why)
{
	struct checker *checker = context;

	(void)why;
	if (!checker->has_begun)
		look_for_consent(checker, record);
	if (check_phone(checker, record) && check_email(checker, record) &&
		check_has_address(checker, record) &&
		check_required(checker, record) &&
		check_consent(checker, record) &&
		check_optouts(checker, record))
		check_first(checker, record);
	return 0;
}
