/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <stdint.h>
#include <sysexits.h>
#include <unistd.h>

void
output_init(struct output *output, int fd, const char *name)
{
	*output = (struct output){.fd = fd, .name = name};
	buf_init(&output->text, SIZE_MAX);
}

void
output_release(struct output *output)
{
	buf_release(&output->text);
}

struct buf *
output_text(struct output *output)
{
	return &output->text;
}

int
output_added(struct output *output, struct fault *why)
{
	if (output->text.len < OUTPUT_BLOCK)
		return 0;
	return output_flush(output, why);
}

static int
report(struct output *output, struct fault *why)
{
	output->is_broken = true;
	if (errno == EPIPE)
		return fault_set(why, EX_IOERR,
			"%s: the program behind the pipe has ended; look at"
			" its message",
			output->name);
	if (errno == EBADF)
		return fault_set(why, EX_IOERR,
			"%s: is closed; give it somewhere to go", output->name);
	return fault_errno(why, EX_IOERR, "%s", output->name);
}

/*
 * Keep the lines that are not wholly written, from their beginning.  What had
 * been written of the first of them is of no use to anybody.
 */
static void
drop_written(struct output *output, size_t done)
{
	while (done > 0 && output->text.data[done - 1] != '\n')
		done--;
	buf_drop(&output->text, done);
}

int
output_flush(struct output *output, struct fault *why)
{
	size_t done = 0;
	ssize_t written;

	if (output->is_broken)
		return fault_set(why, EX_IOERR, "%s: was lost earlier",
			output->name);
	while (done < output->text.len) {
		written = write(output->fd, output->text.data + done,
			output->text.len - done);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			drop_written(output, done);
			return report(output, why);
		}
		done += (size_t)written;
	}
	buf_clear(&output->text);
	return 0;
}

int
output_finish(struct output *output, struct fault *why)
{
	int copy;

	if (output_flush(output, why) != 0)
		return -1;
	/* Some file systems report a full disk only when a file is closed. */
	copy = dup(output->fd);
	if (copy < 0 || close(copy) != 0)
		return report(output, why);
	return 0;
}
