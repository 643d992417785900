/* SPDX-License-Identifier: MIT */
/* The file that says how a list is read. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "columnmap.h"
#include "file.h"
#include "tap.h"

static char directory[] = "/tmp/test-columnmap.XXXXXX";

static void
write_file(const char *text)
{
	FILE *file = fopen("map.json", "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		ok(false, "map.json can be written");
}

/* All that a map says, in one line. */
static void
show(const struct columnmap *map, struct buf *out)
{
	for (size_t i = 0; i < map->mapping_count; i++)
		buf_add_format(out, "%s=%s;", map->mappings[i].field,
			map->mappings[i].column);
	if (map->delimiter != '\0')
		buf_add_format(out, "d%c;", map->delimiter);
	if (map->says_quote)
		buf_add_format(out, "q%d;", map->quote);
	if (map->encoding != NULL)
		buf_add_format(out, "e%s;", map->encoding);
	if (map->says_skip)
		buf_add_format(out, "s%zu;", map->skip_rows);
	if (map->says_header)
		buf_add_format(out, "h%d;", map->has_header);
	for (size_t i = 0; i < map->column_count; i++)
		buf_add_format(out, "c%s;", map->columns[i]);
}

static const struct {
	const char *text, *shown, *refusal;
} cases[] = {
	{"{\"map\":{\"phone\":\"Celular\",\"a.b\":\"x=y \\\"\"}}",
		"phone=Celular;a.b=x=y \";", NULL},
	{"{\"map\":{}}", "", NULL},
	/* As csr-auth migrate writes them. */
	{"{\"name\":\"p\",\"description\":\"d\",\"map\":{\"name\":\"Nome\"},"
	 "\"delimiter\":\";\",\"encoding\":\"cp1252\",\"skip_rows\":2,"
	 "\"has_header\":true}",
		"name=Nome;d;;eWINDOWS-1252;s2;h1;", NULL},
	{"{\"encoding\":\"utf-8-sig\",\"delimiter\":\"\\t\"}", "d\t;eUTF-8;",
		NULL},
	{"{\"encoding\":\"ASCII\"}", "eUTF-8;", NULL},
	{"{\"encoding\":\"EUC-JP\"}", "eEUC-JP;", NULL},
	{"{\"quote\":\"\"}", "q0;", NULL},
	{"{\"quote\":\"'\"}", "q39;", NULL},
	{"{\"has_header\":false,\"columns\":[\"a\",\"\",\"é\"]}", "h0;ca;c;cé;",
		NULL},
	{"{\"delimiter\":null,\"skip_rows\":0,\"encoding\":null}", "s0;", NULL},
	{"{}", NULL, "map.json: says nothing of a list"},
	{"{\"id\":\"welcome\"}", NULL, "says nothing of a list"},
	{"[]", NULL, "map.json: is not an object"},
	{"{\"map\":", NULL, "map.json: byte "},
	{"{\"map\":[]}", NULL, "map.json: map: must be an object"},
	{"{\"map\":{\"phone\":5}}", NULL, "map.json: map.phone: must be"},
	{"{\"map\":{\"phone\":\"\"}}", NULL, "map.json: map.phone: must be"},
	{"{\"map\":{\"phone\":\"a\\u0000\"}}", NULL, "map.phone: must be"},
	{"{\"map\":{\"csr\":\"a\"}}", NULL, "map.csr: is no name"},
	{"{\"map\":{\"\":\"a\"}}", NULL, "map.: is no name"},
	{"{\"delimiter\":\"||\"}", NULL, "map.json: delimiter: must be one"},
	{"{\"delimiter\":\"\"}", NULL, "delimiter: must be one"},
	{"{\"delimiter\":\"\\n\"}", NULL, "delimiter: must be one"},
	{"{\"delimiter\":\"é\"}", NULL, "delimiter: must be one"},
	{"{\"delimiter\":1}", NULL, "delimiter: must be one"},
	{"{\"quote\":\"ab\"}", NULL, "map.json: quote: must be"},
	{"{\"encoding\":8}", NULL, "map.json: encoding: must be"},
	{"{\"skip_rows\":-1}", NULL, "map.json: skip_rows: must be"},
	{"{\"skip_rows\":1.5}", NULL, "skip_rows: must be"},
	{"{\"skip_rows\":1e300}", NULL, "skip_rows: must be"},
	{"{\"skip_rows\":\"1\"}", NULL, "skip_rows: must be"},
	{"{\"has_header\":\"yes\"}", NULL, "map.json: has_header: must be"},
	{"{\"columns\":\"a,b\"}", NULL, "map.json: columns: must be"},
	{"{\"columns\":[]}", NULL, "columns: must be"},
	{"{\"columns\":[\"a\",2]}", NULL, "map.json: columns.1: must be"},
};

