/* SPDX-License-Identifier: MIT */
#ifndef CSR_LEDGER_H
#define CSR_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "ledger-list.h"
#include "ledger.h"
#include "output.h"
#include "setup.h"

/*
 * csr-ledger: what the operator wants, and the commands of the program.
 * Those that show are in csr-ledger.c, those that change something in
 * csr-ledger-decide.c.
 */
struct job {
	struct setup setup;
	const char *directory; /* of the profile */
	const char *profile, *campaign, *reason;
	const char **values; /* of --key */
	size_t value_count;
	bool states[LEDGER_IN_DOUBT + 1]; /* none: all are wanted */
	bool wants_states, is_sure;
	char **operands; /* behind the command */
	size_t operand_count;
	struct ledger_names names; /* the campaigns to look into */
	struct output output;
	int status; /* to exit with, unless there is a fault */
};

/* Say what is wrong with one ledger, and go on with the others. */
void note_fault(struct job *job, const struct fault *why);

/* Say that the key is in no ledger. */
void note_unknown(struct job *job, const char *key);

/*
 * Open a campaign's ledger to read.  Damage is told, and what can be read is
 * there all the same; NULL after it was said that nothing can be.
 */
struct ledger *look_into(struct job *job, const char *campaign);

/* The first operand, which must be a key. */
const char *key_operand(const struct job *job);

/* 0, or -1 with *why; job->status says the rest. */
int do_resolve(struct job *job, struct fault *why);
int do_forget(struct job *job, struct fault *why);

#endif
