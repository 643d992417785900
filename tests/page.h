/* SPDX-License-Identifier: MIT */
#ifndef PAGE_H
#define PAGE_H

/*
 * page: a manual page whose lists are made from a table of the sources.
 *
 * A list stands between '.\" list NAME' and '.\" end'.  The page is copied
 * from standard input to standard output with its lists written anew; the
 * caller's function writes the one called name, without the marks, or ends
 * the program when there is none.
 */
typedef void page_list(const char *name);

/* The status for main() to return; a page that is not whole ends in exit(). */
int page_copy(page_list *put_list);

/* End the program because there is no such list. */
void page_no_list(const char *name) __attribute__((noreturn));

/* As mdoc wants it; hyphens that are to be typed stay what they are. */
void page_put_text(const char *text);

/* The same, with a large letter first and a full stop behind it. */
void page_put_sentence(const char *text);

#endif
