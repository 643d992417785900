/* SPDX-License-Identifier: MIT */
#include "crc32c.h"

#include <stdbool.h>

enum { STEP = 8 }; /* bytes that are looked up at once */

static const uint32_t polynomial = 0x82F63B78; /* bits reversed */

static uint32_t tables[STEP][256];

static void
make_tables(void)
{
	uint32_t crc;

	for (uint32_t byte = 0; byte < 256; byte++) {
		crc = byte;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
		tables[0][byte] = crc;
	}
	for (int behind = 1; behind < STEP; behind++)
		for (int byte = 0; byte < 256; byte++) {
			crc = tables[behind - 1][byte];
			tables[behind][byte] = crc >> 8 ^ tables[0][crc & 255];
		}
}

static uint32_t
little_endian(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

uint32_t
crc32c(uint32_t crc, const void *bytes, size_t len)
{
	static bool is_ready;
	const unsigned char *at = bytes;
	uint32_t high;

	if (!is_ready)
		make_tables();
	is_ready = true;
	crc = ~crc;
	for (; len >= STEP; len -= STEP, at += STEP) {
		crc ^= little_endian(at);
		high = little_endian(at + 4);
		crc = tables[7][crc & 255] ^ tables[6][crc >> 8 & 255] ^
		      tables[5][crc >> 16 & 255] ^ tables[4][crc >> 24] ^
		      tables[3][high & 255] ^ tables[2][high >> 8 & 255] ^
		      tables[1][high >> 16 & 255] ^ tables[0][high >> 24];
	}
	for (; len > 0; len--, at++)
		crc = crc >> 8 ^ tables[0][(crc ^ *at) & 255];
	return ~crc;
}
