#include "color.h"

#include "ascii.h"
#include "grow.h"

#include <stdlib.h>
#include <string.h>

static const char key_names[COLOR_KEYS][3] = {
	"di", "fi", "ln", "pi", "so", "cd", "bd", "ex", "su", "sg", "tw", "ow",
	"st", "or", "mi"
};

/* What decides where nothing else does. */
static const enum color_key of_type[] = {
	[WALK_UNKNOWN] = COLOR_FILE, [WALK_DIR] = COLOR_DIR,
	[WALK_FILE] = COLOR_FILE, [WALK_LINK] = COLOR_LINK,
	[WALK_FIFO] = COLOR_FIFO, [WALK_SOCKET] = COLOR_SOCKET,
	[WALK_CHAR] = COLOR_CHAR, [WALK_BLOCK] = COLOR_BLOCK
};

static const char plain[] = "di=01;34:ln=01;36:pi=33:so=01;35:bd=01;33:"
    "cd=01;33";

/* --- reading LS_COLORS --- */

static int
add_name(struct colors *c, struct color_code ending, struct color_code code)
{
	struct color_name *names = grow_array(c->names, c->n, &c->cap,
	    sizeof *names);

	if (!names)
		return -1;
	c->names = names;
	c->names[c->n++] = (struct color_name){ending, code};
	return 0;
}

/* A KEY=CODE between colons; what is none is left out. */
static int
take(struct colors *c, const char *p, size_t n)
{
	const char *equals = memchr(p, '=', n);
	struct color_code code;
	size_t key;

	if (!equals)
		return 0;
	key = (size_t)(equals - p);
	code = (struct color_code){equals + 1, n - key - 1};
	if (key == 2 && memcmp(p, "ln", 2) == 0)
		c->link_as_target = code.n == 6 &&
		    memcmp(code.p, "target", 6) == 0;
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] != ';' && (code.p[i] < '0' || code.p[i] > '9'))
			return 0;
	/* as ls(1) has it, 0 and 00 stand for no colour */
	if (strspn(code.p, "0") >= code.n)
		code.n = 0;
	if (key > 1 && p[0] == '*')
		return add_name(c, (struct color_code){p + 1, key - 1}, code);
	for (int i = 0; i < COLOR_KEYS; i++)
		if (key == 2 && memcmp(p, key_names[i], 2) == 0)
			c->keys[i] = code;
	return 0;
}

int
colors_init(struct colors *c, const char *ls_colors)
{
	*c = (struct colors){.n = 0};
	for (const char *p = ls_colors ? ls_colors : plain; *p;) {
		size_t n = strcspn(p, ":");

		if (take(c, p, n) != 0)
			return -1;
		p += n + (p[n] == ':');
	}
	return 0;
}

/* --- asking --- */

static bool
one_set(const struct colors *c, enum color_key from, enum color_key to)
{
	for (enum color_key k = from; k <= to; k++)
		if (c->keys[k].n > 0)
			return true;
	return false;
}

static bool
asks_of_files(const struct colors *c)
{
	return one_set(c, COLOR_EXEC, COLOR_SETGID);
}

static bool
asks_of_dirs(const struct colors *c)
{
	return one_set(c, COLOR_STICKY_OTHER, COLOR_STICKY);
}

static bool
asks_of_links(const struct colors *c)
{
	return c->link_as_target || c->keys[COLOR_ORPHAN].n > 0;
}

unsigned
colors_facts(const struct colors *c)
{
	unsigned which = 0;

	if (asks_of_files(c) || asks_of_dirs(c))
		which |= FACTS_STAT;
	if (asks_of_links(c) || c->keys[COLOR_MISSING].n > 0)
		which |= FACTS_LEADS;
	return which;
}

/* The last ending that fits, without the case of letters, as ls(1) does. */
static struct color_code
by_name(const struct colors *c, const struct entry *e)
{
	for (size_t i = c->n; i-- > 0;) {
		struct color_code end = c->names[i].ending;

		if (end.n <= e->len && ascii_same(e->name + e->len - end.n,
		    end.n, end.p, end.n))
			return c->names[i].code;
	}
	return c->keys[COLOR_FILE];
}

static struct color_code
first_set(const struct colors *c, enum color_key key, enum color_key other)
{
	return c->keys[key].n > 0 ? c->keys[key] : c->keys[other];
}

static struct color_code
of_dir(const struct colors *c, mode_t mode)
{
	bool sticky = mode & S_ISVTX, writable = mode & S_IWOTH;

	if (sticky && writable && c->keys[COLOR_STICKY_OTHER].n > 0)
		return c->keys[COLOR_STICKY_OTHER];
	if (writable && c->keys[COLOR_OTHER_WRITABLE].n > 0)
		return c->keys[COLOR_OTHER_WRITABLE];
	return sticky ? first_set(c, COLOR_STICKY, COLOR_DIR) :
	    c->keys[COLOR_DIR];
}

static struct color_code
of_file(const struct colors *c, mode_t mode, const struct entry *e)
{
	if ((mode & S_ISUID) && c->keys[COLOR_SETUID].n > 0)
		return c->keys[COLOR_SETUID];
	if ((mode & S_ISGID) && c->keys[COLOR_SETGID].n > 0)
		return c->keys[COLOR_SETGID];
	if ((mode & (S_IXUSR | S_IXGRP | S_IXOTH)) &&
	    c->keys[COLOR_EXEC].n > 0)
		return c->keys[COLOR_EXEC];
	return by_name(c, e);
}

static struct color_code
of_mode(const struct colors *c, mode_t mode, const struct entry *e)
{
	if (S_ISDIR(mode))
		return of_dir(c, mode);
	if (S_ISREG(mode))
		return of_file(c, mode, e);
	return c->keys[of_type[walk_type_of(mode)]];
}

static struct color_code
of_link(const struct colors *c, struct entry *e)
{
	mode_t mode = asks_of_links(c) ? facts_leads(e) : 0;

	if (asks_of_links(c) && mode == 0)
		return first_set(c, COLOR_ORPHAN, COLOR_LINK);
	return c->link_as_target ? of_mode(c, mode, e) : c->keys[COLOR_LINK];
}

struct color_code
color_of(const struct colors *c, struct entry *e)
{
	const struct stat *st = NULL;

	if (e->type == WALK_LINK)
		return of_link(c, e);
	if (e->type == WALK_DIR ? asks_of_dirs(c) : asks_of_files(c) &&
	    (e->type == WALK_FILE || e->type == WALK_UNKNOWN))
		st = facts_stat(e);
	if (st && S_ISLNK(st->st_mode))
		return of_link(c, e);
	if (st)
		return of_mode(c, st->st_mode, e);
	if (e->type == WALK_FILE || e->type == WALK_UNKNOWN)
		return by_name(c, e);
	return c->keys[of_type[e->type]];
}

struct color_code
color_of_target(const struct colors *c, struct entry *e)
{
	static const struct color_code none;

	return c->keys[COLOR_MISSING].n > 0 && facts_leads(e) == 0 ?
	    c->keys[COLOR_MISSING] : none;
}

void
colors_free(struct colors *c)
{
	free(c->names);
}
