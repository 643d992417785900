/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

void
page_put_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (strncmp(text, "--", 2) == 0) {
			fputs("\\-\\-", stdout);
			text++;
		} else {
			putchar(*text);
		}
}

void
page_put_sentence(const char *text)
{
	putchar(toupper((unsigned char)*text));
	page_put_text(text + 1);
	puts(".");
}

void
page_no_list(const char *name)
{
	errx(EX_DATAERR, "there is no list %s", name);
}

int
page_copy(page_list *put_list)
{
	static const char start[] = ".\\\" list ";
	bool is_ours = false;
	char line[4096];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (strcmp(line, ".\\\" end\n") == 0)
			is_ours = false;
		if (!is_ours)
			fputs(line, stdout);
		if (strncmp(line, start, strlen(start)) == 0) {
			is_ours = true;
			line[strcspn(line, "\n")] = '\0';
			put_list(line + strlen(start));
		}
	}
	if (ferror(stdin) || is_ours)
		errx(EX_DATAERR, "the page is not whole");
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EX_IOERR, "standard output");
	return 0;
}
