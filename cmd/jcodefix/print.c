#include "print.h"

#include "diag.h"
#include "escape.h"
#include "linecount.h"
#include "rules.h"
#include "show.h"
#include "udiff.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* So much of a site is shown. */
enum { SHOWN_MAX = 60 };

/* What the output failed with is kept there, and told at the end. */
static int
output(struct out *o, const struct buf *b)
{
	if (out_put(o, b->p, b->len) == 0)
		return 0;
	errno = o->err;
	return -1;
}

int
print_name(struct out *o, const char *path, bool null)
{
	struct buf line = {0};
	size_t n = strlen(path);
	int r = null ? buf_put(&line, path, n + 1) :
	    escape_put(&line, path, n) == 0 ? buf_putc(&line, '\n') : -1;

	if (r == 0)
		r = output(o, &line);
	buf_free(&line);
	return r;
}

/* --- lines of --check --- */

/* Append bytes of the text, on one line: a newline and what is blank around it
 * is one blank. */
static int
put_bytes(struct show *show, struct buf *line, const char *p, size_t n,
    bool cut)
{
	const char *nl;

	for (; n > 0 && strchr(" \t\r\n", p[0]); p++)
		n--;
	while (n > 0 && (nl = memchr(p, '\n', n)) != NULL) {
		size_t len = (size_t)(nl - p), skip = len;

		while (len > 0 && strchr(" \t\r", p[len - 1]))
			len--;
		while (skip < n && strchr(" \t\r\n", p[skip]))
			skip++;
		if (show_put(show, line, p, len) != 0 ||
		    buf_putc(line, ' ') != 0)
			return -1;
		p += skip;
		n -= skip;
	}
	if (show_put(show, line, p, n) != 0)
		return -1;
	return cut ? buf_puts(line, "...") : 0;
}

/* The text from at to end, with the edit or without. */
static int
put_construct(struct show *show, struct buf *line, const char *text,
    const struct site *s, bool edited)
{
	bool cut = s->end - s->at > SHOWN_MAX;
	size_t end = cut ? s->at + SHOWN_MAX : s->end;
	struct edit e = s->edit;
	struct buf bytes = {0};
	int r;

	if (!edited)
		return put_bytes(show, line, text + s->at, end - s->at, cut);
	if (e.at > end)
		e.at = end;
	if (e.at + e.len > end)
		e.len = end - e.at;
	r = buf_put(&bytes, text + s->at, e.at - s->at) == 0 &&
	    buf_put(&bytes, e.with, e.with_len) == 0 &&
	    buf_put(&bytes, text + e.at + e.len, end - e.at - e.len) == 0 ?
	    put_bytes(show, line, bytes.p, bytes.len, cut) : -1;
	buf_free(&bytes);
	return r;
}

/* The lines of places that reasons are about.  Those before a site go on as the
 * sites do, and so do those a little behind; what went wrong behind them all is
 * one place, the furthest, asked for again and again. */
struct about {
	struct linecount before, behind, beyond;
	size_t furthest;
	uint64_t line;         /* of the furthest */
};

static void
about_begin(struct about *a, const struct buf *text)
{
	linecount_begin(&a->before, text->p, 1);
	linecount_begin(&a->behind, text->p, 1);
	linecount_begin(&a->beyond, text->p, 1);
	a->furthest = 0;
	a->line = 1;
}

static uint64_t
about_line(struct about *a, const struct site *s)
{
	size_t at = s->left_at;

	if (at <= s->at)
		return linecount_at(&a->before, a->before.begin + at);
	if (at < a->furthest)
		return linecount_at(&a->behind, a->behind.begin + at);
	if (at > a->furthest) {
		a->line = linecount_at(&a->beyond, a->beyond.begin + at);
		a->furthest = at;
	}
	return a->line;
}

