/* SPDX-License-Identifier: MIT */
#ifndef CELLKIND_H
#define CELLKIND_H

#include <stddef.h>

/*
 * cellkind: what the text of a cell looks like, to tell columns and their
 * names apart.  It is a look and no verdict: whether a phone number is one is
 * for csr-validate.
 */
enum cell_kind {
	CELL_EMPTY,  /* nothing but blanks */
	CELL_WORD,   /* none of the others */
	CELL_NUMBER, /* 12; 1.234,50; R$ 10; 5.5E+12; 7 % */
	CELL_DATE,   /* 2026-11-24; 24/11/26 10:30; 10:30 */
	CELL_PHONE,  /* 7 to 17 digits, 8 if nothing stands between them */
	CELL_EMAIL
};

enum cell_kind cell_kind(const char *text, size_t len);

#endif
