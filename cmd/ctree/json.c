#include "json.h"

#include "escape.h"
#include "grow.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct json_level {
	bool filled;          /* "contents" was begun */
	int err;
	uintmax_t more;
};

static const char *const type_names[] = {
	[WALK_UNKNOWN] = "unknown", [WALK_DIR] = "directory",
	[WALK_FILE] = "file", [WALK_LINK] = "link", [WALK_FIFO] = "fifo",
	[WALK_SOCKET] = "socket", [WALK_CHAR] = "char", [WALK_BLOCK] = "block"
};

/* --- values --- */

/* A character that JSON or a terminal would take for something else. */
static void
put_escaped(struct out *out, uint32_t cp)
{
	char text[16];

	if (cp == '"' || cp == '\\')
		(void)snprintf(text, sizeof text, "\\%c", (int)cp);
	else
		(void)snprintf(text, sizeof text, "\\u%04" PRIX32, cp);
	(void)out_puts(out, text);
}

/* What is not UTF-8 becomes U+FFFD. */
static void
put_string(struct out *out, const char *s, size_t n)
{
	(void)out_put(out, "\"", 1);
	while (n > 0) {
		uint32_t cp = 0;
		size_t len = utf8_next(s, n, &cp);

		if (len == 0) {
			(void)out_puts(out, "\xEF\xBF\xBD");
			len = 1;
		} else if (cp == '"' || cp == '\\' ||
		    !escape_needless(s, len)) {
			put_escaped(out, cp);
		} else {
			(void)out_put(out, s, len);
		}
		s += len;
		n -= len;
	}
	(void)out_put(out, "\"", 1);
}

static void
put_key(struct out *out, const char *key)
{
	(void)out_puts(out, ",\"");
	(void)out_puts(out, key);
	(void)out_puts(out, "\":");
}

static void
put_number(struct out *out, const char *key, uintmax_t n)
{
	char text[24];

	put_key(out, key);
	(void)snprintf(text, sizeof text, "%ju", n);
	(void)out_puts(out, text);
}

static void
put_text(struct out *out, const char *key, const char *s)
{
	put_key(out, key);
	put_string(out, s, strlen(s));
}

static void
put_bytes(struct out *out, const char *key, const char *s, size_t n)
{
	char hex[3];

	put_key(out, key);
	(void)out_put(out, "\"", 1);
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(hex, sizeof hex, "%02x", (unsigned char)s[i]);
		(void)out_put(out, hex, 2);
	}
	(void)out_put(out, "\"", 1);
}

/* --- an entry --- */

static int
put_target(struct json *j, struct entry *e)
{
	const struct buf *target = facts_target(e);
	const char *s;
	size_t n;
	int r;

	if (!target)
		return 0;
	s = target->p;
	n = target->len;
	r = names_read_path(j->o.names, &j->scratch, &s, &n);
	if (r < 0)
		return -1;
	put_key(j->out, "target");
	put_string(j->out, s, n);
	if (r || !utf8_valid(s, n))
		put_bytes(j->out, "target_bytes", target->p, target->len);
	return 0;
}

static int
put_long(struct json *j, struct entry *e)
{
	const struct stat *st = facts_stat(e);
	const char *user, *group;
	char text[40];
	struct tm tm;

	if (!st)
		return 0;
	user = long_name(&j->owners, LONG_USER, st->st_uid);
	group = long_name(&j->owners, LONG_GROUP, st->st_gid);
	if (!user || !group)
		return -1;
	(void)snprintf(text, sizeof text, "%04o",
	    (unsigned)(st->st_mode & 07777));
	put_text(j->out, "mode", text);
	put_text(j->out, "user", user);
	put_text(j->out, "group", group);
	put_number(j->out, "size", (uintmax_t)st->st_size);
	if (gmtime_r(&st->st_mtime, &tm) &&
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0)
		put_text(j->out, "time", text);
	return S_ISLNK(st->st_mode) ? put_target(j, e) : 0;
}

/* A list does not tell types; with -l the system does. */
static enum walk_type
type_of(const struct json *j, struct entry *e)
{
	const struct stat *st;

	if (e->type != WALK_UNKNOWN || !j->o.long_listing)
		return e->type;
	st = facts_stat(e);
	return st ? walk_type_of(st->st_mode) : WALK_UNKNOWN;
}

