/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "jsonstring.h"

void
json_members_release(struct json_members *members)
{
	free(members->list);
	*members = (struct json_members){0};
}

bool
json_escaped_name_is(const struct json_member *member, const char *name,
	size_t name_len)
{
	struct json_value string;
	struct buf plain;
	bool is_same;

	string = (struct json_value){.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING};
	buf_init(&plain, member->name_len);
	is_same = json_unescape(&plain, &string) == 0 &&
		  plain.len == name_len &&
		  memcmp(plain.data, name, name_len) == 0;
	buf_release(&plain);
	return is_same;
}

const struct json_member *
json_find(const struct json_members *members, const char *name, size_t name_len)
{
	size_t index = members->count;

	while (index-- > 0)
		if (json_name_is(&members->list[index], name, name_len))
			return &members->list[index];
	return NULL;
}
