/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "account-parts.h"
#include "when.h"

static const char check[] = "token";
static const char variable[] = "CSR_ACCESS_TOKEN";
static const char messaging[] = "whatsapp_business_messaging";
static const char management[] = "whatsapp_business_management";

enum { SOON_DAYS = 7 };
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

/* The API counts seconds since 1970; -1: there is no such time. */
static int64_t
read_time_ms(const struct doc *doc, const char *path)
{
	double seconds;

	if (!doc_number(doc, path, &seconds) || !(seconds >= 0) ||
		seconds > 253402300799.0) /* the end of the year 9999 */
		return -1;
	return (int64_t)seconds * 1000;
}

static int64_t
read_code(const struct doc *doc, const char *path, int64_t otherwise)
{
	double code;

	if (!doc_number(doc, path, &code) || !(fabs(code) < 1e15))
		return otherwise;
	return (int64_t)code;
}

static void
mend_token(const struct look *look, char out[LOOK_MEND_SIZE])
{
	look_mend(look,
		"make a token for a system user in Meta's business settings,"
		" one that never expires, and store it",
		variable, out);
}

static void
fail_invalid(struct look *look, const struct doc *doc)
{
	const char *detail = doc_string(doc, "data.error.message");
	char date[WHEN_TEXT_SIZE];
	struct refusal refusal;

	mend_token(look, refusal.mend);
	look->lost = "the token is refused";
	if (doc_kind(doc, "data.error") == DOC_OBJECT) {
		refusal_explain(&refusal, look,
			read_code(doc, "data.error.code", 190),
			read_code(doc, "data.error.subcode", 0),
			detail != NULL ? detail : "");
		findings_fail(look->findings, EX_NOPERM, check, refusal.mend,
			"%s", refusal.text);
		return;
	}
	if (look->account->token_expires_ms > 0 &&
		look->account->token_expires_ms <= look->now_ms) {
		when_format(look->account->token_expires_ms, date);
		findings_fail(look->findings, EX_NOPERM, check, refusal.mend,
			"has expired on %s", date);
		return;
	}
	findings_fail(look->findings, EX_NOPERM, check, refusal.mend,
		"is no longer valid");
}

/* "; of a system user, for the app "Shop" (123)" */
static void
describe(const struct look *look, const struct doc *doc, struct buf *out)
{
	char app[LOOK_TEXT_SIZE], id[LOOK_TEXT_SIZE], type[LOOK_TEXT_SIZE];

	if (look_string(look, doc, "data.type", type))
		buf_add_format(out, "; %s",
			strcasecmp(type, "SYSTEM_USER") == 0 ? "a system user's"
							     : type);
	if (look_string(look, doc, "data.application", app))
		buf_add_format(out, ", for the app \"%s\"", app);
	if (look_string(look, doc, "data.app_id", id))
		buf_add_format(out, app[0] != '\0' ? " (%s)" : ", for app %s",
			id);
}

static void
warn_of_end(struct look *look, const char *date)
{
	char mend[LOOK_MEND_SIZE];
	int64_t left_ms = look->account->token_expires_ms - look->now_ms;

	mend_token(look, mend);
	if (left_ms <= 0)
		findings_add(look->findings, FINDING_WARNING, check,
			"see that the clock of this machine is right",
			"the API calls it valid, but it has expired on %s by"
			" the clock here",
			date);
	else if (left_ms < 2 * day_ms)
		findings_add(look->findings, FINDING_WARNING, check, mend,
			"valid, but expires on %s, in %" PRId64 " hours", date,
			left_ms / (60 * 60 * 1000));
	else
		findings_add(look->findings, FINDING_WARNING, check, mend,
			"valid, but expires on %s, in %" PRId64 " days", date,
			left_ms / day_ms);
}

static void
tell_valid(struct look *look, const struct doc *doc)
{
	int64_t expires_ms = look->account->token_expires_ms;
	char date[WHEN_TEXT_SIZE];
	struct buf about;

	when_format(expires_ms, date);
	if (expires_ms > 0 && expires_ms - look->now_ms <= SOON_DAYS * day_ms) {
		warn_of_end(look, date);
		return;
	}
	buf_init(&about, 1024);
	describe(look, doc, &about);
	if (expires_ms == 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"valid, never expires%s", buf_string(&about));
	else if (expires_ms > 0)
		findings_add(look->findings, FINDING_OK, check, NULL,
			"valid, expires on %s%s", date, buf_string(&about));
	else
		findings_add(look->findings, FINDING_OK, check, NULL, "valid%s",
			buf_string(&about));
	buf_release(&about);
}

static void
tell_of_person(struct look *look)
{
	char date[WHEN_TEXT_SIZE], end[WHEN_TEXT_SIZE + 32] = "";
	char mend[LOOK_MEND_SIZE];

	if (look->account->token_expires_ms > 0) {
		when_format(look->account->token_expires_ms, date);
		snprintf(end, sizeof(end), ", this one on %s", date);
	}
	mend_token(look, mend);
	findings_add(look->findings, FINDING_WARNING, check, mend,
		"valid, but a person's, as the API setup page makes them: such"
		" a token dies within hours%s",
		end);
}

