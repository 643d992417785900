/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "account-parts.h"

/* What a value of a field means. */
struct row {
	const char *value;
	enum finding_state state;
	int status; /* of a failure */
	const char *text, *mend;
};

static const struct row statuses[] = {
	{"CONNECTED", FINDING_OK, 0, "connected", NULL},
	{"DISCONNECTED", FINDING_FAILURE, EX_NOPERM,
		"is disconnected from the API",
		"register the number again in WhatsApp Manager, with the PIN of"
		" its two-step verification"},
	{"PENDING", FINDING_FAILURE, EX_NOPERM,
		"is not registered yet, or still waits for it",
		"verify the number in WhatsApp Manager, and register it"},
	{"UNVERIFIED", FINDING_FAILURE, EX_NOPERM, "was never verified",
		"have a code sent to the number from WhatsApp Manager, enter"
		" it there, and register the number"},
	{"FLAGGED", FINDING_WARNING, 0,
		"is flagged for low quality, and Meta may lower its limit",
		"write only to people who agreed, and less often, until"
		" WhatsApp Manager shows the number as connected"},
	{"RESTRICTED", FINDING_FAILURE, EX_NOPERM,
		"is restricted: it cannot begin conversations",
		"read the reason in WhatsApp Manager: when the messaging limit"
		" is reached, wait a day; else mend what it names"},
	{"RATE_LIMITED", FINDING_FAILURE, EX_TEMPFAIL,
		"has reached a limit, and may not send for a while",
		"wait, and see in WhatsApp Manager for how long"},
	{"BANNED", FINDING_FAILURE, EX_NOPERM,
		"is banned for violating a policy",
		"read in WhatsApp Manager which policy it was, and appeal"
		" there"},
	{"MIGRATED", FINDING_FAILURE, EX_NOPERM,
		"has moved to another business account",
		"take the ids of the number and the account from the other"
		" account: csr-auth login"},
	{"DELETED", FINDING_FAILURE, EX_NOPERM, "is deleted",
		"add the number again in WhatsApp Manager, and take its new"
		" id: csr-auth login"},
	{NULL, FINDING_FAILURE, EX_NOPERM, NULL,
		"see in WhatsApp Manager what it wants: only a number that is"
		" connected can send"},
};

static const struct row qualities[] = {
	{"GREEN", FINDING_OK, 0, "high", NULL},
	{"YELLOW", FINDING_WARNING, 0,
		"medium: people block or report its messages",
		"write less often, and only to people who agreed; offer them a"
		" way to say stop"},
	{"RED", FINDING_WARNING, 0,
		"low: Meta may pause templates or restrict the number",
		"stop marketing until it is better; write only to people who"
		" agreed, and offer them a way to say stop"},
	{"NA", FINDING_OK, 0, "not rated yet", NULL},
	{"UNKNOWN", FINDING_OK, 0, "not rated yet", NULL},
	{NULL, FINDING_WARNING, 0, NULL,
		"see in WhatsApp Manager what it means"},
};

static const struct row names[] = {
	{"APPROVED", FINDING_OK, 0, "approved", NULL},
	{"AVAILABLE_WITHOUT_REVIEW", FINDING_OK, 0, "good without a review",
		NULL},
	{"PENDING_REVIEW", FINDING_WARNING, 0, "still being reviewed",
		"wait; people see the number in its place, and a 555 number"
		" cannot send (131037)"},
	{"DECLINED", FINDING_WARNING, 0, "declined",
		"ask for another name in WhatsApp Manager, one that shows what"
		" it has to do with your business"},
	{"EXPIRED", FINDING_WARNING, 0,
		"approved once, but the certificate has expired",
		"register the number again in WhatsApp Manager"},
	{"NONE", FINDING_WARNING, 0, "none was asked for",
		"ask for a name in WhatsApp Manager"},
	{NULL, FINDING_WARNING, 0, NULL,
		"see in WhatsApp Manager what it means"},
};

static const struct row platforms[] = {
	{"CLOUD_API", FINDING_OK, 0, "Cloud API", NULL},
	{"ON_PREMISE", FINDING_FAILURE, EX_NOPERM,
		"the number is on the On-Premises API, not on the Cloud API",
		"migrate the number to the Cloud API in WhatsApp Manager"},
	{"NOT_APPLICABLE", FINDING_FAILURE, EX_NOPERM,
		"the number is registered for no API",
		"register the number for the Cloud API in WhatsApp Manager"},
	{NULL, FINDING_FAILURE, EX_NOPERM, NULL,
		"register the number for the Cloud API in WhatsApp Manager"},
};

static const struct row *
find_row(const struct row *row, const char *value)
{
	while (row->value != NULL && strcasecmp(row->value, value) != 0)
		row++;
	return row;
}

/* prefix stands before the text of the row, or of an unknown value. */
static void
tell(struct look *look, const char *check, const char *prefix,
	const struct row *row, const char *value)
{
	if (row->state == FINDING_FAILURE)
		findings_fail(look->findings, row->status, check, row->mend,
			"%s%s%s", prefix, row->text != NULL ? "" : "is ",
			row->text != NULL ? row->text : value);
	else
		findings_add(look->findings, row->state, check, row->mend,
			"%s%s", prefix, row->text != NULL ? row->text : value);
}

static void
read_field(struct look *look, const struct doc *doc, const char *field,
	const char *check, const struct row *rows)
{
	char value[LOOK_TEXT_SIZE];

	if (look_string(look, doc, field, value))
		tell(look, check, "", find_row(rows, value), value);
}

