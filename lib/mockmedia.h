/* SPDX-License-Identifier: MIT */
#ifndef MOCKMEDIA_H
#define MOCKMEDIA_H

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mockmedia: the object that names a picture, a film, a file or a sound, in
 * a message or in a parameter of a template.
 *
 * It has the id of an upload or a link, never both.
 */
int mockmedia_check_image(const struct mockdoc *doc, const char *base,
	struct mockerror *error); /* and video */
int mockmedia_check_document(const struct mockdoc *doc, const char *base,
	struct mockerror *error);
int mockmedia_check_audio(const struct mockdoc *doc, const char *base,
	struct mockerror *error);
int mockmedia_check_sticker(const struct mockdoc *doc, const char *base,
	struct mockerror *error);

#endif
