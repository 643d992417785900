/* SPDX-License-Identifier: MIT */
/* csr-validate: the phone and the e-mail address of a record. */
#include <string.h>

#include "csr-validate.h"
#include "msg.h"

enum { COUNTRY_SIZE = sizeof("BR") };

/* Write the member as it is now, if that is not how it came. */
static bool
put_text(struct record *record, const char *name, const char *text, size_t len)
{
	const struct json_value *old =
		record_member(record, name, strlen(name));

	if (old->type == JSON_STRING && old->len == len + 2 &&
		memcmp(old->text + 1, text, len) == 0)
		return false;
	record_set_text(record, name, text, len);
	return true;
}

enum country { COUNTRY_KNOWN, COUNTRY_NONE, COUNTRY_STRANGE };

/* What --country-column says; detail has it when it is no code. */
static enum country
read_country(struct checker *checker, const struct record *record,
	char country[COUNTRY_SIZE])
{
	const struct json_value *value = use_column(&checker->country_use,
		record, checker->country_column);
	struct buf *text = &checker->detail;

	buf_clear(text);
	if (record_value_text(value, text) != 0)
		return COUNTRY_STRANGE;
	trim_text(text);
	if (text->len == 0)
		return COUNTRY_NONE;
	if (text->len != COUNTRY_SIZE - 1)
		return COUNTRY_STRANGE;
	for (size_t at = 0; at < text->len; at++)
		country[at] = text->data[at] >= 'a' && text->data[at] <= 'z'
				      ? (char)(text->data[at] & ~0x20)
				      : text->data[at];
	country[text->len] = '\0';
	return phoneread_knows_country(country) ? COUNTRY_KNOWN
						: COUNTRY_STRANGE;
}

/*
 * Read the phone, which is in text.  A country that is no code is a fault only
 * if it is needed.
 */
static void
read_phone(struct checker *checker, const struct record *record,
	struct phone_reading *reading)
{
	struct recipient_rules rules = checker->rules;
	enum country found = COUNTRY_NONE;
	char code[COUNTRY_SIZE];

	if (checker->country_column != NULL)
		found = read_country(checker, record, code);
	if (found == COUNTRY_KNOWN)
		rules.country = code;
	if (found == COUNTRY_STRANGE) {
		rules.country = NULL;
		rules.phone.assume_international = false;
	}
	recipient_read_phone(&rules, checker->text.data, checker->text.len,
		reading);
	if (found == COUNTRY_STRANGE && reading->verdict == PHONE_NO_COUNTRY)
		reading->verdict = PHONE_UNKNOWN_COUNTRY;
}

/* The cell as it came, which is not what the record has now. */
static void
keep_raw(struct checker *checker, struct record *record)
{
	buf_clear(&checker->detail);
	record_value_text(record_member(record, "phone", 5), &checker->detail);
	record_csr_set_text(record, "raw_phone", checker->detail.data,
		checker->detail.len);
}

static void
take_phone(struct checker *checker, struct record *record,
	const struct phone_reading *reading)
{
	const char *phone = reading->number;
	size_t len = strlen(phone);

	if (len == 0) { /* A user id. */
		phone = checker->text.data;
		len = checker->text.len;
	}
	if (put_text(record, "phone", phone, len))
		keep_raw(checker, record);
	if (reading->had_extension)
		record_warn(record, "extension_dropped");
	checker->phone.key_len =
		recipient_phone_key(phone, len, checker->phone.key);
}

/* An address that is not the one to be used only earns a warning. */
bool
check_phone(struct checker *checker, struct record *record)
{
	struct phone_reading reading = {.verdict = PHONE_NOT_DIGITS};
	struct buf *detail = &checker->text;

	checker->phone.key_len = 0;
	if (read_text(checker, record, "phone")) {
		if (checker->text.len == 0)
			return true;
		read_phone(checker, record, &reading);
	}
	if (reading.verdict == PHONE_GOOD) {
		take_phone(checker, record, &reading);
		return true;
	}
	if (checker->channel == CHANNEL_EMAIL) {
		record_warn(record, "bad_phone");
		return true;
	}
	if (reading.verdict == PHONE_UNKNOWN_COUNTRY)
		detail = &checker->detail;
	stop_record(record, STATUS_INVALID, phone_verdict_code(reading.verdict),
		phone_verdict_title(reading.verdict), buf_string(detail),
		phone_verdict_hint(reading.verdict));
	return false;
}

static void
take_email(struct checker *checker, struct record *record,
	const struct email_reading *reading)
{
	struct address *email = &checker->email;

	put_text(record, "email", reading->text, reading->len);
	email->key_len = strlen(reading->canonical);
	memcpy(email->key, reading->canonical, email->key_len);
	if (*reading->meant == '\0')
		return;
	record_warn(record, "email_domain_typo");
	msg_detail(1, "line %lu: %.*s: perhaps %s is meant", record->line,
		(int)reading->len, reading->text, reading->meant);
}

bool
check_email(struct checker *checker, struct record *record)
{
	struct email_reading reading = {.fault = "it is not text"};

	checker->email.key_len = 0;
	if (read_text(checker, record, "email")) {
		if (checker->text.len == 0)
			return true;
		emailread(checker->text.data, checker->text.len, &reading);
	}
	if (reading.fault == NULL) {
		take_email(checker, record, &reading);
		return true;
	}
	if (checker->channel == CHANNEL_WHATSAPP) {
		record_warn(record, "bad_email");
		return true;
	}
	stop_record(record, STATUS_INVALID, "bad_email",
		"the email is not an address", reading.fault, emailread_hint());
	return false;
}
