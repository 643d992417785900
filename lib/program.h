/* SPDX-License-Identifier: MIT */
#ifndef PROGRAM_H
#define PROGRAM_H

/*
 * program: what every program does before anything else.
 *
 * Names itself for messages; makes sure that descriptors 0 to 2 are taken,
 * so that no file opened later is written to as if it were standard output;
 * turns a vanished reader into a write error instead of a silent death; and
 * takes every secret of ours out of the environment, where helper programs
 * and /proc would show it.  A program that wants one reads it before, with
 * environment_get() and environment_remove().
 */
void program_init(const char *argv0);

/*
 * For a program that holds a secret: no core file, and no other process of the
 * same user may look into it.
 */
void program_hide(void);

/* Let as many descriptors be open as the system allows. */
void program_raise_descriptors(void);

#endif
