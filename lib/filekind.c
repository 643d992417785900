/* SPDX-License-Identifier: MIT */
#include "filekind.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "buf.h"
#include "shellword.h"

enum {
	TEXT_MAX = 400,      /* of a message */
	PATH_SHOWN = 120,    /* bytes; one that is longer leaves no room */
	ZIP_HEADER_SIZE = 30 /* of a member, before its name */
};

/*
 * What it is and what to do: the file's name, as a word of the shell, stands
 * between before and behind.  Standard input is called typical; without one
 * there is no command.
 */
struct advice {
	const char *what, *typical, *before, *behind;
};

#define LIBREOFFICE "libreoffice --headless --convert-to csv "
#define SAVE_AS_CSV "open it in a spreadsheet program and save it as CSV"

/* Bytes that stand at a place of the file. */
static const struct magic {
	size_t place;
	const char *bytes;
	size_t len;
	struct advice advice;
} magics[] = {
	{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8,
		{"an old Excel workbook (.xls), or one with a password",
			"list.xls", LIBREOFFICE, ""}},
	/* Older ones: the record a sheet begins with, of two versions. */
	{0, "\x09\x08\x08\0", 4,
		{"an old Excel workbook (.xls)", "list.xls", LIBREOFFICE, ""}},
	{0, "\x09\x08\x10\0", 4,
		{"an old Excel workbook (.xls)", "list.xls", LIBREOFFICE, ""}},
	{0, "\x1F\x8B", 2,
		{"compressed with gzip", "list.csv.gz", "gzip -dc <",
			" | csr-import"}},
	{4, "1AY&SY", 6,
		{"compressed with bzip2", "list.csv.bz2", "bzip2 -dc <",
			" | csr-import"}},
	{0,
		"\xFD"
		"7zXZ\0",
		6,
		{"compressed with xz", "list.csv.xz", "xz -dc <",
			" | csr-import"}},
	{0, "\x28\xB5\x2F\xFD", 4,
		{"compressed with zstd", "list.csv.zst", "zstd -dc <",
			" | csr-import"}},
	{0, "7z\xBC\xAF\x27\x1C", 6,
		{"a 7-Zip archive", "list.7z", "7z x ", ""}},
	{0, "Rar!\x1A\x07", 6, {"a RAR archive", "list.rar", "unrar x ", ""}},
	{257, "ustar", 5, {"a tar archive", "list.tar", "tar -xf ", ""}},
	{0, "%PDF-", 5,
		{"a PDF", NULL, "export the list as CSV, not as a page", ""}},
	{0, "SQLite format 3\0", 16,
		{"an SQLite database", "list.db", "sqlite3 -csv -header ",
			" 'SELECT * FROM contacts' | csr-import"}},
	{0, "PAR1\x15", 5,
		{"a Parquet file", NULL,
			"duckdb -csv -c \"FROM 'list.parquet'\" | csr-import",
			""}},
	{4, "Standard Jet DB", 15,
		{"an Access database", "list.mdb", "mdb-export ",
			" contacts | csr-import"}},
	{4, "Standard ACE DB", 15,
		{"an Access database", "list.accdb", "mdb-export ",
			" contacts | csr-import"}},
	{0, "\x89PNG\r\n", 6,
		{"a picture", NULL, "export the list as CSV instead", ""}},
	{0, "\xFF\xD8\xFF", 3,
		{"a picture", NULL, "export the list as CSV instead", ""}},
};

/* How the name of a member of a zip archive begins, and its text. */
static const struct member {
	const char *name;
	struct advice advice;
} members[] = {
	{"xl/workbook.bin", {"a binary Excel workbook (.xlsb)", "list.xlsb",
				    LIBREOFFICE, ""}},
	{"xl/", {"an Excel workbook (.xlsx)", "list.xlsx", "xlsx2csv ",
			" | csr-import"}},
	{"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
		{"an OpenDocument spreadsheet (.ods)", "list.ods", LIBREOFFICE,
			""}},
	{"mimetypeapplication/vnd.oasis.opendocument.",
		{"an OpenDocument file, but no spreadsheet", NULL,
			"copy its table into one and save that as CSV", ""}},
	{"word/", {"a Word document", NULL,
			  "copy its table into a spreadsheet and save that as"
			  " CSV",
			  ""}},
	{"Index/Document.iwa", {"a Numbers document", NULL,
				       "export it as CSV from Numbers", ""}},
	{"", {"a zip archive", "list.zip", "unzip -p ", " | csr-import"}},
};

