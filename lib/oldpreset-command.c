/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "oldpreset.h"
#include "shellword.h"

void
oldpreset_command(const struct oldpreset *preset, const char *path,
	struct buf *out, struct buf *notes)
{
	const char *delimiter = preset->delimiter;

	buf_add_text(out, "csr-import --map-file ");
	shellword_add(out, path);
	buf_add_text(out, " LIST.csv");
	if (delimiter != NULL &&
		(strlen(delimiter) != 1 || (unsigned char)*delimiter >= 0x80))
		buf_add_format(notes,
			"%sits separator is not one character of ASCII, as"
			" csr-import wants it: take \"delimiter\" out of the"
			" file",
			notes->len > 0 ? "; " : "");
}
