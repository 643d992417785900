/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_FORGET_H
#define LEDGER_FORGET_H

#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "ledger-index.h"

/*
 * ledger-forget: take out of a ledger what tells who the messages were to.
 *
 * The lines stay, at their places, so that numbers and counts stay true; the
 * key and the content's hash become zeros, the provider's id (which contains
 * the number) and a person's reason become blanks, and so do bad bytes, for
 * nobody knows whom they are of.  The file is written anew beside the old one
 * and renamed over it; its mark names both while that happens, so that a
 * crash at any moment leaves one or the other, and a mark that agrees.
 */

/*
 * Forget these keys in the campaign, under its lock.  The number of lines
 * that were changed, or -1 with EX_TEMPFAIL (somebody is sending), EX_CONFIG
 * (damaged), EX_NOINPUT (there is none), EX_CANTCREAT, EX_IOERR.
 */
int64_t ledger_forget(const char *directory, const char *campaign,
	const unsigned char (*keys)[LEDGER_KEY_SIZE], size_t key_count,
	struct fault *why);

#endif
