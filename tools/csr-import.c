/* SPDX-License-Identifier: MIT */
/* csr-import: contact lists become records. */
#include "csr-import.h"

#include <stdint.h>
#include <unistd.h>

#include "msg.h"
#include "program.h"
#include "stop.h"

static int
import_files(struct import *import, struct fault *why)
{
	const struct import_options *options = &import->options;
	struct fault why_output;
	int result = 0;

	if (stop_catch(why) != 0)
		return -1;
	for (size_t i = 0;
		i < options->file_count && result == 0 && stop_signal() == 0;
		i++)
		result = import_list(import, options->files[i], why);
	/* What was read before a fault goes out all the same. */
	if (!import->output.is_broken &&
		output_finish(&import->output, &why_output) != 0 &&
		result == 0) {
		*why = why_output;
		return -1;
	}
	return result;
}

static void
add_count(struct buf *text, unsigned long count, const char *what,
	const char *which)
{
	if (count > 0)
		buf_add_format(text, "; %lu %s%s%s", count, what,
			count == 1 ? "" : "s", which);
}

static int
summary(const struct import *import)
{
	char counts[512];
	struct buf text;

	buf_init(&text, SIZE_MAX);
	tally_describe(&import->tally, "imported", counts, sizeof(counts));
	buf_add_text(&text, counts);
	add_count(&text, import->blank_rows, "blank row", " skipped");
	add_count(&text, import->other_rows, "row", " of other shards");
	if (import->options.preview_rows == 0)
		msg_info("%s", buf_string(&text));
	buf_release(&text);
	if (stop_signal() != 0)
		return 128 + stop_signal();
	return import->options.is_strict &&
	       import->tally.settled[STATUS_INVALID] > 0;
}

int
main(int argc, char *argv[])
{
	struct import import = {0};
	struct fault why;
	int status;

	program_init(argv[0]);
	output_init(&import.output, STDOUT_FILENO, "standard output");
	if (import_parse_options(&import.options, argc, argv, &why) == 0 &&
		import_files(&import, &why) == 0)
		status = summary(&import);
	else
		status = msg_fault(&why);
	import_options_release(&import.options);
	output_release(&import.output);
	return status;
}