/* "+1 202-555-0101, Shop, connected" */
static void
read_status(struct look *look, const struct doc *doc)
{
	struct account *account = look->account;
	char value[LOOK_TEXT_SIZE], prefix[400];
	const struct row *row;

	snprintf(prefix, sizeof(prefix), "%s, %s", account->number,
		account->name[0] != '\0' ? account->name : "without a name");
	if (!look_string(look, doc, "status", value)) {
		findings_add(look->findings, FINDING_OK, "phone number", NULL,
			"%s", prefix);
		return;
	}
	row = find_row(statuses, value);
	account->is_connected =
		strcasecmp(value, "CONNECTED") == 0 ? ACCOUNT_YES : ACCOUNT_NO;
	strcat(prefix, row->state == FINDING_OK ? ", " : ": ");
	tell(look, "phone number", prefix, row, value);
}

/* It lapses after the registration, which does no harm. */
static void
read_verification(struct look *look, const struct doc *doc)
{
	char value[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "code_verification_status", value))
		return;
	if (strcasecmp(value, "VERIFIED") == 0)
		findings_add(look->findings, FINDING_OK, "verification", NULL,
			"the number is verified");
	else if (look->account->is_connected != ACCOUNT_NO)
		findings_add(look->findings, FINDING_OK, "verification", NULL,
			"%s, which does no harm while the number is connected",
			value);
	else
		findings_add(look->findings, FINDING_WARNING, "verification",
			"have a code sent to the number from WhatsApp Manager,"
			" and enter it there",
			"%s", value);
}

/*
 * Messages a second, in and out (Throughput, WhatsApp Business Platform).  A
 * number that is in the WhatsApp Business app, too, has 20.
 */
static void
read_throughput(struct look *look, const struct doc *doc)
{
	struct account *account = look->account;
	char level[LOOK_TEXT_SIZE];

	look_string(look, doc, "throughput.level", level);
	if (strcasecmp(level, "STANDARD") == 0)
		account->messages_per_second = 80;
	else if (strcasecmp(level, "HIGH") == 0)
		account->messages_per_second = 1000;
	if (look_truth(doc, "is_on_biz_app") == ACCOUNT_YES) {
		account->messages_per_second = 20;
		findings_add(look->findings, FINDING_OK, "throughput", NULL,
			"20 messages a second, in and out, for the number is in"
			" the WhatsApp Business app, too");
	} else if (account->messages_per_second > 0) {
		findings_add(look->findings, FINDING_OK, "throughput", NULL,
			"%d messages a second, in and out",
			account->messages_per_second);
	}
}

/* TIER_250, TIER_2K, TIER_UNLIMITED: people; 0: it is another word. */
static int64_t
parse_tier(const char *value)
{
	char *end;
	long people;

	if (strncasecmp(value, "TIER_", 5) != 0)
		return 0;
	value += 5;
	if (strcasecmp(value, "UNLIMITED") == 0)
		return -1;
	people = strtol(value, &end, 10);
	if (people <= 0 || people > 1000000000)
		return 0;
	if (strcasecmp(end, "K") == 0)
		return (int64_t)people * 1000;
	if (strcasecmp(end, "M") == 0)
		return (int64_t)people * 1000 * 1000;
	return *end == '\0' ? people : 0;
}

static void
read_limit(struct look *look, const struct doc *doc)
{
	static const char check[] = "messaging limit";
	int64_t people;
	char value[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "whatsapp_business_manager_messaging_limit",
		    value))
		return;
	people = look->account->people_per_day = parse_tier(value);
	if (people < 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"none: any number of people a day");
	else if (people > 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"%" PRId64
			" people a day, besides those who wrote first",
			people);
	else
		findings_add(look->findings, FINDING_SKIPPED, check,
			"see in WhatsApp Manager how many people a day the"
			" number may write to",
			"is given as %s, which is not known here", value);
}

static void
read_mode(struct look *look, const struct doc *doc)
{
	char value[LOOK_TEXT_SIZE];

	if (!look_string(look, doc, "account_mode", value))
		return;
	if (strcasecmp(value, "SANDBOX") == 0)
		findings_add(look->findings, FINDING_WARNING, "account mode",
			"add the people to the recipients in the app's API"
			" setup; or send from a number of your own",
			"this is a test number: it may write to five people"
			" alone, and to others fails with 131030");
	else
		findings_add(look->findings, FINDING_OK, "account mode", NULL,
			"%s", value);
}

void
look_read_number(struct look *look, const struct doc *doc)
{
	struct account *account = look->account;
	char text[LOOK_TEXT_SIZE];

	/* Whoever answers this has taken the token. */
	account->token_is_valid = ACCOUNT_YES;
	if (!look_string(look, doc, "display_phone_number", text))
		strcpy(text, "no number");
	snprintf(account->number, sizeof(account->number), "%.63s", text);
	look_string(look, doc, "verified_name", account->name);
	look_string(look, doc, "quality_rating", text);
	snprintf(account->quality, sizeof(account->quality), "%.15s", text);
	read_status(look, doc);
	read_field(look, doc, "platform_type", "platform", platforms);
	read_mode(look, doc);
	read_verification(look, doc);
	read_field(look, doc, "name_status", "display name", names);
	read_field(look, doc, "quality_rating", "quality", qualities);
	read_throughput(look, doc);
	read_limit(look, doc);
	look_read_health(look, doc);
}
