/* SPDX-License-Identifier: MIT */
#ifndef LOGDIR_H
#define LOGDIR_H

#include "buf.h"

/* logdir: a directory for the tests of the log, and what is in it. */

void logdir_make(void); /* the program ends if that fails */
void logdir_remove(void);
void logdir_begin_anew(void); /* makes it empty */

const char *logdir_path(void);

/* Of a file in it.  The text stays for one more call. */
const char *logdir_path_of(const char *name);

/* Add the bytes of a file to out; none if there is none. */
void logdir_slurp(const char *name, struct buf *out);

/* How many whole lines a file has; -1 if one is torn or is no object. */
int logdir_count_lines(const char *name);

int logdir_mode_of(const char *name); /* -1: there is no such file */

#endif