/* The object but for its closing brace. */
static int
put_entry(struct json *j, struct entry *e)
{
	(void)out_puts(j->out, "{\"type\":\"");
	(void)out_puts(j->out, type_names[type_of(j, e)]);
	(void)out_puts(j->out, "\",\"name\":");
	put_string(j->out, e->name, e->len);
	if (e->bytes != e->name || !utf8_valid(e->name, e->len))
		put_bytes(j->out, "bytes", e->bytes, e->nbytes);
	if (e->followed && e->depth > 0) {
		put_key(j->out, "followed");
		(void)out_puts(j->out, "true");
	}
	if (j->o.du && !e->unweighed)
		put_number(j->out, "du", e->total);
	return j->o.long_listing ? put_long(j, e) : 0;
}

/* --- nesting --- */

static int
open_level(struct json *j)
{
	struct json_level *levels = grow_array(j->levels, j->open, &j->cap,
	    sizeof *levels);

	if (!levels)
		return -1;
	j->levels = levels;
	j->levels[j->open++] = (struct json_level){.filled = false};
	return 0;
}

/* Close all directories but the first `depth`. */
static void
close_levels(struct json *j, size_t depth)
{
	while (j->open > depth) {
		const struct json_level *l = &j->levels[--j->open];

		if (l->filled)
			(void)out_puts(j->out, "\n]");
		if (l->err)
			put_text(j->out, "error", strerror(l->err));
		if (l->more > 0)
			put_number(j->out, "more", l->more);
		(void)out_puts(j->out, "}");
	}
}

/* What goes between the entry and what stands before it. */
static void
separate(struct json *j, size_t depth)
{
	bool *filled = depth == 0 ? &j->begun : &j->levels[depth - 1].filled;

	if (*filled)
		(void)out_puts(j->out, ",\n");
	else
		(void)out_puts(j->out, depth == 0 ? "[\n" :
		    ",\"contents\":[\n");
	*filled = true;
}

/* --- the stage --- */

static int
json_entry(struct stage *s, struct entry *e)
{
	struct json *j = (struct json *)s;

	close_levels(j, e->depth);
	separate(j, e->depth);
	if (put_entry(j, e) != 0)
		return STAGE_FAILED;
	if (e->type == WALK_DIR || e->depth == 0)
		return open_level(j) == 0 && !j->out->err ? STAGE_GO :
		    STAGE_FAILED;
	return out_puts(j->out, "}") == 0 ? STAGE_GO : STAGE_FAILED;
}

static int
json_trouble(struct stage *s, size_t depth, int err)
{
	struct json *j = (struct json *)s;

	if (depth < j->open)
		j->levels[depth].err = err;
	return STAGE_GO;
}

static int
json_more(struct stage *s, size_t depth, uintmax_t count)
{
	struct json *j = (struct json *)s;

	close_levels(j, depth);
	j->levels[depth - 1].more = count;
	return STAGE_GO;
}

static int
json_end(struct stage *s)
{
	struct json *j = (struct json *)s;
	const struct stats *stats = j->o.stats;

	close_levels(j, 0);
	if (stats) {
		separate(j, 0);
		(void)out_puts(j->out, "{\"type\":\"report\"");
		put_number(j->out, "directories", stats->dirs);
		put_number(j->out, "files", stats->files);
		put_number(j->out, "links", stats->links);
		put_number(j->out, "others", stats->others);
		put_number(j->out, "undecodable", stats->unreadable);
		(void)out_puts(j->out, "}");
	}
	return out_puts(j->out, j->begun ? "\n]\n" : "[]\n") == 0 ?
	    STAGE_GO : STAGE_FAILED;
}

void
json_init(struct json *j, const struct json_options *o, struct out *out)
{
	*j = (struct json){.o = *o, .out = out};
	j->stage = (struct stage){json_entry, json_trouble, json_more,
	    json_end, NULL};
}

void
json_free(struct json *j)
{
	free(j->levels);
	buf_free(&j->scratch);
	long_free(&j->owners);
}
