#include "lines.h"

#include "escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Bars of a directory of which more entries come, and of the last. */
#define BOX_MORE "\xE2\x94\x82   "
#define BOX_DONE "    "
#define BOX_FORK "\xE2\x94\x9C\xE2\x94\x80\xE2\x94\x80 "
#define BOX_LAST "\xE2\x94\x94\xE2\x94\x80\xE2\x94\x80 "

/* --- what stands before a name --- */

/* bars is a row of them with the `|--` of all at its end, so that what stands
 * before an entry of any depth is its end, of *n bytes. */
static const char *
plain_bars(struct lines *l, size_t depth, size_t *n)
{
	struct buf *b = &l->bars;

	*n = 2 * (depth - 1) + 3;
	if (b->len < *n) {
		if (buf_reserve(b, *n) != 0)
			return NULL;
		b->len -= b->len > 0 ? 3 : 0;
		while (b->len < *n - 3)
			(void)buf_put(b, "| ", 2);
		(void)buf_put(b, "|--", 3);
	}
	return b->p + b->len - *n;
}

static int
put_plain(struct lines *l, size_t depth)
{
	size_t n;
	const char *bars = plain_bars(l, depth, &n);

	return bars ? out_put(l->out, bars, n) : -1;
}

/* bars holds those of the entry given last, and of what it is in. */
static int
put_box(struct lines *l, size_t depth, bool last)
{
	size_t end = 0, above = (depth - 1) * sizeof end;

	if (depth > 1)
		memcpy(&end, l->ends.p + above - sizeof end, sizeof end);
	(void)out_put(l->out, l->bars.p, end);
	l->bars.len = end;
	l->ends.len = above;
	if (buf_puts(&l->bars, last ? BOX_DONE : BOX_MORE) != 0 ||
	    buf_put(&l->ends, &l->bars.len, sizeof end) != 0)
		return -1;
	return out_puts(l->out, last ? BOX_LAST : BOX_FORK);
}

static int
put_bars(struct lines *l, size_t depth, bool last)
{
	if (depth == 0)
		return 0;
	return l->o.box ? put_box(l, depth, last) : put_plain(l, depth);
}

static int
digits(uint64_t n)
{
	int d = 1;

	for (; n > 9; n /= 10)
		d++;
	return d;
}

static int
put_columns(struct lines *l, struct entry *e)
{
	char total[24], column[32];

	buf_clear(&l->scratch);
	if (l->o.du) {
		(void)snprintf(total, sizeof total, "%" PRIu64, e->total);
		(void)snprintf(column, sizeof column, "%*s ", l->width,
		    e->unweighed ? "?" : total);
		if (buf_puts(&l->scratch, column) != 0)
			return -1;
	}
	if (l->o.long_listing && long_put(&l->owners, &l->scratch, e) != 0)
		return -1;
	return out_put(l->out, l->scratch.p, l->scratch.len);
}

/* --- names --- */

static int
put_bytes(struct lines *l, const char *s, size_t n)
{
	if (l->o.raw || escape_plain(s, n))
		return out_put(l->out, s, n);
	buf_clear(&l->scratch);
	if (escape_put(&l->scratch, s, n) != 0)
		return -1;
	return out_put(l->out, l->scratch.p, l->scratch.len);
}

static int
put_colored(struct lines *l, const char *s, size_t n, struct color_code code)
{
	if (code.n == 0)
		return put_bytes(l, s, n);
	(void)out_puts(l->out, "\033[");
	(void)out_put(l->out, code.p, code.n);
	(void)out_puts(l->out, "m");
	if (put_bytes(l, s, n) != 0)
		return -1;
	return out_puts(l->out, "\033[0m");
}

static int
put_name(struct lines *l, struct entry *e)
{
	return l->o.colors ? put_colored(l, e->name, e->len,
	    color_of(l->o.colors, e)) : put_bytes(l, e->name, e->len);
}

static int
put_target(struct lines *l, struct entry *e)
{
	const struct stat *st = facts_stat(e);
	struct color_code code = {NULL, 0};
	const struct buf *target;
	const char *s;
	size_t n;

	if (!st || !S_ISLNK(st->st_mode))
		return 0;
	target = facts_target(e);
	if (!target)
		return 0;
	s = target->p;
	n = target->len;
	if (names_read_path(l->o.names, &l->decoded, &s, &n) < 0)
		return -1;
	if (l->o.colors)
		code = color_of_target(l->o.colors, e);
	(void)out_puts(l->out, " -> ");
	return put_colored(l, s, n, code);
}

/* --- the stage --- */

/* Most lines are bars and a name, and there are many: false where this one is
 * not, or has no room at once. */
static bool
put_at_once(struct lines *l, const struct entry *e)
{
	const char *bars;
	size_t n;
	char *to;

	if (l->elaborate || e->depth == 0 || !escape_plain(e->name, e->len) ||
	    !(bars = plain_bars(l, e->depth, &n)) ||
	    !(to = out_room(l->out, n + e->len + 1)))
		return false;
	memcpy(to, bars, n);
	memcpy(to + n, e->name, e->len);
	to[n + e->len] = '\n';
	l->out->len += n + e->len + 1;
	return true;
}

static int
lines_entry(struct stage *s, struct entry *e)
{
	struct lines *l = (struct lines *)s;

	if (put_at_once(l, e))
		return STAGE_GO;
	if (e->depth == 0) {
		/* no total is larger than the root's */
		l->width = digits(e->total);
		if (l->o.no_root)
			return STAGE_GO;
	}
	if ((l->o.du || l->o.long_listing) && put_columns(l, e) != 0)
		return STAGE_FAILED;
	if (put_bars(l, e->depth, e->last) != 0 || put_name(l, e) != 0)
		return STAGE_FAILED;
	if (l->o.long_listing && put_target(l, e) != 0)
		return STAGE_FAILED;
	return out_put(l->out, "\n", 1) == 0 ? STAGE_GO : STAGE_FAILED;
}

/* Messages on standard error say it. */
static int
lines_trouble(struct stage *s, size_t depth, int err)
{
	(void)s;
	(void)depth;
	(void)err;
	return STAGE_GO;
}

/* Under the names; the columns have nothing to say. */
static int
lines_more(struct stage *s, size_t depth, uintmax_t count)
{
	struct lines *l = (struct lines *)s;
	int blank = (l->o.du ? l->width + 1 : 0) +
	    (l->o.long_listing ? LONG_WIDTH : 0);
	char more[48];

	for (int i = 0; i < blank; i++)
		(void)out_put(l->out, " ", 1);
	(void)snprintf(more, sizeof more, "[+%ju more]\n", count);
	if (put_bars(l, depth, true) != 0 || out_puts(l->out, more) != 0)
		return STAGE_FAILED;
	return STAGE_GO;
}

static int
lines_end(struct stage *s)
{
	(void)s;
	return STAGE_GO;
}

void
lines_init(struct lines *l, const struct lines_options *o, struct out *out)
{
	*l = (struct lines){.o = *o, .out = out, .elaborate = o->box ||
	    o->du || o->long_listing || o->colors};
	l->stage = (struct stage){lines_entry, lines_trouble, lines_more,
	    lines_end, NULL};
}

void
lines_free(struct lines *l)
{
	buf_free(&l->bars);
	buf_free(&l->ends);
	buf_free(&l->scratch);
	buf_free(&l->decoded);
	long_free(&l->owners);
}
