/* SPDX-License-Identifier: MIT */
/* csr-auth: the hold that a sender has set, and that may be over. */
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

#include "account.h"
#include "clock.h"
#include "csr-auth.h"
#include "finding.h"
#include "hold.h"
#include "quota.h"

static const char hold_check[] = "hold";

/*
 * A hold without a code was set by hand, but for the API's error 0, which a
 * sender sets with this status.
 */
static bool
is_over(const struct account *account, const struct quota_hold *hold)
{
	/* Another server, or another number, proves nothing. */
	if (hold->place[0] != '\0' && strcmp(hold->place, account->place) != 0)
		return false;
	if (hold->until_ms != 0)
		return false;
	if (hold->code == 0 && (hold->status != EX_NOPERM ||
				       strcmp(hold->by, "csr-quota") == 0))
		return false;
	return account_ends_hold(account, hold->code);
}

/*
 * A sender may have set another hold since this one was looked at, which then
 * stays.  *hold is what stands afterwards.
 */
static int
end_hold(const struct auth *auth, struct quota_hold *hold, struct fault *why)
{
	struct quota *quota =
		quota_open(auth->setup.directory, &auth->pace.limits, why);
	struct quota_hold was = {0};
	int result;

	if (quota == NULL)
		return -1;
	result = quota_resume(quota, hold, &was, why);
	if (quota_close(quota, why) != 0)
		result = -1;
	if (result == 0)
		*hold = hold_is(&was, hold) ? (struct quota_hold){0} : was;
	return result;
}

/* The hold that stands; none is set when there is none. */
static int
look_at_hold(const struct auth *auth, struct quota_hold *hold,
	struct fault *why)
{
	struct quota *quota = quota_open(auth->setup.directory, NULL, why);
	int result = -1;

	*hold = (struct quota_hold){0};
	if (quota == NULL)
		return -1;
	result = quota_hold(quota, hold, why);
	if (quota_close(quota, why) != 0)
		result = -1;
	if (result == 0 && !hold_stands(hold, clock_now_ms()))
		hold->is_set = false;
	return result;
}

static void
warn_of_hold(const struct auth *auth, const struct quota_hold *hold,
	struct findings *findings)
{
	char title[HOLD_TITLE_SIZE], advice[HOLD_ADVICE_SIZE];

	hold_title(hold, title);
	hold_advice(hold, auth->profile, advice);
	findings_add(findings, FINDING_WARNING, hold_check, advice, "%s",
		title);
}

bool
auth_settle_hold(const struct auth *auth, const struct account *account,
	struct quota_hold *hold, struct findings *findings)
{
	struct quota_hold was;
	struct fault why;
	int result = look_at_hold(auth, hold, &why);

	was = *hold;
	if (result == 0 && was.is_set && is_over(account, &was))
		result = end_hold(auth, hold, &why);
	if (result != 0)
		findings_fail(findings, why.status, hold_check,
			"csr-quota show tells more", "%s", why.text);
	else if (hold->is_set)
		warn_of_hold(auth, hold, findings);
	else if (was.is_set)
		findings_add(findings, FINDING_OK, hold_check, NULL,
			"sending goes on: %s had paused it, and that is over:"
			" %s",
			was.by, was.reason);
	else
		findings_add(findings, FINDING_OK, hold_check, NULL,
			"sending is not paused");
	return was.is_set;
}
