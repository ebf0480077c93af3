#define _GNU_SOURCE  /* memrchr */
#include "addrscan.h"

#include "address.h"
#include "jis.h"

#include <string.h>

void
addrscan_init(struct addrscan *s)
{
	*s = (struct addrscan){0};
}

static bool
is(char c, int class)
{
	return addr_class[(unsigned char)c] & class;
}

/* No local part may begin before i any more. */
static void
bar(struct addrscan *s, size_t i)
{
	if (s->pos < i)
		s->pos = i;
	if (s->run < i)
		s->run = i;
}

/*
 * Carry `known` and `shifted` forward to the byte at `to`; only the line of
 * that byte is looked at, since a shift ends with its line.  known ends up
 * beyond `to` where that byte belongs to a shift sequence, and before it where
 * the len bytes end within what may be one.
 */
static void
follow_shifts(struct addrscan *s, const char *mem, size_t to, size_t len)
{
	const char *nl, *esc;
	enum jis_set set;
	size_t i, n;

	if (s->known >= to)
		return;
	nl = memrchr(mem + s->known, '\n', to - s->known);
	if (nl) {
		s->known = (size_t)(nl - mem) + 1;
		s->shifted = false;
	}
	while (s->known < to) {
		esc = memchr(mem + s->known, JIS_ESC, to - s->known);
		if (!esc) {
			s->known = to;
			return;
		}
		i = s->known = (size_t)(esc - mem);
		n = jis_shift(esc, len - i, &set);
		if (n > len - i)
			return;
		if (n > 0 && (s->shifted || set != JIS_ASCII))
			bar(s, i + n);
		if (n > 0)
			s->shifted = set != JIS_ASCII;
		s->known = i + (n ? n : 1);
	}
}

/* Could the '@' at i end a local part?  If so, put the beginning of that part
 * in run, and the match under way. */
static bool
begin(struct addrscan *s, const char *mem, size_t i)
{
	size_t start = i;

	if (s->shifted || s->known > i)
		return false;
	while (start > s->pos && is(mem[start - 1], ADDR_LOCAL))
		start--;
	if (start > s->pos)
		s->run = start;
	if (s->run == i)
		return false;
	s->pos = s->at = i;
	s->reach = i + 1;
	return true;
}

bool
addrscan_next(struct addrscan *s, const char *mem, size_t len, bool eof,
    struct addrscan_match *m)
{
	struct addrscan_match found;
	size_t reach;

	while (s->at || s->pos < len) {
		if (!s->at) {
			const char *hit = memchr(mem + s->pos, '@',
			    len - s->pos);
			size_t i;

			if (!hit)
				return false;
			i = (size_t)(hit - mem);
			follow_shifts(s, mem, i, len);
			if (!begin(s, mem, i)) {
				bar(s, i + 1);
				continue;
			}
		}
		reach = s->reach;
		while (reach < len && is(mem[reach], ADDR_DOMAIN))
			reach++;
		s->reach = reach;
		if (s->reach == len && !eof)
			return false;
		found = (struct addrscan_match){s->run, s->at, reach};
		bar(s, reach);
		s->at = 0;
		if (found.end > found.at + 1) {
			*m = found;
			return true;
		}
	}
	return false;
}

/* Go through what is left, forward. */
static bool
last_ahead(struct addrscan *s, const char *mem, size_t len, bool eof,
    struct addrscan_match *m)
{
	bool found = false;

	while (addrscan_next(s, mem, len, eof, m))
		found = true;
	return found;
}

bool
addrscan_last(struct addrscan *s, const char *mem, size_t len, bool eof,
    struct addrscan_match *m)
{
	size_t first = s->pos, end;
	const char *nl = memrchr(mem + first, '\n', len - first), *hit;
	struct addrscan line;
	bool found;

	if (!nl)
		return last_ahead(s, mem, len, eof, m);
	end = (size_t)(nl - mem) + 1;
	line = (struct addrscan){.pos = end, .run = end, .known = end};
	found = last_ahead(&line, mem, len, eof, m);
	while (!found &&
	    (hit = memrchr(mem + first, '@', end - first)) != NULL) {
		struct addrscan before = *s;

		nl = memrchr(mem + first, '\n', (size_t)(hit - mem) - first);
		if (nl) {
			size_t i = (size_t)(nl - mem) + 1;

			before = (struct addrscan){.pos = i, .run = i,
			    .known = i};
		}
		found = last_ahead(&before, mem, end, true, m);
		if (!nl)
			break;
		end = (size_t)(nl - mem) + 1;
	}
	*s = line;
	return found;
}

size_t
addrscan_release(struct addrscan *s, const char *mem, size_t len)
{
	size_t keep;

	if (!s->at) {
		size_t i = len;

		follow_shifts(s, mem, len, len);
		while (i > s->pos && is(mem[i - 1], ADDR_LOCAL))
			i--;
		if (i > s->pos)
			s->run = i;
		s->pos = len;
	}
	keep = s->run < s->known ? s->run : s->known;
	s->pos -= keep;
	s->run -= keep;
	s->known -= keep;
	if (s->at) {
		s->at -= keep;
		s->reach -= keep;
	}
	return keep;
}
