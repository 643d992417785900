/* SPDX-License-Identifier: MIT */
#ifndef OLDTEMPLATE_H
#define OLDTEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "doc.h"
#include "fault.h"

/*
 * oldtemplate: the desktop application's templates in all their shapes, and
 * what csr-render reads instead.
 *
 * A file holds one template; or {"template":{}, "metadata":{}}; or several,
 * {"templates":{ID:{}}} or {"templates":[{}]}, the sequences of messages
 * among them; or, as YAML, one.
 */
struct oldtemplate {
	const char *id;        /* its own, or that of its place; or NULL */
	const struct doc *doc; /* the template alone; NULL: it is none */
};

/* 0 to go on; 1: enough; -1, with *why, ends it. */
typedef int oldtemplate_visitor(const struct oldtemplate *template,
	void *context, struct fault *why);

/*
 * Call visit for each template in a text, and for each thing that stands where
 * one should.  0, 1 or -1 as visit returned; -1 with EX_DATAERR when the text
 * is no JSON or YAML.  name is for messages.
 */
int oldtemplate_each(const char *text, size_t len, const char *name,
	oldtemplate_visitor *visit, void *context, struct fault *why);
int oldtemplate_each_yaml(const char *text, size_t len, const char *name,
	oldtemplate_visitor *visit, void *context, struct fault *why);

/* Is it sent by WhatsApp, as the application saw it? */
bool oldtemplate_is_for_whatsapp(const struct doc *doc);

/*
 * Add the file for csr-render to out, with this id.  What the operator should
 * know goes to notes, as clauses with "; " between them.
 */
void oldtemplate_write(const struct doc *doc, const char *id, struct buf *out,
	struct buf *notes);

#endif
