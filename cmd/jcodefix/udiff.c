#include "udiff.h"

#include "linecount.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CONTEXT 3

struct udiff {
	struct out *o;
	const char *text, *end;
	const struct edit *edits_end;
	udiff_show *show;
	void *ctx;
	struct buf line, shown;   /* only where there is a show */
};

/* Where a line begins, and the first edit that is not before it. */
struct place {
	const char *p;
	const struct edit *edit;
};

/*
 * A line with its edits.  What is empty and not terminated is no line: the old
 * text has none where the edits add one to its end, and the new text has none
 * where they take all of it.
 */
struct line {
	const char *p, *end;   /* without the newline */
	bool terminated;
	const struct edit *edits, *edits_end;
};

struct hunk {
	struct place begin, end;
	uint64_t old_lines, new_lines;
};

/* The line at a place, which moves behind it.  False at the end of the text. */
static bool
next_line(const struct udiff *d, struct place *at, struct line *l)
{
	const char *newline;

	if (at->p == d->end && at->edit == d->edits_end)
		return false;
	newline = memchr(at->p, '\n', (size_t)(d->end - at->p));
	*l = (struct line){.p = at->p, .end = newline ? newline : d->end,
	    .terminated = newline, .edits = at->edit};
	while (at->edit < d->edits_end &&
	    (!newline || d->text + at->edit->at <= newline))
		at->edit++;
	l->edits_end = at->edit;
	at->p = newline ? newline + 1 : d->end;
	return true;
}

static bool
is_changed(const struct line *l)
{
	return l->edits < l->edits_end;
}

static bool
is_old(const struct line *l)
{
	return l->terminated || l->p < l->end;
}

static bool
is_new(const struct line *l)
{
	size_t n = (size_t)(l->end - l->p);

	if (l->terminated)
		return true;
	for (const struct edit *e = l->edits; e < l->edits_end; e++) {
		if (e->with_len > 0)
			return true;
		n -= e->len;
	}
	return n > 0;
}

/* The beginning of the line that is `lines` before the one that holds p. */
static const char *
line_begin(const char *text, const char *p, int lines)
{
	for (; p > text; p--)
		if (p[-1] == '\n' && lines-- == 0)
			break;
	return p;
}

/* The hunk that begins with the next edit, which there is. */
static struct hunk
find_hunk(const struct udiff *d, const struct edit *next)
{
	struct hunk h = {.begin = {line_begin(d->text, d->text + next->at,
	    CONTEXT), next}};
	struct place at = h.begin;
	struct line l;
	uint64_t old_lines = 0, new_lines = 0;
	int same = 0;  /* lines since the last change */

	while (next_line(d, &at, &l)) {
		old_lines += is_old(&l);
		new_lines += is_new(&l);
		same = is_changed(&l) ? 0 : same + 1;
		if (same > 2 * CONTEXT)
			break;
		if (same > CONTEXT)
			continue;
		h.end = at;
		h.old_lines = old_lines;
		h.new_lines = new_lines;
	}
	return h;
}

/* Bytes of a line on their way: to be shown, or as they are. */
static int
put(struct udiff *d, const char *p, size_t n)
{
	return d->show ? buf_put(&d->line, p, n) : out_put(d->o, p, n);
}

static int
put_old(struct udiff *d, const struct line *l)
{
	return put(d, l->p, (size_t)(l->end - l->p));
}

static int
put_new(struct udiff *d, const struct line *l)
{
	const char *p = l->p;

	for (const struct edit *e = l->edits; e < l->edits_end; e++) {
		if (put(d, p, (size_t)(d->text + e->at - p)) != 0 ||
		    put(d, e->with, e->with_len) != 0)
			return -1;
		p = d->text + e->at + e->len;
	}
	return put(d, p, (size_t)(l->end - p));
}

static int
put_shown(struct udiff *d)
{
	buf_clear(&d->shown);
	if (d->show(d->ctx, &d->shown, d->line.p, d->line.len) != 0)
		return -1;
	return out_put(d->o, d->shown.p, d->shown.len);
}

/* Print a line behind ' ' or '-', or what it becomes behind '+'. */
static int
print_line(struct udiff *d, char sign, const struct line *l)
{
	if (!(sign == '+' ? is_new(l) : is_old(l)))
		return 0;
	buf_clear(&d->line);
	if (out_put(d->o, &sign, 1) != 0 ||
	    (sign == '+' ? put_new(d, l) : put_old(d, l)) != 0 ||
	    (d->show && put_shown(d) != 0))
		return -1;
	return out_puts(d->o, l->terminated ? "\n" :
	    "\n\\ No newline at end of file\n");
}

/* Print the changed lines from a place on, which moves behind them: all that
 * they were, then all that they become. */
static int
print_change(struct udiff *d, struct place *at)
{
	struct place from = *at, next = from;
	struct line l;
	size_t lines = 0;

	for (; next_line(d, &next, &l) && is_changed(&l); lines++) {
		if (print_line(d, '-', &l) != 0)
			return -1;
		*at = next;
	}
	for (; lines > 0; lines--)
		if (!next_line(d, &from, &l) || print_line(d, '+', &l) != 0)
			return -1;
	return 0;
}

/* One half of a hunk's first line.  Of no lines at all, the number is that of
 * the line before. */
static int
print_range(struct out *o, const char *begin, uint64_t first, uint64_t lines)
{
	char s[48];

	if (lines == 1)
		(void)snprintf(s, sizeof s, "%s%" PRIu64, begin, first);
	else
		(void)snprintf(s, sizeof s, "%s%" PRIu64 ",%" PRIu64, begin,
		    lines > 0 ? first : first - 1, lines);
	return out_puts(o, s);
}

static int
print_hunk(struct udiff *d, const struct hunk *h, uint64_t first)
{
	struct place at = h->begin;

	if (print_range(d->o, "@@ -", first, h->old_lines) != 0 ||
	    print_range(d->o, " +", first, h->new_lines) != 0 ||
	    out_puts(d->o, " @@\n") != 0)
		return -1;
	while (at.p != h->end.p || at.edit != h->end.edit) {
		struct place next = at;
		struct line l;

		if (!next_line(d, &next, &l))
			break;
		if (is_changed(&l)) {
			if (print_change(d, &at) != 0)
				return -1;
		} else {
			if (print_line(d, ' ', &l) != 0)
				return -1;
			at = next;
		}
	}
	return 0;
}

static int
print_all(struct udiff *d, const struct edit *edits, const char *label)
{
	struct linecount number;

	if (out_puts(d->o, "--- ") != 0 || out_puts(d->o, label) != 0 ||
	    out_puts(d->o, "\n+++ ") != 0 || out_puts(d->o, label) != 0 ||
	    out_puts(d->o, "\n") != 0)
		return -1;
	linecount_begin(&number, d->text, 1);
	while (edits < d->edits_end) {
		struct hunk h = find_hunk(d, edits);

		if (print_hunk(d, &h, linecount_at(&number, h.begin.p)) != 0)
			return -1;
		edits = h.end.edit;
	}
	return 0;
}

int
udiff_print(struct out *o, const char *label, const char *text, size_t n,
    const struct edit *edits, size_t count, udiff_show *show, void *ctx)
{
	struct udiff d = {.o = o, .text = n > 0 ? text : "", .show = show,
	    .ctx = ctx};
	int r, err;

	if (count == 0)
		return 0;
	d.end = d.text + n;
	d.edits_end = edits + count;
	r = print_all(&d, edits, label);
	err = o->err ? o->err : errno;
	buf_free(&d.line);
	buf_free(&d.shown);
	errno = err;
	return r;
}
