/* SPDX-License-Identifier: MIT */
/*
 * config-page: csr-config(5) with its lists as the table of settings now has
 * them; see page.h.
 *
 *	config-page <man/csr-config.5 >new
 */
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "page.h"

static void
put_setting(const struct config_row *row)
{
	printf(".It Sy %s\n", row->name);
	page_put_sentence(row->help);
	fputs("It is ", stdout);
	page_put_text(row->allowed);
	if (row->fallback != NULL)
		printf("; the default is\n.Li %s", row->fallback);
	puts(row->fallback != NULL ? " ." : ".");
}

static void
put_variable(const struct config_row *row)
{
	printf(".It Ev %s\n.Li %s\n", row->variable, row->name);
}

static void
put_list(const char *name)
{
	void (*put)(const struct config_row *row) = NULL;
	const struct config_row *row;

	if (strcmp(name, "settings") == 0)
		put = put_setting;
	else if (strcmp(name, "variables") == 0)
		put = put_variable;
	else
		page_no_list(name);
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++)
		put(row);
}

int
main(void)
{
	return page_copy(put_list);
}
