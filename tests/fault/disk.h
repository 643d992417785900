/* SPDX-License-Identifier: MIT */
#ifndef DISK_H
#define DISK_H

#include <stdbool.h>

#include "chance.h"
#include "fault.h"

/*
 * disk: what a directory may look like after the power was cut.
 *
 *	disk = disk_open(directory, &why);     all there is now is durable
 *	...                                    programs run, with a trace
 *	disk_replay(disk, trace, &why);
 *	disk_compare(disk, directory, &why);   when nothing was killed
 *	disk_cut(disk, chance);
 *	disk_write(disk, directory, &why);
 *	disk_close(disk);
 *
 * What was synced stays.  Each write that was not is kept, lost, or torn: at
 * sectors of 512 bytes, each of which is there or not, or cut at any byte;
 * what is missing before something that is there reads as zeros, and so may
 * the place of what is lost.  New names, renames and removals that were not
 * synced (by a sync of the directory, not of the file) happened or not, each
 * by itself.  The directory holds files only.
 */
struct disk;

/* A directory that is not there is fine.  NULL with EX_IOERR. */
struct disk *disk_open(const char *directory, struct fault *why);
void disk_close(struct disk *disk);

/*
 * Take in the trace of a run, one after the other; one that is not there is
 * empty.  An entry at the end that is not whole was being written when its
 * program was killed, and is left out.  -1 with EX_DATAERR.
 */
int disk_replay(struct disk *disk, const char *trace, struct fault *why);

/*
 * Are the files that are there those that the traces make?  -1 with
 * EX_DATAERR: something was missed, or a program was killed between a change
 * and its note.
 */
int
disk_compare(const struct disk *disk, const char *directory, struct fault *why);

/* Settle what becomes of all that was not synced. */
void disk_cut(struct disk *disk, struct chance *chance);

/* Make the directory what is durable.  -1 with EX_IOERR. */
int
disk_write(const struct disk *disk, const char *directory, struct fault *why);

#endif
