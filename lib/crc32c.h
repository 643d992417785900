/* SPDX-License-Identifier: MIT */
#ifndef CRC32C_H
#define CRC32C_H

#include <stddef.h>
#include <stdint.h>

/*
 * crc32c: the Castagnoli checksum (RFC 3720, appendix B.4), which notices
 * every change of up to three bits in a line of ours.
 *
 * The first call makes its tables, so it must not run in two threads.
 */

/* crc: 0, or what the bytes before these gave. */
uint32_t crc32c(uint32_t crc, const void *bytes, size_t len);

#endif
