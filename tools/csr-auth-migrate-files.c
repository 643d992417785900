/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: the templates and the column presets. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "csr-auth-migrate-collection.h"
#include "msg.h"
#include "oldpreset.h"
#include "oldtemplate.h"
#include "template.h"
#include "xalloc.h"

/* What csr-render would say to it; NULL: nothing. */
static const char *
refusal(const struct buf *text, struct fault *why)
{
	struct template *template = template_parse(text->data, text->len, why);

	if (template == NULL)
		return why->text;
	template_close(template);
	return NULL;
}

static void
tell_template(struct collection *collection, const struct oldtemplate *found,
	const char *id, const char *name, const struct buf *text,
	struct buf *notes)
{
	struct migration *migration = collection->migration;
	bool is_for_whatsapp = oldtemplate_is_for_whatsapp(found->doc);
	struct buf note;
	struct fault why;
	const char *wrong = is_for_whatsapp ? refusal(text, &why) : NULL;

	buf_init(&note, 64 * 1024);
	if (strcmp(id, name) != 0)
		buf_add_format(&note, "; its id was \"%.100s\"", id);
	if (!is_for_whatsapp)
		buf_add_text(&note, "; it is for e-mail");
	if (notes->len > 0)
		buf_add_format(&note, "; %s", buf_string(notes));
	migration_took(migration, "templates/%s.json: from %s%s", name,
		collection->path, buf_string(&note));
	if (wrong != NULL)
		migration_to_mend(migration,
			"templates/%s.json: csr-render refuses it: %s", name,
			wrong);
	buf_release(&note);
}

static int
put_template(struct collection *collection, const struct oldtemplate *found,
	const char *id, const struct buf *body, struct fault *why)
{
	char name[SAFENAME_SIZE], file[SAFENAME_SIZE + sizeof(".json")];
	struct buf text, notes;
	bool is_new;
	int result;

	safenames_take(collection->names, id, strlen(id), body->data, body->len,
		name);
	snprintf(file, sizeof(file), "%s.json", name);
	buf_init(&text, SIZE_MAX);
	buf_init(&notes, SIZE_MAX);
	oldtemplate_write(found->doc, name, &text, &notes);
	result = migration_put(collection->migration, "templates", file, &text,
		collection->path, &is_new, why);
	if (result == 0 && is_new)
		tell_template(collection, found, id, name, &text, &notes);
	buf_release(&text);
	buf_release(&notes);
	return result;
}

static int
take_template(const struct oldtemplate *found, void *context, struct fault *why)
{
	struct collection *collection = context;
	const char *id = found->id != NULL ? found->id : collection->stem;
	struct buf body, notes;
	int seen, result = 0;

	if (found->doc == NULL && collection_is_full(collection))
		return 1;
	if (found->doc == NULL) {
		collection->damaged++;
		migration_damaged(collection->migration,
			"%s: %s%sholds no template; it was skipped",
			collection->path, found->id != NULL ? found->id : "",
			found->id != NULL ? ": " : "");
		return 0;
	}
	buf_init(&body, SIZE_MAX);
	buf_init(&notes, SIZE_MAX);
	oldtemplate_write(found->doc, id, &body, &notes);
	seen = collection_look_up(collection, id, &body);
	if (seen == 2 && collection->is_copy && found->id != NULL) {
		msg_info("%s: \"%.100s\" is another one than what was in use:"
			 " that one is taken",
			collection->path, id);
	} else if (seen != 1 && collection_is_full(collection)) {
		result = 1;
	} else if (seen != 1) {
		result = put_template(collection, found, id, &body, why);
		collection_remember(collection, id, &body);
	}
	buf_release(&body);
	buf_release(&notes);
	return result;
}

static int
read_json(struct collection *collection, const struct buf *text,
	struct fault *why)
{
	int result = oldtemplate_each(text->data != NULL ? text->data : "",
		text->len, collection->path, take_template, collection, why);

	return result < 0 ? -1 : 0;
}

static int
read_yaml(struct collection *collection, const struct buf *text,
	struct fault *why)
{
	int result = oldtemplate_each_yaml(text->data != NULL ? text->data : "",
		text->len, collection->path, take_template, collection, why);

