/* SPDX-License-Identifier: MIT */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stddef.h>

#include "buf.h"
#include "fault.h"
#include "record.h"

/*
 * template: a message with places for the values of a record.
 *
 * A template file is the JSON of the desktop application, or has a member
 * "whatsapp" that holds a request of the Cloud API; csr-render(1) describes
 * both.  It is compiled once into pieces, so that rendering a record copies
 * bytes: a value that is a JSON string already stands between the quotes of
 * the message with its escapes as they are, and is never looked at again,
 * whatever it contains.
 */
struct template;

/*
 * NULL with EX_NOINPUT, EX_IOERR, or EX_DATAERR: the fault says what is
 * wrong and where.
 */
struct template *template_open(const char *path, struct fault *why);

/* The same of a text that is in no file yet. */
struct template *
template_parse(const char *text, size_t len, struct fault *why);

void template_close(struct template *template); /* NULL is fine */

/* The template's own name, which is the campaign's unless that is given. */
const char *template_id(const struct template *template);

/*
 * Add to out the message for the record: the body of a request without
 * messaging_product, recipient_type and to.  -1 when the record does not
 * have what it takes: then *error says why (its detail is kept in text,
 * which the caller owns) and out holds rubbish.
 */
int
template_render(const struct template *template, const struct record *record,
	struct buf *out, struct record_error *error, struct buf *text);

#endif
