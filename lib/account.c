/* SPDX-License-Identifier: MIT */
#include "account.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "account-parts.h"
#include "clock.h"

static const char number_check[] = "phone number";
static const char business_check[] = "business account";
static const char business_variable[] = "CSR_BUSINESS_ACCOUNT_ID";

/* One name that the API does not know spoils a whole question. */
static const char number_fields[] =
	"fields=id,display_phone_number,verified_name,quality_rating,"
	"code_verification_status,name_status,status,platform_type,"
	"account_mode,throughput,whatsapp_business_manager_messaging_limit,"
	"health_status,is_official_business_account,is_on_biz_app";
static const char number_fields_few[] =
	"fields=id,display_phone_number,verified_name,quality_rating";
static const char business_fields[] =
	"fields=id,name,currency,timezone_id,country,account_review_status,"
	"business_verification_status,ownership_type,health_status,"
	"marketing_messages_onboarding_status,"
	"disable_marketing_messages_on_cloud_api";
static const char business_fields_few[] = "fields=id,name";

static void
skip(struct look *look, const char *check)
{
	findings_add(look->findings, FINDING_SKIPPED, check,
		"mend what stands above, and look again", "not known: %s",
		look->lost);
}

static void
fail_refused(struct look *look, const char *check)
{
	struct refusal refusal;

	refusal_of_answer(&refusal, look);
	if (refusal_is_of_token(look->answer.code)) {
		look->account->token_is_valid = ACCOUNT_NO;
		look->lost = "the token is refused";
		check = "token";
	}
	findings_fail(look->findings, refusal.status, check, refusal.mend, "%s",
		refusal.text);
}

/*
 * A token may not always look into itself; that it sends is told by its
 * number.
 */
static void
tell_token_refused(struct look *look)
{
	struct refusal refusal;

	refusal_of_answer(&refusal, look);
	if (refusal_is_of_token(look->answer.code) ||
		refusal.status != EX_NOPERM)
		fail_refused(look, "token");
	else
		findings_add(look->findings, FINDING_SKIPPED, "token",
			refusal.mend, "may not look into itself: %s",
			refusal.text);
}

static int
look_at_token(struct look *look, struct fault *why)
{
	enum look_result result;
	struct doc *doc;

	result = look_ask(look, "token", "debug_token", NULL,
		"input_token=", true, &doc, why);
	if (result == LOOK_FINE)
		look_read_token(look, doc);
	else if (result == LOOK_REFUSED)
		tell_token_refused(look);
	doc_free(doc);
	return result == LOOK_FAULT ? -1 : 0;
}

/* All fields; after an error about one of them, the few. */
static enum look_result
ask_fields(struct look *look, const char *what, const char *id, const char *all,
	const char *few, struct doc **doc, struct fault *why)
{
	enum look_result result;

	result = look_ask(look, what, id, NULL, all, false, doc, why);
	if (result != LOOK_REFUSED || look->answer.code != 100)
		return result;
	result = look_ask(look, what, id, NULL, few, false, doc, why);
	if (result == LOOK_FINE)
		findings_add(look->findings, FINDING_SKIPPED, what,
			"set whatsapp.api_version to a newer one, or install"
			" a newer CSC-Reach",
			"the API does not know all fields that it was asked"
			" for, so not all is shown");
	return result;
}

static int
tell_wrong_id(struct look *look, const char *id, struct refusal *refusal,
	struct fault *why)
{
	enum look_result result = look_explain_id(look, id, refusal, why);

	findings_fail(look->findings, refusal->status, number_check,
		refusal->mend, "%s", refusal->text);
	return result == LOOK_FAULT ? -1 : 0;
}

static int
tell_number(struct look *look, const char *id, const struct doc *doc,
	struct fault *why)
{
	struct refusal refusal = {.status = EX_NOPERM,
		.text = "what the phone number id names is no phone number"};

	look_mend(look, "take the id (not the number) from WhatsApp Manager",
		"CSR_PHONE_NUMBER_ID", refusal.mend);
	if (doc_string(doc, "display_phone_number") == NULL)
		return tell_wrong_id(look, id, &refusal, why);
	look_read_number(look, doc);
	return 0;
}

static int
tell_number_refused(struct look *look, const char *id, struct fault *why)
{
	struct refusal refusal;

	if (!refusal_is_of_id(look->answer.code)) {
		fail_refused(look, number_check);
		return 0;
	}
	refusal_of_answer(&refusal, look);
	return tell_wrong_id(look, id, &refusal, why);
}

static int
look_at_number(struct look *look, struct fault *why)
{
	const char *id = look->access->credentials.phone_number_id;
	enum look_result result;
	struct doc *doc = NULL;
	int told = 0;

	if (look->lost != NULL) {
		skip(look, number_check);
		return 0;
	}
	if (id == NULL || *id == '\0') {
		findings_add(look->findings, FINDING_FAILURE, number_check,
			"csr-auth login asks for it; WhatsApp Manager shows it"
			" below the number",
			"no phone number id is set");
		return 0;
	}
	result = ask_fields(look, number_check, id, number_fields,
		number_fields_few, &doc, why);
	if (result == LOOK_FINE)
		told = tell_number(look, id, doc, why);
	else if (result == LOOK_REFUSED)
		told = tell_number_refused(look, id, why);
	else if (result == LOOK_LOST)
		skip(look, number_check);
	doc_free(doc);
	return result == LOOK_FAULT ? -1 : told;
}