static void
test_reading(void)
{
	struct columnmap map, again;
	struct buf got, got_again;

	buf_init(&got, SIZE_MAX);
	buf_init(&got_again, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *shown = cases[i].shown;
		struct fault why = {0};
		int result;

		buf_clear(&got);
		buf_clear(&got_again);
		write_file(cases[i].text);
		result = columnmap_read(&map, "map.json", &why);
		if (shown == NULL) {
			ok(result == -1 && why.status == EX_DATAERR &&
					strstr(why.text, cases[i].refusal),
				"map %zu is refused: %s", i + 1, why.text);
			columnmap_release(&map);
			continue;
		}
		show(&map, &got);
		ok(result == 0, "map %zu is read %s", i + 1, why.text);
		ok_bytes(got.len > 0 ? got.data : "", got.len, shown,
			strlen(shown), "map %zu", i + 1);
		/* What is written says the same. */
		ok(columnmap_write(&map, "saved.json", &why) == 0 &&
				columnmap_read(&again, "saved.json", &why) == 0,
			"map %zu is written %s", i + 1, why.text);
		show(&again, &got_again);
		ok_bytes(got.len > 0 ? got.data : "", got.len,
			got_again.len > 0 ? got_again.data : "", got_again.len,
			"map %zu as it was written", i + 1);
		columnmap_release(&map);
		columnmap_release(&again);
	}
	buf_release(&got);
	buf_release(&got_again);
}

static void
test_override(void)
{
	static const struct column_mapping by[] = {{"phone", "B"}, {"x", "C"}};
	struct columnmap map;
	struct fault why = {0};
	struct buf got;

	buf_init(&got, SIZE_MAX);
	write_file("{\"map\":{\"company\":\"C\",\"name\":\"N\","
		   "\"phone\":\"A\"}}");
	ok(columnmap_read(&map, "map.json", &why) == 0, "a map %s", why.text);
	columnmap_override(&map, by, 2);
	show(&map, &got);
	ok_bytes(got.data, got.len, "name=N;phone=B;x=C;", 19,
		"the operator's word goes before the file's");
	columnmap_release(&map);
	buf_release(&got);
}

/* What a list was taken for finds the same columns the next time. */
static void
test_taking(void)
{
	static const struct column_text names[] = {{"Nome", 4}, {"phone", 5},
		{"Cidade", 6}, {"Empresa", 7}};
	static const struct column_mapping mapping = {"firma", "Empresa"};
	struct columnmap map = {0};
	struct columns columns, again;
	struct fault why = {0};
	struct buf got;

	buf_init(&got, SIZE_MAX);
	ok(columns_read(&columns, names, 4, &mapping, 1, "x", &why) == 0,
		"columns");
	columnmap_take(&map, &columns);
	show(&map, &got);
	ok_bytes(got.data, got.len, "name=Nome;firma=Empresa;phone=phone;", 36,
		"what was found and mapped");
	ok(columns_read(&again, names, 4, map.mappings, map.mapping_count, "x",
		   &why) == 0,
		"and again %s", why.text);
	for (size_t i = 0; i < again.count; i++)
		ok(strcmp(columns.list[i].member, again.list[i].member) == 0,
			"%s", again.list[i].member);
	columns_release(&columns);
	columns_release(&again);
	columnmap_release(&map);
	buf_release(&got);
}

/* A file below /dev is one like any other. */
static void
test_writing_to_memory(const struct columnmap *map)
{
	char path[] = "/dev/shm/csr-test.XXXXXX";
	int fd = mkstemp(path);
	struct fault why = {0};
	struct columnmap again;

	if (fd < 0) {
		ok(true, "# SKIP no /dev/shm");
		return;
	}
	close(fd);
	ok(columnmap_write(map, path, &why) == 0 &&
			columnmap_write(map, path, &why) == 0 &&
			columnmap_read(&again, path, &why) == 0 &&
			again.delimiter == ';',
		"twice into /dev/shm: %s", why.text);
	columnmap_release(&again);
	unlink(path);
}

static void
test_writing(void)
{
	struct columnmap map = {.delimiter = ';'};
	struct stat about;
	struct fault why = {0};

	umask(022);
	ok(columnmap_write(&map, "new.json", &why) == 0 &&
			stat("new.json", &about) == 0 &&
			(about.st_mode & 07777) == 0644,
		"others may read it");
	umask(077);
	ok(columnmap_write(&map, "new.json", &why) == 0 &&
			stat("new.json", &about) == 0 &&
			(about.st_mode & 07777) == 0600,
		"but for the umask");
	umask(022);
	ok(symlink("new.json", "link.json") == 0 &&
			columnmap_write(&map, "link.json", &why) == 0 &&
			lstat("link.json", &about) == 0 &&
			S_ISLNK(about.st_mode) &&
			stat("new.json", &about) == 0 &&
			(about.st_mode & 07777) == 0644,
		"a link stays one, and what it leads to is replaced");
	ok(columnmap_write(&map, "none/new.json", &why) == -1 &&
			why.status == EX_CANTCREAT &&
			strncmp(why.text, "none/new.json: ", 15) == 0,
		"no such directory: %s", why.text);
	ok(columnmap_write(&map, "/dev/full", &why) == -1 &&
			why.status == EX_IOERR,
		"a full disk: %s", why.text);
	ok(columnmap_write(&map, "/dev/null", &why) == 0 &&
			stat("/dev/null", &about) == 0 &&
			S_ISCHR(about.st_mode),
		"what is no file stays what it is");
	test_writing_to_memory(&map);
	ok(columnmap_read(&map, "none.json", &why) == -1 &&
			why.status == EX_NOINPUT,
		"no such file: %s", why.text);
}

int
main(void)
{
	if (mkdtemp(directory) == NULL || chdir(directory) != 0)
		return 99;
	test_reading();
	test_override();
	test_taking();
	test_writing();
	/* Nothing lies about that nobody asked for. */
	unlink("map.json");
	unlink("saved.json");
	unlink("new.json");
	unlink("link.json");
	ok(chdir("/") == 0 && rmdir(directory) == 0, "nothing else is left");
	return tap_end();
}
