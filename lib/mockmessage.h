/* SPDX-License-Identifier: MIT */
#ifndef MOCKMESSAGE_H
#define MOCKMESSAGE_H

#include <stdbool.h>

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mockmessage: the body of a request to send a message, held to what the
 * WhatsApp Cloud API documents.
 *
 * Written from Meta's pages and for csr-sandbox alone: it must not share a
 * line with the programs that make messages, or both would be wrong in the
 * same way and every test would pass.
 */
struct mockmessage {
	const char *to; /* as given: a number, or a business-scoped user id */
	bool is_user_id;
	const char *type;     /* "text" */
	const char *callback; /* biz_opaque_callback_data, or NULL */
};

/* 0 and *message, whose texts belong to doc; or -1 and *error. */
int mockmessage_check(const struct mockdoc *doc, struct mockmessage *message,
	struct mockerror *error);

#endif