static void
tell_business_refused(struct look *look, const char *id)
{
	struct refusal refusal;

	if (!refusal_is_of_id(look->answer.code)) {
		fail_refused(look, business_check);
		return;
	}
	refusal_of_answer(&refusal, look);
	findings_fail(look->findings, refusal.status, business_check,
		"take the id of the WhatsApp account from Meta's business"
		" settings, and assign the account to the system user there",
		"%.64s is no business account that the token may see: %s", id,
		refusal.text);
}

/* Is the number one of the account's? */
static int
look_at_list(struct look *look, const char *business, struct fault *why)
{
	const char *id = look->access->credentials.phone_number_id;
	char right[LOOK_TEXT_SIZE], list[LOOK_TEXT_SIZE];
	char mend[LOOK_MEND_SIZE];
	enum look_result result;
	struct doc *doc;

	look_mend(look, "set the id of the account that the number belongs to",
		business_variable, mend);

	result = look_ask_numbers(look, "account's numbers", business, &doc,
		why);
	if (result == LOOK_REFUSED)
		fail_refused(look, business_check);
	else if (result == LOOK_FINE && look->account->number[0] != '\0' &&
		 which_number(look, doc, id, right, list) == WHICH_UNKNOWN)
		findings_add(look->findings, FINDING_WARNING, business_check,
			mend, "the number is none of this account's: %s",
			list[0] != '\0' ? list : "it has none");
	doc_free(doc);
	return result == LOOK_FAULT ? -1 : 0;
}

static int
look_at_webhooks(struct look *look, const char *business, struct fault *why)
{
	enum look_result result;
	struct doc *doc;

	if (look->lost != NULL) {
		skip(look, "webhooks");
		return 0;
	}
	result = look_ask(look, "webhooks", business, "subscribed_apps", NULL,
		false, &doc, why);
	if (result == LOOK_REFUSED)
		fail_refused(look, "webhooks");
	else if (result == LOOK_FINE)
		look_read_webhooks(look, doc);
	else if (result == LOOK_LOST)
		skip(look, "webhooks");
	doc_free(doc);
	return result == LOOK_FAULT ? -1 : 0;
}

static int
ask_business(struct look *look, const char *id, struct fault *why)
{
	enum look_result result;
	struct doc *doc;

	result = ask_fields(look, business_check, id, business_fields,
		business_fields_few, &doc, why);
	if (result == LOOK_FINE)
		look_read_business(look, doc);
	else if (result == LOOK_REFUSED)
		tell_business_refused(look, id);
	else if (result == LOOK_LOST)
		skip(look, business_check);
	doc_free(doc);
	if (result != LOOK_FINE)
		return result == LOOK_FAULT ? -1 : 0;
	if (look_at_list(look, id, why) != 0)
		return -1;
	return look_at_webhooks(look, id, why);
}

static int
look_at_business(struct look *look, struct fault *why)
{
	const struct credentials *credentials = &look->access->credentials;
	const char *id = credentials->business_account_id;
	char mend[LOOK_MEND_SIZE];

	look_mend(look,
		"take the id of the WhatsApp account from Meta's business"
		" settings",
		business_variable, mend);
	if (look->lost != NULL)
		skip(look, business_check);
	else if (id == NULL || *id == '\0')
		findings_add(look->findings, FINDING_SKIPPED, business_check,
			"set CSR_BUSINESS_ACCOUNT_ID, or give it to csr-auth"
			" login, to see the account's review and health, and"
			" whether receipts and opt-outs arrive",
			"no business account id is set");
	else if (credentials->phone_number_id != NULL &&
		 look->account->number[0] != '\0' &&
		 strcmp(credentials->phone_number_id, id) == 0)
		findings_fail(look->findings, EX_NOPERM, business_check, mend,
			"the id of the phone number is set as the business"
			" account id");
	else if (look->account->may_manage == ACCOUNT_NO)
		findings_add(look->findings, FINDING_SKIPPED, business_check,
			"make a token with whatsapp_business_management, too",
			"not asked for: the token may not see it");
	else
		return ask_business(look, id, why);
	return 0;
}

static int
look_at_all(struct look *look, enum account_scope scope, struct fault *why)
{
	if (look_at_token(look, why) != 0 || look_at_number(look, why) != 0)
		return -1;
	return scope == ACCOUNT_ALL ? look_at_business(look, why) : 0;
}

int
account_look(struct account *account, const struct access *access,
	enum account_scope scope, struct findings *findings,
	void (*progress)(const char *text), struct fault *why)
{
	struct look look = {.account = account,
		.access = access,
		.findings = findings,
		.progress = progress,
		.now_ms = clock_now_ms()};
	int result = -1;

	*account = (struct account){.looked_ms = look.now_ms,
		.token_expires_ms = -1};
	snprintf(account->place, sizeof(account->place), "%s/%s", access->base,
		access->credentials.phone_number_id);
	look.getter =
		http_getter_open(&access->http, access->credentials.token, why);
	if (look.getter == NULL)
		return -1;
	http_reply_init(&look.reply);
	cloudapi_answer_init(&look.answer);
	buf_init(&look.url, 4096);
	result = look_at_all(&look, scope, why);
	buf_release(&look.url);
	cloudapi_answer_release(&look.answer);
	http_reply_release(&look.reply);
	http_getter_close(look.getter);
	return result;
}
