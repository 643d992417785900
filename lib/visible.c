/* SPDX-License-Identifier: MIT */
#include "visible.h"

#include "utf8.h"

size_t
visible_length(const char *text, size_t len)
{
	size_t step = utf8_sequence(text, len);

	return step > 0 && utf8_is_harmful(text, step) ? 0 : step;
}

void
visible_add(struct buf *out, const char *text, size_t len)
{
	size_t step;

	while (len > 0) {
		step = visible_length(text, len);
		if (step > 0)
			buf_add(out, text, step);
		else
			buf_add_format(out, "\\x%02x", (unsigned char)*text);
		step += step == 0;
		text += step;
		len -= step;
	}
}
