/* SPDX-License-Identifier: MIT */
/* csr-validate: who may be written to, and was not met before. */
#include <string.h>

#include "consent.h"
#include "csr-validate.h"

/* Anything but nothing and blanks counts, also an array. */
static bool
has_value(struct checker *checker, const struct record *record,
	const char *name)
{
	const struct json_value *value =
		record_member(record, name, strlen(name));

	if (value == NULL || value->type == JSON_NULL)
		return false;
	return !read_text(checker, record, name) || checker->text.len > 0;
}

bool
check_required(struct checker *checker, struct record *record)
{
	for (size_t i = 0; i < checker->required_count; i++) {
		if (has_value(checker, record, checker->required[i]))
			continue;
		stop_record(record, STATUS_INVALID, "missing_value",
			"a column of --require has no value",
			checker->required[i], "fill the column in");
		return false;
	}
	return true;
}

bool
check_consent(struct checker *checker, struct record *record)
{
	static const struct {
		const char *code, *title, *hint;
	} answers[] = {
		[CONSENT_REFUSED] = {"consent_refused", "did not agree",
			"nobody may be written to who did not agree"},
		[CONSENT_MISSING] = {"consent_missing",
			"it is not known whether they agreed",
			"ask them, and write yes into the column of --consent"},
		[CONSENT_UNCLEAR] = {"consent_unclear",
			"it is not clear whether they agreed",
			"write yes or no into the column of --consent"},
	};
	enum consent consent = CONSENT_UNCLEAR;

	if (checker->consent_column == NULL)
		return true;
	if (read_text(checker, record, checker->consent_column))
		consent = consent_read(checker->text.data, checker->text.len);
	if (consent == CONSENT_GIVEN)
		return true;
	stop_record(record, STATUS_SUPPRESSED, answers[consent].code,
		answers[consent].title,
		consent == CONSENT_MISSING ? checker->consent_column
					   : buf_string(&checker->text),
		answers[consent].hint);
	return false;
}

bool
check_optouts(struct checker *checker, struct record *record)
{
	const struct address *phone = &checker->phone, *email = &checker->email;

	if (checker->optouts == NULL)
		return true;
	buf_clear(&checker->detail);
	if (!(phone->key_len > 0 &&
		    optouts_find(checker->optouts, phone->key, phone->key_len,
			    &checker->detail)) &&
		!(email->key_len > 0 &&
			optouts_find(checker->optouts, email->key,
				email->key_len, &checker->detail)))
		return true;
	stop_record(record, STATUS_SUPPRESSED, "opted_out",
		"must not be written to", buf_string(&checker->detail),
		"nobody who opted out may be written to; if they asked for it"
		" again, take their line out of that file");
	return false;
}

static bool
is_new_address(struct checker *checker, const struct address *address)
{
	return address->key_len == 0 ||
	       keyset_add(checker->seen, address->key, address->key_len);
}

static bool
is_new_value(struct checker *checker, const struct record *record)
{
	use_column(&checker->dedupe_use, record, checker->dedupe_column);
	return !read_text(checker, record, checker->dedupe_column) ||
	       checker->text.len == 0 ||
	       keyset_add(checker->seen, checker->text.data, checker->text.len);
}

static bool
is_new(struct checker *checker, const struct record *record)
{
	switch (checker->dedupe) {
	case DEDUPE_OFF:
		return true;
	case DEDUPE_PHONE:
		return is_new_address(checker, &checker->phone);
	case DEDUPE_EMAIL:
		return is_new_address(checker, &checker->email);
	case DEDUPE_COLUMN:
		return is_new_value(checker, record);
	case DEDUPE_PERSON:
		break;
	}
	if (checker->channel != CHANNEL_EMAIL && checker->phone.key_len > 0)
		return is_new_address(checker, &checker->phone);
	return is_new_address(checker, &checker->email);
}

bool
check_first(struct checker *checker, struct record *record)
{
	if (is_new(checker, record))
		return true;
	stop_record(record, STATUS_DUPLICATE, "duplicate",
		"the list has this one already", NULL, NULL);
	return false;
}
