// SPDX-License-Identifier: MIT
// duckdb: a list in CSV becomes NDJSON, all cells strings, on one thread.
//
//	node duckdb.js PEERS LIST OUTPUT
//
// PEERS is the directory into which npm has installed @duckdb/node-api.
const { createRequire } = require('module');
const [peers, list, output] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${peers}/`)('@duckdb/node-api');

(async () => {
	const instance = await DuckDBInstance.create(':memory:',
		{ threads: '1' });
	const connection = await instance.connect();
	// An empty cell is an empty string, as everywhere else here.
	await connection.run(`COPY (SELECT * FROM read_csv('${list}',
		header = true, all_varchar = true, nullstr = '(none)'))
		TO '${output}' (FORMAT json)`);
})();
