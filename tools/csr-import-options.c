/* SPDX-License-Identifier: MIT */
/* csr-import: its options, and the map file behind them. */
#include <stdlib.h>
#include <string.h>

#include "csr-import.h"
#include "number.h"
#include "options.h"
#include "xalloc.h"

enum { LINES_MOST = 1000000, PREVIEW_MOST = 10000 };

enum {
	KEY_COLUMNS = OPTIONS_LONG,
	KEY_DELIMITER,
	KEY_ENCODING,
	KEY_FORMAT,
	KEY_HEADER,
	KEY_MAP_FILE,
	KEY_NO_HEADER,
	KEY_PREVIEW,
	KEY_QUOTE,
	KEY_SAVE_MAP,
	KEY_SHARD,
	KEY_SKIP,
	KEY_STRICT
};

static const struct option_row rows[] = {{KEY_COLUMNS, "columns", "NAME,...",
						 "what the columns are called, "
						 "when the first row is data"},
	{KEY_DELIMITER, "delimiter", "CHAR",
		"what separates the cells: a character, comma, semicolon, tab,"
		" pipe or space"},
	{KEY_ENCODING, "encoding", "NAME",
		"the encoding of the lists, as iconv calls it"},
	{KEY_FORMAT, "format", "FORMAT", "the lists are csv, or json"},
	{KEY_HEADER, "header", NULL, "the first row names the columns"},
	{'m', "map", "FIELD=COLUMN", "call the column COLUMN FIELD"},
	{KEY_MAP_FILE, "map-file", "FILE", "read the lists as FILE says"},
	{KEY_NO_HEADER, "no-header", NULL, "the first row is data"},
	{KEY_PREVIEW, "preview", "ROWS",
		"show how a list is read, and its first ROWS records"},
	{KEY_QUOTE, "quote", "CHAR",
		"what cells are quoted by: a character, double, single or"
		" none"},
	{KEY_SAVE_MAP, "save-map", "FILE",
		"write to FILE how the list is read"},
	{KEY_SHARD, "shard", "I/N", "write only part I of N of the rows"},
	{KEY_SKIP, "skip", "LINES", "leave out the first LINES lines"},
	{KEY_STRICT, "strict", NULL, "exit 1 when a row is invalid"}, {0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Turn contact lists, in CSV or JSON, into records.", rows};

static void
add_mapping(struct import_options *options, const char *field,
	const char *column)
{
	options->mappings = xreallocarray(options->mappings,
		options->mapping_count + 1, sizeof(*options->mappings));
	options->mappings[options->mapping_count++] =
		(struct column_mapping){.field = field, .column = column};
}

static void
take_mapping(struct import_options *options, char *text)
{
	char *equals = strchr(text, '=');

	if (equals == NULL || equals == text || equals[1] == '\0')
		options_fail("--map: \"%s\" is not FIELD=COLUMN, like"
			     " phone=Celular",
			text);
	*equals = '\0';
	if (strcmp(text, "csr") == 0)
		options_fail("--map: the name csr is reserved");
	add_mapping(options, text, equals + 1);
}

static void
take_columns(struct import_options *options, char *text)
{
	free(options->columns);
	options->columns = NULL;
	options->column_count = 0;
	for (char *comma = text; comma != NULL; text = comma + 1) {
		comma = strchr(text, ',');
		if (comma != NULL)
			*comma = '\0';
		options->columns = xreallocarray(options->columns,
			options->column_count + 1, sizeof(*options->columns));
		options->columns[options->column_count++] = text;
		if (comma == NULL)
			break;
	}
}

static char
take_character(const char *option, const char *argument)
{
	int character = dialect_character(argument);

	if (character < 0 || (character == 0 && strcmp(option, "quote") != 0))
		options_fail("--%s: \"%s\" is not a character that could be"
			     " one; write it, or its name",
			option, argument);
	return (char)character;
}

static void
take_format(struct import_options *options, const char *argument)
{
	if (strcmp(argument, "csv") == 0)
		options->format = LIST_CSV;
	else if (strcmp(argument, "json") == 0 ||
		 strcmp(argument, "ndjson") == 0)
		options->format = LIST_JSON;
	else
		options_fail("--format: \"%s\" is neither csv nor json",
			argument);
}

/* Those that say how cells stand in a list. */
static void
take_csv_option(struct import_options *opt, int key, struct options *options)
{
	switch (key) {
	case KEY_COLUMNS:
		opt->csv_option = "columns";
		take_columns(opt, options_argument(options));
		break;
	case KEY_DELIMITER:
		opt->csv_option = "delimiter";
		opt->dialect.delimiter =
			take_character("delimiter", options_argument(options));
		opt->told.delimiter = true;
		break;
	case KEY_QUOTE:
		opt->csv_option = "quote";
		opt->dialect.quote =
			take_character("quote", options_argument(options));
		opt->told.quote = true;
		break;
	case KEY_SKIP:
		opt->csv_option = "skip";
		opt->dialect.skip =
			(size_t)options_number(options, 0, LINES_MOST);
		opt->told.skip = true;
		break;
	case KEY_HEADER:
	case KEY_NO_HEADER:
		opt->csv_option = key == KEY_HEADER ? "header" : "no-header";
		opt->dialect.has_header = key == KEY_HEADER;
		opt->told.header = true;
		break;
	}
}

static void
take_option(struct import_options *opt, int key, struct options *options)
{
	struct fault why;

	switch (key) {
	case 'm':
		take_mapping(opt, options_argument(options));
		break;
	case KEY_ENCODING:
		opt->encoding = options_argument(options);
		break;
	case KEY_FORMAT:
		take_format(opt, options_argument(options));
		break;
	case KEY_MAP_FILE:
		opt->map_path = options_argument(options);
		break;
	case KEY_PREVIEW:
		opt->preview_rows =
			(size_t)options_number(options, 1, PREVIEW_MOST);
		break;
	case KEY_SAVE_MAP:
		opt->save_path = options_argument(options);
		/* Standard output is for the records. */
		if (*opt->save_path == '\0' || strcmp(opt->save_path, "-") == 0)
			options_fail("--save-map: name a file");
		break;
	case KEY_SHARD:
		shard_release(&opt->shard);
		if (shard_parse(&opt->shard, options_argument(options), &why) !=
			0)
			options_fail("--shard: %s", why.text);
		break;
	case KEY_STRICT:
		opt->is_strict = true;
		break;
	default:
		take_csv_option(opt, key, options);
	}
}

/* What the file says of the cells, unless an option does. */
static void
merge_dialect(struct import_options *opt)
{
	const struct columnmap *file = &opt->file;

	if (file->delimiter != '\0' && !opt->told.delimiter) {
		opt->dialect.delimiter = file->delimiter;
		opt->told.delimiter = true;
	}
	if (file->says_quote && !opt->told.quote) {
		opt->dialect.quote = file->quote;
		opt->told.quote = true;
	}
	if (file->says_skip && !opt->told.skip) {
		opt->dialect.skip = file->skip_rows;
		opt->told.skip = true;
	}
	/* One that has names is looked at all the same, for this may not. */
	if (file->says_header && !file->has_header && !opt->told.header &&
		opt->columns == NULL)
		opt->told.header = true;
	if (file->columns == NULL || opt->columns != NULL ||
		(opt->told.header && opt->dialect.has_header))
		return;
	opt->column_count = file->column_count;
	opt->columns = xcalloc(file->column_count, sizeof(*opt->columns));
	for (size_t i = 0; i < file->column_count; i++)
		opt->columns[i] = file->columns[i];
}

static int
merge_file(struct import_options *opt, struct fault *why)
{
	if (opt->map_path == NULL)
		return 0;
	if (columnmap_read(&opt->file, opt->map_path, why) != 0)
		return -1;
	if (opt->encoding == NULL)
		opt->encoding = opt->file.encoding;
	columnmap_override(&opt->file, opt->mappings, opt->mapping_count);
	opt->mapping_count = 0;
	for (size_t i = 0; i < opt->file.mapping_count; i++)
		add_mapping(opt, opt->file.mappings[i].field,
			opt->file.mappings[i].column);
	merge_dialect(opt);
	return 0;
}

/* Is the first row data, or does it name the columns? */
static void
settle_header(struct import_options *opt)
{
	if (opt->told.header && opt->dialect.has_header && opt->columns != NULL)
		options_fail("--columns is for lists whose first row does not"
			     " name them; leave --header out");
	opt->is_bare = opt->columns != NULL ||
		       (opt->told.header && !opt->dialect.has_header);
	/* A mapping names a column, so there are names. */
	if (!opt->is_bare && !opt->told.header && opt->mapping_count > 0) {
		opt->dialect.has_header = true;
		opt->told.header = true;
	}
}

int
import_parse_options(struct import_options *opt, int argc, char *argv[],
	struct fault *why)
{
	static char standard_input[] = "-", *no_operands[] = {standard_input};
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END)
		take_option(opt, key, options);
	opt->files = options_operands(options, &opt->file_count);
	if (opt->file_count == 0) {
		opt->files = no_operands;
		opt->file_count = 1;
	}
	options_close(options);
	if (opt->save_path != NULL && opt->file_count > 1)
		options_fail("--save-map: is for one list, not %zu",
			opt->file_count);
	if (merge_file(opt, why) != 0)
		return -1;
	settle_header(opt);
	return 0;
}

void
import_options_release(struct import_options *options)
{
	free(options->columns);
	free(options->mappings);
	columnmap_release(&options->file);
	shard_release(&options->shard);
}
