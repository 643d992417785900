/* SPDX-License-Identifier: MIT */
/* What is no list is told by its first bytes, with what to do about it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "filekind.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define T(literal) literal, sizeof(literal) - 1

/* The beginning of a member of a zip archive, before its name. */
#define ZIP "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x09\0\0\0"

/* NULL: it may be a list. */
static const struct {
	const char *bytes;
	size_t len;
	const char *path, *want;
} cases[] = {
	{T(ZIP "[Content_Types].xml..." ZIP "xl/workbook.xml"), "list.xlsx",
		"list.xlsx: is an Excel workbook (.xlsx), not CSV:"
		" xlsx2csv list.xlsx | csr-import"},
	{T(ZIP "xl/x" ZIP "xl/workbook.bin"), "a b.xlsb",
		"a b.xlsb: is a binary Excel workbook (.xlsb), not CSV:"
		" libreoffice --headless --convert-to csv 'a b.xlsb'"},
	{T(ZIP "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
		"list.ods",
		"list.ods: is an OpenDocument spreadsheet (.ods), not CSV:"
		" libreoffice --headless --convert-to csv list.ods"},
	{T(ZIP "mimetypeapplication/vnd.oasis.opendocument.textPK"), "x.odt",
		"x.odt: is an OpenDocument file, but no spreadsheet, not CSV:"
		" copy its table into one and save that as CSV"},
	{T(ZIP "word/document.xml"), "x.docx",
		"x.docx: is a Word document, not CSV: copy its table into a"
		" spreadsheet and save that as CSV"},
	{T(ZIP "Index/Document.iwa"), "x.numbers",
		"x.numbers: is a Numbers document, not CSV: export it as CSV"
		" from Numbers"},
	{T(ZIP "list.csv"), NULL,
		"standard input: is a zip archive, not CSV:"
		" unzip -p list.zip | csr-import"},
	/* The name of the member is not there in full. */
	{T(ZIP "x"), "-x",
		"-x: is a zip archive, not CSV:"
		" unzip -p ./-x | csr-import"},
	{T("PK\3\4"), "x",
		"x: is a zip archive, not CSV:"
		" unzip -p x | csr-import"},
	{T("PK\5\6"), "x",
		"x: is a zip archive, not CSV:"
		" unzip -p x | csr-import"},
	{T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"), NULL,
		"standard input: is an old Excel workbook (.xls), or one with a"
		" password, not CSV: libreoffice --headless --convert-to csv"
		" list.xls"},
	{T("\x09\x08\x10\0\0\6"), "l.xls",
		"l.xls: is an old Excel workbook (.xls), not CSV:"
		" libreoffice --headless --convert-to csv l.xls"},
	{T("\x1F\x8B\x08"), "it's.gz",
		"it's.gz: is compressed with gzip, not CSV:"
		" gzip -dc <'it'\\''s.gz' | csr-import"},
	{T("BZh91AY&SY"), "l.bz2",
		"l.bz2: is compressed with bzip2, not CSV:"
		" bzip2 -dc <l.bz2 | csr-import"},
	{T("\xFD"
	   "7zXZ\0"),
		"l.xz",
		"l.xz: is compressed with xz, not CSV:"
		" xz -dc <l.xz | csr-import"},
	{T("\x28\xB5\x2F\xFD"), NULL,
		"standard input: is compressed with zstd, not CSV:"
		" zstd -dc <list.csv.zst | csr-import"},
	{T("SQLite format 3\0\x10"), "c.db",
		"c.db: is an SQLite database, not CSV: sqlite3 -csv -header"
		" c.db 'SELECT * FROM contacts' | csr-import"},
	{T("PAR1\x15\4"), "c.parquet",
		"c.parquet: is a Parquet file, not CSV:"
		" duckdb -csv -c \"FROM 'list.parquet'\" | csr-import"},
	{T("%PDF-1.7"), "c.pdf",
		"c.pdf: is a PDF, not CSV: export the list as CSV, not as a"
		" page"},
	{T("\0\1\0\0Standard ACE DB\0"), "c.accdb",
		"c.accdb: is an Access database, not CSV: mdb-export c.accdb"
		" contacts | csr-import"},
	{T("\r\n <HTML xmlns"), "list.xls",
		"list.xls: is a web page, whatever its name, not CSV: open it"
		" in a spreadsheet program and save it as CSV"},
	{T("<!DocType html>"), NULL,
		"standard input: is a web page, whatever its name, not CSV:"
		" open it in a spreadsheet program and save it as CSV"},
	{T("{\\rtf1\\ansi"), "x.rtf",
		"x.rtf: is a text document (RTF), not CSV: copy its table into"
		" a spreadsheet and save that as CSV"},
	{T("BEGIN:VCARD\r\n"), "x.vcf",
		"x.vcf: is a file of vCards, not CSV: export the contacts as"
		" CSV instead"},
	/* These are lists. */
	{T(""), "x", NULL},
	{T("P"), "x", NULL},
	{T("PK\n"), "x", NULL},
	{T("PAR1,name\n"), "x", NULL},
	{T("BZh,1AY\n"), "x", NULL},
	{T("\tname\n"), "x", NULL},
	{T("\xFF\xFEn\0"), "x", NULL},
	{T("  \n"), "x", NULL},
	{T("{\"name\":1}\n"), "x", NULL},
	{T("<name>,phone\n"), "x", NULL},
	{T("html,body\n"), "x", NULL},
};

static void
test_case(size_t index)
{
	struct fault why = {.text = ""};
	/* Of exactly this size, so that reading beyond it is seen. */
	char *bytes = malloc(cases[index].len > 0 ? cases[index].len : 1);
	const char *path = cases[index].path, *want = cases[index].want;
	size_t len = cases[index].len;
	int result;

	memcpy(bytes, cases[index].bytes, len);
	result = filekind_check(bytes, len, path, &why);
	if (result == 0)
		result = filekind_check_text(bytes, len, path, &why);
	if (want == NULL)
		ok(result == 0, "case %zu is a list", index);
	else
		ok_bytes(why.text, strlen(why.text), want, strlen(want),
			"case %zu: %d", index, why.status);
	ok(want == NULL || (result == -1 && why.status == EX_DATAERR),
		"case %zu: its status", index);
	free(bytes);
}

/* However long the name is, all of the command is there. */
static void
test_long_name(void)
{
	static const char command[] = "xlsx2csv list.xlsx | csr-import";
	static const char bytes[] = ZIP "xl/workbook.xml";
	struct fault why = {.text = ""};
	struct buf path;
	size_t bad = 0;

	buf_init(&path, SIZE_MAX);
	for (size_t len = 1; len < 3000; len++) {
		buf_add_byte(&path, len % 2 ? '\'' : '\x01');
		filekind_check(bytes, sizeof(bytes) - 1, buf_string(&path),
			&why);
		bad += strstr(why.text, " | csr-import") == NULL;
	}
	ok(bad == 0, "names of any length");
	ok(strstr(why.text, command) != NULL, "too long a name is not in it");
	buf_release(&path);
}

int
main(void)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		test_case(i);
	test_long_name();
	return tap_end();
}
