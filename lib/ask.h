/* SPDX-License-Identifier: MIT */
#ifndef ASK_H
#define ASK_H

/*
 * ask: have a person say yes to what cannot be undone.
 *
 * Asks on the terminal itself, since standard input may be a file.
 */

enum ask_answer { ASK_YES, ASK_NO, ASK_NOBODY };

/*
 * ASK_YES only for the whole word yes.  ASK_NOBODY: the program has no
 * terminal.  question: one line without its newline.
 */
enum ask_answer ask(const char *question);

#endif
