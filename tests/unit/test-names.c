/* SPDX-License-Identifier: MIT */
/* names: found again by what they are. */
#include <stdio.h>

#include "names.h"
#include "tap.h"

int
main(void)
{
	struct names names = {0};
	char text[32];
	size_t wrong = 0;

	ok(names_find(&names, "a", 1) == NAMES_NONE, "none is in none");
	for (int i = 0; i < 10000; i++) {
		int len = snprintf(text, sizeof(text), "name %d", i);

		wrong += names_add(&names, text, (size_t)len) != (size_t)i;
	}
	ok(wrong == 0 && names.count == 10000, "they keep their order");
	for (int i = 0; i < 10000; i++) {
		int len = snprintf(text, sizeof(text), "name %d", i);

		wrong += names_find(&names, text, (size_t)len) != (size_t)i;
		wrong += names_find_near(&names, (size_t)i, text,
				 (size_t)len) != (size_t)i;
		wrong += names_find_near(&names, 9999999, text, (size_t)len) !=
			 (size_t)i;
		wrong += names_add(&names, text, (size_t)len) != (size_t)i;
	}
	ok(wrong == 0 && names.count == 10000, "each is found");
	ok(names_find(&names, "name 10000", 10) == NAMES_NONE &&
			names_find(&names, "name 1", 5) == NAMES_NONE,
		"others are not");
	ok(names_add(&names, "a\0b", 3) == 10000 &&
			names_find(&names, "a\0c", 3) == NAMES_NONE &&
			names_find(&names, "a", 1) == NAMES_NONE &&
			names_add(&names, "", 0) == 10001 &&
			names_find(&names, "", 0) == 10001,
		"NUL and nothing are names, too");
	names_release(&names);
	return tap_end();
}