/* How a text begins, after blanks, whatever its case. */
static const struct beginning {
	const char *text;
	struct advice advice;
} beginnings[] = {
	{"<html", {"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<!doctype html",
		{"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<head", {"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<meta", {"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<style", {"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<table", {"a web page, whatever its name", NULL, SAVE_AS_CSV, ""}},
	{"<?xml", {"XML", NULL, SAVE_AS_CSV, ""}},
	{"{\\rtf", {"a text document (RTF)", NULL,
			   "copy its table into a spreadsheet and save that as"
			   " CSV",
			   ""}},
	{"begin:vcard", {"a file of vCards", NULL,
				"export the contacts as CSV instead", ""}},
	{"-----begin pgp message",
		{"encrypted", "list.csv.asc", "gpg -d <", " | csr-import"}},
};

/* The file's name as it stands in a command. */
static void
add_name(struct buf *out, const char *path, const char *typical)
{
	size_t before = out->len;

	if (path == NULL) {
		buf_add_text(out, typical);
		return;
	}
	/* It must not be taken for an option. */
	if (*path == '-')
		buf_add_text(out, "./");
	shellword_add(out, path);
	if (out->len - before > PATH_SHOWN || out->full) {
		out->len = before;
		out->full = false;
		buf_add_text(out, typical);
	}
}

static int
refuse(const struct advice *advice, const char *path, struct fault *why)
{
	struct buf todo;

	buf_init(&todo, TEXT_MAX);
	buf_add_text(&todo, advice->before);
	if (advice->typical != NULL)
		add_name(&todo, path, advice->typical);
	buf_add_text(&todo, advice->behind);
	fault_set(why, EX_DATAERR, "%.*s: is %s, not CSV: %s", PATH_SHOWN,
		path != NULL ? path : "standard input", advice->what,
		buf_string(&todo));
	buf_release(&todo);
	return -1;
}

/* Is there a member in the archive whose name, with its text, begins so? */
static bool
has_member(const char *bytes, size_t len, const char *name)
{
	const char *end = bytes + len, *at = bytes;
	size_t name_len = strlen(name);

	while ((at = memmem(at, (size_t)(end - at), "PK\3\4", 4)) != NULL) {
		if ((size_t)(end - at) < ZIP_HEADER_SIZE + name_len)
			return false;
		if (memcmp(at + ZIP_HEADER_SIZE, name, name_len) == 0)
			return true;
		at++;
	}
	return false;
}

static int
check_zip(const char *bytes, size_t len, const char *path, struct fault *why)
{
	size_t i = 0;

	while (*members[i].name != '\0' &&
		!has_member(bytes, len, members[i].name))
		i++;
	return refuse(&members[i].advice, path, why);
}

int
filekind_check(const char *bytes, size_t len, const char *path,
	struct fault *why)
{
	const struct magic *magic = magics;

	/* The second is that of an archive without members. */
	if (len >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 ||
				memcmp(bytes, "PK\5\6", 4) == 0))
		return check_zip(bytes, len, path, why);
	for (; magic < magics + sizeof(magics) / sizeof(*magics); magic++)
		if (len >= magic->place + magic->len &&
			memcmp(bytes + magic->place, magic->bytes,
				magic->len) == 0)
			return refuse(&magic->advice, path, why);
	return 0;
}

int
filekind_check_text(const char *text, size_t len, const char *path,
	struct fault *why)
{
	size_t want;

	while (len > 0 && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++) {
		want = strlen(beginnings[i].text);
		if (len >= want &&
			strncasecmp(text, beginnings[i].text, want) == 0)
			return refuse(&beginnings[i].advice, path, why);
	}
	return 0;
}
