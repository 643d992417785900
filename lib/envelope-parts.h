/* SPDX-License-Identifier: MIT */
#ifndef ENVELOPE_PARTS_H
#define ENVELOPE_PARTS_H

/* What the writer and the reader of an envelope must agree on. */

enum { ENVELOPE_VERSION = 1 };

#define ENVELOPE_TYPE "csr-credentials"
#define ENVELOPE_CIPHER "xchacha20-poly1305"
#define ENVELOPE_KDF "argon2id13"
#define ENVELOPE_SEALED ",\"sealed\":\""
#define ENVELOPE_CRC "\",\"crc\":\""
enum {
	SEALED_NAME_LEN = sizeof(ENVELOPE_SEALED) - 1,
	CRC_NAME_LEN = sizeof(ENVELOPE_CRC) - 1,
	END_LEN = CRC_NAME_LEN + 8 + 3, /* "}\n */
};

#endif