static int
put_left(struct buf *line, const struct site *s, struct about *about)
{
	char number[32] = "";

	if (s->left_at != SIZE_MAX)
		(void)snprintf(number, sizeof number, " (line %" PRIu64 ")",
		    about_line(about, s));
	return buf_puts(line, "left alone: ") == 0 &&
	    buf_puts(line, s->left) == 0 &&
	    buf_puts(line, number) == 0 ? 0 : -1;
}

static int
put_what(struct show *show, struct buf *line, const struct buf *text,
    const struct site *s, struct about *about)
{
	if (s->what)
		return show_put(show, line, s->what, strlen(s->what));
	if (put_construct(show, line, text->p, s, false) != 0)
		return -1;
	if (s->left)
		return buf_puts(line, ": ") == 0 ?
		    put_left(line, s, about) : -1;
	return buf_puts(line, " -> ") == 0 ?
	    put_construct(show, line, text->p, s, true) : -1;
}

int
print_sites(struct out *o, const char *path, const struct buf *text,
    const struct sites *sites)
{
	struct linecount lines;
	struct about about;
	struct show show;
	struct buf line = {0};
	int r = 0;

	show_begin(&show, text->p, text->len);
	linecount_begin(&lines, text->p, 1);
	about_begin(&about, text);
	for (size_t i = 0; i < sites->count && r == 0; i++) {
		const struct site *s = &sites->v[i];
		char number[32];

		(void)snprintf(number, sizeof number, ":%" PRIu64 ": ",
		    linecount_at(&lines, text->p + s->at));
		buf_clear(&line);
		r = escape_put(&line, path, strlen(path)) == 0 &&
		    buf_puts(&line, number) == 0 &&
		    buf_puts(&line, s->rule->name) == 0 &&
		    buf_puts(&line, ": ") == 0 &&
		    put_what(&show, &line, text, s, &about) == 0 &&
		    buf_putc(&line, '\n') == 0 ? output(o, &line) : -1;
	}
	show_end(&show);
	buf_free(&line);
	return r;
}

/* --- diffs --- */

/* A CR before the newline does no harm, and old sources are full of it. */
static int
show_line(void *show, struct buf *out, const char *line, size_t n)
{
	bool cr = n > 0 && line[n - 1] == '\r';

	if (show_put(show, out, line, n - cr) != 0)
		return -1;
	return cr ? buf_putc(out, '\r') : 0;
}

int
print_diff(struct out *o, const char *path, const struct buf *text,
    const struct edit *edits, size_t count, bool raw)
{
	struct show show;
	struct buf label = {0};
	int r;

	if (count == 0)
		return 0;
	show_begin(&show, text->p, text->len);
	r = raw ? buf_puts(&label, path) : escape_put(&label, path,
	    strlen(path));
	/* as GNU diff does: patch(1) takes a name to end with a blank */
	if (r == 0 && strchr(path, ' '))
		r = buf_putc(&label, '\t');
	if (r == 0)
		r = buf_putc(&label, '\0');
	if (r == 0)
		r = udiff_print(o, label.p, text->p, text->len, edits, count,
		    raw ? NULL : show_line, &show);
	show_end(&show);
	buf_free(&label);
	return r;
}

/* --- messages --- */

int
print_left(const char *path, const struct buf *text,
    const struct sites *sites)
{
	struct linecount lines;
	struct about about;
	struct buf words = {0};
	int r = 0;

	linecount_begin(&lines, text->p, 1);
	about_begin(&about, text);
	for (size_t i = 0; i < sites->count && r == 0; i++) {
		const struct site *s = &sites->v[i];
		size_t n = s->end - s->at < SHOWN_MAX ? s->end - s->at :
		    SHOWN_MAX;

		if (!s->left)
			continue;
		buf_clear(&words);
		r = put_left(&words, s, &about) == 0 ?
		    buf_putc(&words, '\0') : -1;
		if (r == 0)
			diag_at(path, linecount_at(&lines, text->p + s->at),
			    words.p, text->p + s->at, n);
	}
	buf_free(&words);
	return r;
}
