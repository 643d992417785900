/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "account-parts.h"

static const char list_fields[] = "fields=id,display_phone_number&limit=100";

static const char variable[] = "CSR_PHONE_NUMBER_ID";

enum look_result
look_ask_numbers(struct look *look, const char *what, const char *account,
	struct doc **doc, struct fault *why)
{
	return look_ask(look, what, account, "phone_numbers", list_fields,
		false, doc, why);
}

/* Is it the number itself, or none of the account's ids? */
static enum look_result
compare(struct look *look, const char *id, const char *business,
	struct refusal *refusal, bool *is_clear, struct fault *why)
{
	char right[LOOK_TEXT_SIZE], list[LOOK_TEXT_SIZE];
	char hint[LOOK_MEND_SIZE];
	enum which which = WHICH_UNCLEAR;
	enum look_result result;
	struct doc *doc;

	result = look_ask_numbers(look, "account's numbers", business, &doc,
		why);
	if (result == LOOK_FINE)
		which = which_number(look, doc, id, right, list);
	doc_free(doc);
	*is_clear = which == WHICH_NUMBER;
	if (which == WHICH_NUMBER) {
		snprintf(refusal->text, sizeof(refusal->text),
			"the number itself is set as the phone number id");
		snprintf(hint, sizeof(hint), "the id of this number is %s",
			right);
		look_mend(look, hint, variable, refusal->mend);
	} else if (which == WHICH_UNKNOWN && list[0] != '\0') {
		snprintf(hint, sizeof(hint),
			"take the id of one of the account's numbers, which"
			" are %s",
			list);
		look_mend(look, hint, variable, refusal->mend);
	}
	return result;
}

/* Only a business account has numbers. */
static enum look_result
try_as_account(struct look *look, const char *id, struct refusal *refusal,
	struct fault *why)
{
	char right[LOOK_TEXT_SIZE], list[LOOK_TEXT_SIZE];
	char hint[LOOK_MEND_SIZE];
	enum look_result result;
	struct doc *doc;

	result = look_ask_numbers(look, "account's numbers", id, &doc, why);
	if (result == LOOK_FINE && doc_kind(doc, "data") == DOC_ARRAY) {
		which_number(look, doc, id, right, list);
		snprintf(refusal->text, sizeof(refusal->text),
			"the id of a business account is set as the phone"
			" number id");
		snprintf(hint, sizeof(hint),
			list[0] != '\0' ? "the ids of its numbers are %s"
					: "add a number to it in WhatsApp "
					  "Manager%s, and"
					  " take its id",
			list);
		look_mend(look, hint, variable, refusal->mend);
	}
	doc_free(doc);
	return result;
}

enum look_result
look_explain_id(struct look *look, const char *id, struct refusal *refusal,
	struct fault *why)
{
	const char *business = look->access->credentials.business_account_id;
	enum look_result result;
	bool is_clear = false;

	if (business != NULL && strcmp(business, id) != 0) {
		result = compare(look, id, business, refusal, &is_clear, why);
		if (is_clear || result == LOOK_LOST || result == LOOK_FAULT)
			return result;
	}
	return try_as_account(look, id, refusal, why);
}
