/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "account-parts.h"

static void
read_review(struct look *look, const struct doc *doc)
{
	static const char check[] = "account review";
	char value[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "account_review_status", value))
		return;
	if (strcasecmp(value, "APPROVED") == 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"approved");
	else if (strcasecmp(value, "PENDING") == 0)
		findings_add(look->findings, FINDING_WARNING, check,
			"wait until Meta has reviewed the account; WhatsApp"
			" Manager shows how far it is",
			"still pending");
	else if (strcasecmp(value, "REJECTED") == 0)
		findings_fail(look->findings, EX_NOPERM, check,
			"read the reason in WhatsApp Manager, and appeal there",
			"Meta has rejected the account");
	else
		findings_add(look->findings, FINDING_WARNING, check,
			"see in WhatsApp Manager what it means", "is %s",
			value);
}

/* One that is not verified can send, to fewer people. */
static void
read_verification(struct look *look, const struct doc *doc)
{
	static const char check[] = "business";
	char value[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "business_verification_status", value))
		return;
	if (strcasecmp(value, "verified") == 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"verified by Meta");
	else if (strcasecmp(value, "not_verified") == 0 ||
		 strncasecmp(value, "pending", 7) == 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"%s by Meta; to be verified raises the messaging limit",
			strcasecmp(value, "not_verified") == 0
				? "not verified"
				: "not yet verified");
	else
		findings_add(look->findings, FINDING_WARNING, check,
			"see the Security Centre in Meta's business settings",
			"its verification is %s", value);
}

static void
read_marketing(struct look *look, const struct doc *doc)
{
	if (look_truth(doc, "disable_marketing_messages_on_cloud_api") !=
		ACCOUNT_YES)
		return;
	findings_add(look->findings, FINDING_WARNING, "marketing",
		"switch them on for the Cloud API in WhatsApp Manager, if"
		" marketing is to be sent",
		"marketing templates are switched off for this account"
		" (131063)");
}

/* For want of the number's.  That the account may send proves less. */
static void
read_health(struct look *look, const struct doc *doc)
{
	struct account *account = look->account;

	if (look->has_health)
		return;
	look_read_health(look, doc);
	if (account->can_send == ACCOUNT_YES)
		account->can_send = ACCOUNT_UNKNOWN;
}

void
look_read_business(struct look *look, const struct doc *doc)
{
	char name[LOOK_TEXT_SIZE], currency[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "name", name))
		strcpy(name, "has no name");
	if (look_string(look, doc, "currency", currency))
		findings_add(look->findings, FINDING_OK, "business account",
			NULL, "%s, billed in %s", name, currency);
	else
		findings_add(look->findings, FINDING_OK, "business account",
			NULL, "%s", name);
	read_review(look, doc);
	read_verification(look, doc);
	read_marketing(look, doc);
	read_health(look, doc);
}

/* Without this, receipts and opt-outs go nowhere. */
static void
warn_unsubscribed(struct look *look)
{
	char mend[320];

	snprintf(mend, sizeof(mend),
		"subscribe the app: POST /%.16s/%.64s/subscribed_apps with the"
		" token, in Meta's Graph API Explorer for one; and choose the"
		" field messages in the app's dashboard",
		look->access->version,
		look->access->credentials.business_account_id);
	findings_add(look->findings, FINDING_WARNING, "webhooks", mend,
		"no app is subscribed to the account: no receipts and no"
		" opt-outs arrive");
}

void
look_read_webhooks(struct look *look, const struct doc *doc)
{
	size_t count = doc_count(doc, "data");
	char path[80], name[LOOK_TEXT_SIZE], id[LOOK_TEXT_SIZE];
	struct buf text;

	if (doc_kind(doc, "data") != DOC_ARRAY)
		return;
	look->account->is_subscribed = ACCOUNT_NO;
	buf_init(&text, 1024);
	for (size_t i = 0; i < count && i < 20; i++) {
		snprintf(path, sizeof(path),
			"data.%zu.whatsapp_business_api_data.name", i);
		look_string(look, doc, path, name);
		snprintf(path, sizeof(path),
			"data.%zu.whatsapp_business_api_data.id", i);
		look_string(look, doc, path, id);
		if (look->app_id[0] == '\0' || strcmp(id, look->app_id) == 0)
			look->account->is_subscribed = ACCOUNT_YES;
		buf_add_format(&text, "%s%s (%s)", i > 0 ? ", " : "", name, id);
	}
	if (count == 0)
		warn_unsubscribed(look);
	else if (look->account->is_subscribed == ACCOUNT_NO)
		findings_add(look->findings, FINDING_WARNING, "webhooks",
			"if receipts are to come to the token's app, subscribe"
			" it, too; if the token is of the wrong app, make one"
			" for the other",
			"they go to %s, but the token is of the app %s",
			buf_string(&text), look->app_id);
	else
		findings_add(look->findings, FINDING_OK, "webhooks", NULL,
			"they go to %s", buf_string(&text));
	buf_release(&text);
}
