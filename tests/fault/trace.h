/* SPDX-License-Identifier: MIT */
#ifndef TRACE_H
#define TRACE_H

#include <stdint.h>

/*
 * trace: what was changed below one directory, and what of it was synced.
 *
 * powercut.c, preloaded into the programs, appends an entry for each change
 * after it was made; disk.c reads them.  Each is one write(2): this header,
 * name_len bytes of a name in the directory ("" is the directory itself), and
 * data_len bytes of data.
 */

/* The environment of powercut.so. */
#define TRACE_DIRECTORY "POWERCUT_DIRECTORY" /* absolute, no symbolic links */
#define TRACE_FILE "POWERCUT_TRACE"          /* outside of the directory */
#define TRACE_LIE "POWERCUT_LIE"             /* set: syncing does nothing */

enum { TRACE_MAGIC = 0x43727054 };

enum trace_kind {
	TRACE_MAKE = 1, /* a file called name, or the directory itself */
	TRACE_WRITE,    /* data at offset */
	TRACE_LENGTH,   /* the length is offset now */
	TRACE_RENAME,   /* name is called what data says */
	TRACE_UNLINK,   /* name is gone */
	/*
	 * Durable is, at the end, what was changed before the beginning: the
	 * two carry the same ticket.  What another thread wrote in between
	 * may have been missed.
	 */
	TRACE_SYNC_BEGIN,
	TRACE_SYNC_END,
};

struct trace_entry {
	uint32_t magic;
	uint32_t kind;
	uint64_t inode; /* of the file, or of the directory synced */
	uint64_t offset;
	uint64_t ticket;
	uint32_t name_len, data_len;
};

#endif
