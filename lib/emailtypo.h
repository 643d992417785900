/* SPDX-License-Identifier: MIT */
#ifndef EMAILTYPO_H
#define EMAILTYPO_H

#include <stdbool.h>
#include <stddef.h>

/*
 * emailtypo: domains that are a slip of the fingers.
 *
 * Two kinds are known: names of the great mailbox providers as people mistype
 * them (gmial, hotmal), in front of an ending under which that provider gives
 * mailboxes; and endings that no domain on the Internet has (.con).  Each name
 * is in the table because it was looked at: a rule such as "one letter off"
 * would take ymail.com, mail.com and gail.com, where people have mailboxes, for
 * gmail.com.
 */

/*
 * Is domain, in ASCII and lower case, one?  Then the one that was meant is
 * written to meant, at most size - 1 bytes and a NUL.
 */
bool emailtypo_find(const char *domain, char *meant, size_t size);

#endif
