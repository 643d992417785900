/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "account.h"
#include "apierror.h"

/*
 * What the number's health and status do not show: blocks for what was sent,
 * the list of people of a test number, and terms of another service.
 */
static const int64_t unseen[] = {368, 131030, 131048, 131064, 134011};

static bool
is_of_permission(int64_t code)
{
	return code == 3 || code == 10 || (code >= 200 && code <= 299) ||
	       code == 131005;
}

bool
account_ends_hold(const struct account *account, int64_t code)
{
	const struct apierror *row = apierror_find(code, 400, false);

	for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
		if (unseen[i] == code)
			return false;
	if (account->token_is_valid != ACCOUNT_YES ||
		account->number[0] == '\0')
		return false;
	switch (row->class) {
	case APIERROR_CREDENTIALS:
		return !is_of_permission(code) ||
		       account->may_send == ACCOUNT_YES;
	case APIERROR_ACCOUNT:
		return account->can_send == ACCOUNT_YES &&
		       account->is_connected == ACCOUNT_YES;
	default:
		return false;
	}
}
