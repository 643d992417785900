/* SPDX-License-Identifier: MIT */
#ifndef SETTLED_H
#define SETTLED_H

#include <stdint.h>

#include "fault.h"
#include "ledger.h"
#include "record.h"

/*
 * settled: what the ledger makes of a record that comes again.
 *
 *	switch (settled_apply(record, "throttle", ledger, key, content,
 *		now_ms, why)) {
 *	case SETTLED_OPEN: ...       it may go on
 *	case SETTLED_UNDER_WAY: ...  a sender has it in hand at this moment
 *	case SETTLED_STOPPED: ...    write the record: it goes no further
 *	case SETTLED_FAULT: ...      nobody knows: send nothing
 *	}
 */
enum settled {
	SETTLED_OPEN,
	SETTLED_UNDER_WAY,
	SETTLED_STOPPED,
	SETTLED_FAULT
};

/*
 * What was accepted or refused for good leaves as a duplicate, what is in
 * doubt as in_doubt, and what is not to be tried again before a time that has
 * not come as deferred; csr.error says why and what to do, csr.result the id
 * and the time, as far as they are known.  Otherwise the record is left alone.
 * key is one that ledger_is_key() takes; stage is for csr.error.
 *
 * content is the hash of what the message says now (request.h), or NULL when
 * it is not known.  Another one than was accepted is no reason to send again,
 * and leaves with the warning content_changed; but when the message itself was
 * to blame for a refusal, another one may go.
 */
enum settled settled_apply(struct record *record, const char *stage,
	const struct ledger *ledger, const char *key, const char *content,
	int64_t now_ms, struct fault *why);

#endif
