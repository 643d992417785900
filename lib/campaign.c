/* SPDX-License-Identifier: MIT */
#include "campaign.h"

enum { NAME_MOST = 64 };

bool
campaign_is_name(const char *text, size_t len)
{
	if (len == 0 || len > NAME_MOST || *text == '.')
		return false;
	for (; len > 0; text++, len--)
		if ((*text < '0' || *text > '9') &&
			(*text < 'A' || *text > 'Z') &&
			(*text < 'a' || *text > 'z') && *text != '.' &&
			*text != '_' && *text != '-')
			return false;
	return true;
}
