/* SPDX-License-Identifier: MIT */
#include "mockset.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

struct mockset *
mockset_new(const char *text, size_t len, const char *name)
{
	struct json_members members = {0};
	const struct json_member *found = NULL;
	struct mockset *set = NULL;
	struct json_error error;

	if (json_scan_object(text, len, &members, NULL, NULL, &error) == 0)
		found = json_find(&members, name, strlen(name));
	if (found != NULL && found->value.type == JSON_OBJECT) {
		set = xcalloc(1, sizeof(*set));
		set->text = xstrndup(found->value.text, found->value.len);
		json_scan_object(set->text, found->value.len, &set->members,
			NULL, NULL, &error);
	}
	json_members_release(&members);
	return set;
}

void
mockset_free(struct mockset *set)
{
	if (set == NULL)
		return;
	json_members_release(&set->members);
	free(set->text);
	free(set);
}

const struct json_member *
mockset_find(const struct mockset *set, const char *name, size_t len)
{
	return set != NULL ? json_find(&set->members, name, len) : NULL;
}

bool
mockset_counts(const struct mockset *set, size_t index)
{
	const struct json_member *list = set->members.list;

	for (size_t i = index + 1; i < set->members.count; i++)
		if (list[i].name_len == list[index].name_len &&
			memcmp(list[i].name, list[index].name,
				list[i].name_len) == 0)
			return false;
	return true;
}
