#define _GNU_SOURCE  /* memrchr */
#include "text.h"

#include "addrscan.h"
#include "diag.h"
#include "jis.h"

#include <string.h>

/* A scan under way. */
struct scan {
	struct source *s;
	struct answer *a;
	bool lines;      /* line numbers are asked for */
	size_t counted;  /* line ends before this offset are in s->line */
	struct hit h;
};

static enum answer_verdict
take(struct scan *c, const char *mem, const struct addrscan_match *m)
{
	if (c->lines) {
		source_count(c->s, mem + c->counted, m->start - c->counted);
		c->counted = m->start;
		c->h.line = c->s->line;
	}
	c->h.addr = (struct address){mem + m->start, mem + m->at + 1,
	    m->at - m->start, m->end - m->at - 1};
	return answer_take(c->a, &c->h);
}

/* All matches in the bytes held.  False: enough. */
static bool
grab_held(struct scan *c, struct addrscan *scan, const char *mem, size_t len,
    bool eof)
{
	struct addrscan_match m;

	if (answer_wants_last(c->a))
		return !addrscan_last(scan, mem, len, eof, &m) ||
		    take(c, mem, &m) != ANSWER_ENOUGH;
	while (addrscan_next(scan, mem, len, eof, &m))
		if (take(c, mem, &m) == ANSWER_ENOUGH)
			return false;
	return true;
}

bool
text_grab(struct source *s, struct answer *a)
{
	struct scan c = {s, a, answer_wants_line(a), 0, {.file = s->name}};
	struct window *w = &s->window;
	struct addrscan scan;
	int r = WINDOW_OK;

	addrscan_init(&scan);
	for (;;) {
		const char *mem = w->mem + w->start;
		size_t len = w->end - w->start, keep;

		if (!grab_held(&c, &scan, mem, len, r == WINDOW_END) ||
		    r == WINDOW_END)
			return true;
		keep = addrscan_release(&scan, mem, len);
		if (c.lines && keep > c.counted)
			source_count(s, mem + c.counted, keep - c.counted);
		c.counted = c.counted > keep ? c.counted - keep : 0;
		w->start += keep;
		r = window_more(w);
		if (r == WINDOW_FULL || r == WINDOW_ERROR) {
			window_complain(&s->window, s->name, r,
			    "a run of address characters");
			return false;
		}
	}
}

/* --- the user's pattern --- */

/* A line, and the Japanese run of ISO-2022-JP in it that was looked at last;
 * runs are sought from left to right only. */
struct line {
	const char *text;
	size_t len;
	size_t run, run_end;
};

/* If [start, end) touches a Japanese run, the end of that run; else 0.  start
 * must not go back from call to call. */
static size_t
touches_japanese(struct line *l, size_t start, size_t end)
{
	while (l->run_end <= start && l->run < l->len) {
		const char *esc = memchr(l->text + l->run_end, JIS_ESC,
		    l->len - l->run_end);
		enum jis_set set;
		size_t n;

		l->run = esc ? (size_t)(esc - l->text) : l->len;
		l->run_end = l->len;
		if (!esc)
			break;
		n = jis_shift(esc, l->len - l->run, &set);
		l->run_end = l->run + 1;
		if (n > 0 && n <= l->len - l->run && set != JIS_ASCII)
			l->run_end = l->run + jis_run(esc, l->len - l->run, n);
		else
			l->run = l->run_end;
	}
	return l->run < end && start < l->run_end && l->run < l->run_end ?
	    l->run_end : 0;
}

/* A match over many Japanese runs is sought again behind each: so many bytes of
 * such, and some times the line's length, before it is too hard. */
enum { WASTE_MAX = 1 << 22, WASTE_TIMES = 16 };

static void
tell_too_hard(const struct source *s, struct answer *a)
{
	diag(s->name, "a line is too hard for the pattern; the rest of that "
	    "line was passed over");
	a->trouble = true;
}

/* All matches in one line, without its line end.  False: enough. */
static bool
grab_line(struct source *s, struct answer *a, struct regex *re,
    const char *text, size_t len)
{
	struct line l = {.text = text, .len = len};
	struct hit h = {.file = s->name, .line = s->line};
	size_t from = 0, next, start, end, run_end, wasted = 0;

	for (; from <= len; from = next) {
		int r = regex_match(re, text, len, from, &start, &end);

		if (r == REGEX_NO_MEMORY)
			return answer_no_memory(a) != ANSWER_ENOUGH;
		if (r == REGEX_TOO_HARD ||
		    wasted > WASTE_MAX + WASTE_TIMES * len) {
			tell_too_hard(s, a);
			return true;
		}
		if (r != REGEX_MATCH)
			return true;
		run_end = touches_japanese(&l, start, end);
		if (run_end)
			wasted += end - start;
		next = run_end ? run_end : end > start ? end :
		    regex_step(re, text, len, end);
		/* \K can end a match before the place it was sought from */
		if (next <= from)
			next = regex_step(re, text, len, from);
		if (run_end || end == start)
			continue;
		if (!addr_split(&h.addr, text + start, end - start))
			h.addr = (struct address){text + start, NULL,
			    end - start, 0};
		if (answer_take(a, &h) == ANSWER_ENOUGH)
			return false;
	}
	return true;
}

/* The n bytes at mem are whole lines: look at those that hold the required
 * byte.  False: enough. */
static bool
grab_lines(struct source *s, struct answer *a, struct regex *re,
    const char *mem, size_t n)
{
	int byte = regex_required_byte(re);
	bool lines = answer_wants_line(a);
	const char *p = mem, *end = mem + n, *line, *nl;

	for (; p < end; p = nl < end ? nl + 1 : end) {
		line = p;
		if (byte >= 0) {
			const char *hit = memchr(p, byte, (size_t)(end - p));
			const char *before;

			if (!hit)
				break;
			before = memrchr(p, '\n', (size_t)(hit - p));
			line = before ? before + 1 : p;
		}
		nl = memchr(line, '\n', (size_t)(end - line));
		if (!nl)
			nl = end;
		if (lines)
			source_count(s, p, (size_t)(line - p));
		if (!grab_line(s, a, re, line, (size_t)(nl - line)))
			return false;
		if (lines && nl < end)
			s->line++;
	}
	if (lines && p < end)
		source_count(s, p, (size_t)(end - p));
	return true;
}

bool
text_grab_pattern(struct source *s, struct answer *a, struct regex *re)
{
	size_t seen = 0, len;
	char *lines;
	int r;

	while ((r = window_records(&s->window, '\n', &seen, &lines, &len)) ==
	    WINDOW_OK) {
		if (!grab_lines(s, a, re, lines, len))
			return true;
		s->window.start += len;
	}
	if (r == WINDOW_END)
		return true;
	window_complain(&s->window, s->name, r, "a line");
	return false;
}
