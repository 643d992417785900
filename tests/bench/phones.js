// SPDX-License-Identifier: MIT
// phones: the number of each record on standard input, as libphonenumber-js
// reads it: its E.164 form where it is valid, else "-".
//
//	node phones.js PEERS <RECORDS
//
// PEERS is the directory into which npm has installed libphonenumber-js.
const { createRequire } = require('module');
const { createReadStream } = require('fs');
const { createInterface } = require('readline');
const [peers] = process.argv.slice(2);
const { parsePhoneNumber } =
	createRequire(`${peers}/`)('libphonenumber-js/max');

let out = [];
createInterface({ input: createReadStream(null, { fd: 0 }) })
	.on('line', (line) => {
		const record = JSON.parse(line);
		let number = '-';

		try {
			const parsed = parsePhoneNumber(record.phone,
				record.country || undefined);
			if (parsed.isValid())
				number = parsed.number;
		} catch (error) {
			// Not a number at all.
		}
		out.push(number);
		if (out.length === 1000) {
			process.stdout.write(out.join('\n') + '\n');
			out = [];
		}
	})
	.on('close', () => out.length &&
		process.stdout.write(out.join('\n') + '\n'));