	return result < 0 ? -1 : 0;
}

/* What was in use goes before what may be an older copy. */
static int
read_templates(struct collection *collection, const char *data,
	struct fault *why)
{
	static const char *const json[] = {".json", NULL};
	static const char *const yaml[] = {".yaml", ".yml", NULL};
	static const char *const others[] = {"index.json", "categories.json",
		"search_index.json", "recommendations.json", NULL};
	static const char *const copies[] = {"exports", "templates/exports"};
	char *own = oldfile_path(data, "templates"), *directory;
	int result;

	result = collection_read_all(collection, own, json, others, read_json,
		why);
	if (result == 0)
		result = collection_read_one(collection, data,
			"whatsapp_multi_templates.json", read_json, why);
	collection->is_copy = true;
	if (result == 0)
		result = collection_read_all(collection, own, yaml, NULL,
			read_yaml, why);
	for (size_t i = 0; result == 0 && i < 2; i++) {
		directory = oldfile_path(data, copies[i]);
		result = collection_read_all(collection, directory, json, NULL,
			read_json, why);
		free(directory);
	}
	free(own);
	return result;
}

int
migrate_templates(struct migration *migration, struct fault *why)
{
	struct collection collection = {.migration = migration,
		.names = safenames_new()};
	int result = read_templates(&collection, migration->old.data, why);

	collection_forget(&collection);
	return result;
}

static void
tell_preset(struct collection *collection, const struct oldpreset *preset,
	const char *name, struct buf *notes)
{
	struct migration *migration = collection->migration;
	struct buf path, line;

	buf_init(&path, SIZE_MAX);
	buf_init(&line, SIZE_MAX);
	buf_add_format(&path, "%s/presets/%s.json", migration->directory, name);
	oldpreset_command(preset, buf_string(&path), &line, notes);
	migration_took(migration, "presets/%s.json: from %s: %s", name,
		collection->path, buf_string(&line));
	if (notes->len > 0)
		migration_to_mend(migration, "presets/%s.json: %s", name,
			buf_string(notes));
	buf_release(&path);
	buf_release(&line);
}

static int
put_preset(struct collection *collection, struct oldpreset *preset,
	struct buf *notes, struct fault *why)
{
	char name[SAFENAME_SIZE], file[SAFENAME_SIZE + sizeof(".json")];
	struct buf text;
	bool is_new;
	int result = 0;

	if (preset->name == NULL)
		preset->name = xstrdup(collection->stem);
	buf_init(&text, SIZE_MAX);
	oldpreset_write(preset, &text);
	if (collection_look_up(collection, preset->name, &text) != 1 &&
		!collection_is_full(collection)) {
		safenames_take(collection->names, preset->name,
			strlen(preset->name), text.data, text.len, name);
		snprintf(file, sizeof(file), "%s.json", name);
		result = migration_put(collection->migration, "presets", file,
			&text, collection->path, &is_new, why);
		if (result == 0 && is_new)
			tell_preset(collection, preset, name, notes);
		collection_remember(collection, preset->name, &text);
	}
	buf_release(&text);
	return result;
}

static int
read_preset(struct collection *collection, const struct buf *text,
	struct fault *why)
{
	struct oldpreset preset;
	struct fault where;
	struct buf notes;
	int result;

	buf_init(&notes, SIZE_MAX);
	if (oldpreset_read(&preset, text->data != NULL ? text->data : "",
		    text->len, &notes, &where) != 0)
		result = fault_set(why, EX_DATAERR, "%s: %s", collection->path,
			where.text);
	else
		result = put_preset(collection, &preset, &notes, why);
	oldpreset_release(&preset);
	buf_release(&notes);
	return result;
}

int
migrate_presets(struct migration *migration, struct fault *why)
{
	static const char *const json[] = {".json", NULL};
	struct collection collection = {.migration = migration,
		.names = safenames_new()};
	int result;

	result = collection_read_all(&collection, migration->old.presets, json,
		NULL, read_preset, why);
	if (result == 0)
		result = collection_read_all(&collection, migration->old.maps,
			json, NULL, read_preset, why);
	collection_forget(&collection);
	return result;
}
