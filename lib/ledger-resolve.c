/* SPDX-License-Identifier: MIT */
#include "ledger-resolve.h"

#include <sysexits.h>

static int
check_state(const struct ledger *ledger, const char *key,
	enum ledger_state wanted, struct fault *why)
{
	enum ledger_state state = ledger_find(ledger, key).state;

	if (state == LEDGER_IN_DOUBT ||
		(state == LEDGER_FAILED && wanted == LEDGER_NOT_SENT))
		return 0;
	return fault_set(why, EX_USAGE,
		"%s: is %s in campaign %s; only what is in_doubt can be"
		" resolved, and what has failed be sent again",
		key, ledger_state_word(state), ledger_campaign(ledger));
}

int
ledger_resolve(const char *directory, const char *campaign, const char *key,
	enum ledger_state state, const char *user, const char *reason,
	struct fault *warning, struct fault *why)
{
	struct ledger *ledger = ledger_open(directory, campaign, warning, why);
	struct fault ignored;
	int result;

	if (ledger == NULL)
		return -1;
	result = check_state(ledger, key, state, why);
	if (result == 0)
		ledger_settle(ledger, key,
			&(struct ledger_end){.state = state,
				.user = user,
				.reason = reason});
	if (ledger_close(ledger, result == 0 ? why : &ignored) != 0)
		result = -1;
	return result;
}
