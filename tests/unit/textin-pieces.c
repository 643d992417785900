/* SPDX-License-Identifier: MIT */
#include "textin-pieces.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

struct textin {
	const char *text;
	size_t left, piece, rest;
};

struct textin *
textin_pieces(const char *text, size_t len, size_t first, size_t rest)
{
	struct textin *textin = xcalloc(1, sizeof(*textin));

	*textin = (struct textin){.text = text,
		.left = len,
		.piece = first,
		.rest = rest};
	return textin;
}

void
textin_close(struct textin *textin)
{
	free(textin);
}

ssize_t
textin_read(struct textin *textin, char *at, size_t room, struct fault *why)
{
	size_t len = textin->left < room ? textin->left : room;

	if (textin->text == NULL)
		return fault_set(why, EX_IOERR, "it is not there");
	if (textin->piece > 0 && textin->piece < len)
		len = textin->piece;
	if (len > 0)
		memcpy(at, textin->text, len);
	textin->text += len;
	textin->left -= len;
	textin->piece = textin->rest;
	return (ssize_t)len;
}

bool
textin_is_at_end(const struct textin *textin)
{
	return textin->left == 0;
}