static void
tell_kind(struct look *look, const struct doc *doc)
{
	char type[LOOK_TEXT_SIZE], mend[LOOK_MEND_SIZE];

	mend_token(look, mend);
	look_string(look, doc, "data.type", type);
	if (strcasecmp(type, "APP") == 0)
		findings_fail(look->findings, EX_NOPERM, check, mend,
			"is the app's own, which cannot send messages");
	else if (strcasecmp(type, "USER") == 0)
		tell_of_person(look);
	else
		tell_valid(look, doc);
}

/* Is this text one of the array's? */
static bool
has_text(const struct doc *doc, const char *path, const char *text)
{
	size_t count = doc_count(doc, path);
	char item[128];
	const char *found;

	for (size_t i = 0; i < count; i++) {
		snprintf(item, sizeof(item), "%s.%zu", path, i);
		found = doc_string(doc, item);
		if (found != NULL && strcmp(found, text) == 0)
			return true;
	}
	return false;
}

/*
 * A permission may be given for some accounts alone.  Without a list, or
 * without an account to look for, it holds.
 */
static bool
is_for_account(const struct look *look, const struct doc *doc,
	const char *scope)
{
	const char *account = look->access->credentials.business_account_id;
	size_t count = doc_count(doc, "data.granular_scopes");
	char name[64], targets[64];
	const char *found;

	for (size_t i = 0; i < count && account != NULL; i++) {
		snprintf(name, sizeof(name), "data.granular_scopes.%zu.scope",
			i);
		snprintf(targets, sizeof(targets),
			"data.granular_scopes.%zu.target_ids", i);
		found = doc_string(doc, name);
		if (found != NULL && strcmp(found, scope) == 0 &&
			doc_count(doc, targets) > 0)
			return has_text(doc, targets, account);
	}
	return true;
}

static void
tell_messaging(struct look *look, bool is_granted)
{
	char mend[LOOK_MEND_SIZE];

	if (is_granted)
		findings_fail(look->findings, EX_NOPERM, "permissions",
			"assign the WhatsApp account to the system user in"
			" Meta's business settings; or correct the business"
			" account id, if it is another's",
			"%s is granted, but not for the business account %.64s",
			messaging,
			look->access->credentials.business_account_id);
	if (is_granted)
		return;
	look_mend(look,
		"make a new token with this permission for the system user in"
		" Meta's business settings, and store it",
		variable, mend);
	findings_fail(look->findings, EX_NOPERM, "permissions", mend,
		"the token lacks %s, so it cannot send", messaging);
}

static void
tell_management(struct look *look)
{
	char mend[LOOK_MEND_SIZE];

	look_mend(look,
		"make a new token with this permission, too, and store"
		" it",
		variable, mend);
	findings_add(look->findings, FINDING_WARNING, "permissions", mend,
		"without %s for the account neither it nor its templates can"
		" be read",
		management);
}

static void
tell_scopes(struct look *look, const struct doc *doc)
{
	bool may_send = has_text(doc, "data.scopes", messaging);
	bool is_ours = is_for_account(look, doc, messaging);
	bool may_manage = has_text(doc, "data.scopes", management) &&
			  is_for_account(look, doc, management);

	look->account->may_send =
		may_send && is_ours ? ACCOUNT_YES : ACCOUNT_NO;
	look->account->may_manage = may_manage ? ACCOUNT_YES : ACCOUNT_NO;
	if (!may_send || !is_ours)
		tell_messaging(look, may_send);
	if (!may_manage)
		tell_management(look);
	if (may_send && is_ours && may_manage)
		findings_add(look->findings, FINDING_OK, "permissions", NULL,
			"%s, %s", messaging, management);
}

void
look_read_token(struct look *look, const struct doc *doc)
{
	struct account *account = look->account;
	char id[LOOK_TEXT_SIZE];

	account->token_is_valid = look_truth(doc, "data.is_valid");
	account->token_expires_ms = read_time_ms(doc, "data.expires_at");
	look_string(look, doc, "data.app_id", id);
	snprintf(look->app_id, sizeof(look->app_id), "%.63s", id);
	if (account->token_is_valid == ACCOUNT_UNKNOWN) {
		findings_add(look->findings, FINDING_SKIPPED, check,
			"none is needed: whether the token works, the phone"
			" number shows",
			"the API does not say whether it is valid");
		return;
	}
	if (account->token_is_valid == ACCOUNT_NO) {
		fail_invalid(look, doc);
		return;
	}
	tell_kind(look, doc);
	if (doc_kind(doc, "data.scopes") == DOC_ARRAY)
		tell_scopes(look, doc);
	else
		findings_add(look->findings, FINDING_SKIPPED, "permissions",
			"see in Meta's business settings which permissions the"
			" system user's token has",
			"the API does not say what the token may do");
}
