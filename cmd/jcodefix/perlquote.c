#include "perlquote.h"

#include "ascii.h"
#include "perlbyte.h"

#include <string.h>

static bool
fail(struct perllex *lx, const char *what, size_t at)
{
	lx->trouble = what;
	lx->trouble_at = at;
	lx->at = lx->n;
	return false;
}

static int
byte(const struct perllex *lx, size_t at)
{
	return perlbyte_at(lx->text, lx->n, at);
}

/* Behind the next newline, or the end. */
static size_t
line_end(const struct perllex *lx, size_t at)
{
	const char *p = memchr(lx->text + at, '\n', lx->n - at);

	return p ? (size_t)(p - lx->text) + 1 : lx->n;
}

/* --- white space --- */

void
perlquote_newline(struct perllex *lx)
{
	lx->at++;
	if (lx->at == lx->skip_from) {
		lx->at = lx->skip_to;
		lx->skip_from = 0;
	}
}

/* Behind the comment at `at`: at its newline, or the end. */
static size_t
comment_end(const struct perllex *lx, size_t at)
{
	const char *p = memchr(lx->text + at, '\n', lx->n - at);

	return p ? (size_t)(p - lx->text) : lx->n;
}

void
perlquote_space(struct perllex *lx)
{
	size_t at = lx->at, n = lx->n;
	const char *text = lx->text;

	while (at < n) {
		int c = (unsigned char)text[at];

		if (c == '\n') {
			lx->at = at;
			perlquote_newline(lx);
			at = lx->at;
		} else if (perlbyte_is_space(c)) {
			at++;
		} else if (c == '#') {
			at = comment_end(lx, at);
		} else {
			break;
		}
	}
	lx->at = at;
}

/* --- delimited text --- */

static int
closing(int open)
{
	switch (open) {
	case '(': return ')';
	case '[': return ']';
	case '{': return '}';
	case '<': return '>';
	default: return open;
	}
}

/* From `at`, within a part that `depth` brackets hold, to its end or to `stop`:
 * where that is; *depth is 0 when the part has ended. */
static size_t
part_end(const struct perllex *lx, size_t at, size_t stop, int open,
    size_t *depth)
{
	const char *p = lx->text;
	int close = closing(open);

	for (; at < stop; at++) {
		int c = (unsigned char)p[at];

		if (c == close && close != '\\') {
			if (--*depth == 0)
				return at + 1;
		} else if (c == '\\') {
			if (close == '\\')
				return *depth = 0, at + 1;
			at++;
		} else if (c == open) {
			++*depth;
		}
	}
	return at;
}

/* Here-documents that begin on this line are no part of what goes on behind
 * them, even of a string. */
bool
perlquote_part(struct perllex *lx, const char *what)
{
	size_t begin = lx->at, at = begin + 1, depth = 1;
	int open = byte(lx, begin);

	if (lx->skip_from > begin) {
		at = part_end(lx, at, lx->skip_from, open, &depth);
		if (depth != 0) {
			at = lx->skip_to + (at - lx->skip_from);
			lx->skip_from = 0;
		}
	}
	if (depth != 0 && at < lx->n)
		at = part_end(lx, at, lx->n, open, &depth);
	if (depth != 0)
		return fail(lx, what, begin);
	lx->at = at;
	return true;
}

bool
perlquote_words(struct perllex *lx, int parts, const char *modifiers,
    size_t *second)
{
	int open;

	/* q #..#, but a comment behind a blank */
	if (perlbyte_is_space(byte(lx, lx->at)))
		perlquote_space(lx);
	open = byte(lx, lx->at);
	if (open < 0)
		return fail(lx, "a quote that is not closed", lx->n);
	if (!perlquote_part(lx, "a quote that is not closed"))
		return false;
	if (parts == 2) {
		if (closing(open) != open)
			perlquote_space(lx);
		else
			lx->at--;
		*second = lx->at;
		if (byte(lx, lx->at) < 0 || !perlquote_part(lx,
		    "a substitution that is not closed"))
			return fail(lx, "a substitution that is not closed",
			    *second < lx->n ? *second : lx->n);
	}
	while (lx->at < lx->n && lx->text[lx->at] != '\0' &&
	    strchr(modifiers, lx->text[lx->at]))
		lx->at++;
	return true;
}

/* --- here-documents --- */

/* Of a here-document: longer ones are none, or a line full of them would be
 * read many times. */
enum { NAME_LONGEST = 1000 };

struct here {
	size_t name, name_len, end;   /* end: behind the name as written */
	bool indented;
};

static bool
find_here(const struct perllex *lx, struct here *h, bool must)
{
	size_t at = lx->at + 2, quote;
	int c;

	h->indented = byte(lx, at) == '~';
	if (h->indented)
		at++;
	for (quote = at; byte(lx, quote) == ' ' || byte(lx, quote) == '\t'; )
		quote++;
	c = byte(lx, quote);
	if (c == '"' || c == '\'' || c == '`') {
		const char *line = lx->text + quote + 1;
		size_t left = lx->n - quote - 1;
		const char *end = memchr(line, c, left < NAME_LONGEST ? left :
		    NAME_LONGEST);

		if (end && memchr(line, '\n', (size_t)(end - line)))
			end = NULL;

		h->name = quote + 1;
		h->name_len = end ? (size_t)(end - line) : 0;
		h->end = h->name + h->name_len + 1;
		return end != NULL;
	}
	if (byte(lx, at) == '\\')
		at++;
	h->name = h->end = at;
	while (perlbyte_is_word(byte(lx, h->end)))
		h->end++;
	h->name_len = h->end - at;
	/* an empty name of old, `print <<;`, ends with an empty line */
	return h->name_len > 0 ? must || !perlbyte_is_digit(byte(lx, at)) :
	    byte(lx, at) == ';' && !h->indented;
}

bool
perlquote_is_here(const struct perllex *lx, bool must)
{
	struct here h;

	return byte(lx, lx->at + 1) == '<' && find_here(lx, &h, must);
}

/* Is the line from `at` to `end`, with its newline, the name? */
static bool
ends_here(const struct perllex *lx, const struct here *h, size_t at, size_t end)
{
	const char *p = lx->text + at;

	if (end > at && lx->text[end - 1] == '\n')
		end--;
	if (end > at && lx->text[end - 1] == '\r')
		end--;
	while (h->indented && at < end && (*p == ' ' || *p == '\t')) {
		p++;
		at++;
	}
	return end - at == h->name_len &&
	    memcmp(p, lx->text + h->name, h->name_len) == 0;
}

bool
perlquote_here(struct perllex *lx)
{
	struct here h;
	size_t begin = lx->at, at, end;

	(void)find_here(lx, &h, true);
	lx->at = h.end;
	if (lx->skip_from <= begin) {
		lx->skip_from = line_end(lx, h.end);
		lx->skip_to = lx->skip_from;
	}
	for (at = lx->skip_to; at < lx->n; at = end) {
		end = line_end(lx, at);
		if (ends_here(lx, &h, at, end)) {
			lx->skip_to = end;
			return true;
		}
	}
	return fail(lx, "a here-document whose end is missing", begin);
}

/* --- POD and formats --- */

/* The first line may be =cut, and begins POD all the same. */
void
perlquote_pod(struct perllex *lx)
{
	size_t at = line_end(lx, lx->at);

	while (at < lx->n) {
		size_t end = line_end(lx, at);
		int letter = ascii_lower(byte(lx, at + 4));
		bool cut = end - at >= 4 && (letter < 'a' || letter > 'z') &&
		    memcmp(lx->text + at, "=cut", 4) == 0;

		at = end;
		if (cut)
			break;
	}
	lx->at = at;
}

/* Behind `format NAME =`: where its lines begin, or 0. */
static size_t
format_begin(const struct perllex *lx)
{
	struct perllex probe = *lx;
	int c;

	perlquote_space(&probe);
	while (perlbyte_is_word(c = byte(lx, probe.at)) || c == ':' ||
	    c == '\'')
		probe.at++;
	perlquote_space(&probe);
	if (byte(lx, probe.at) != '=')
		return 0;
	do
		c = byte(lx, ++probe.at);
	while (c == ' ' || c == '\t' || c == '\r');
	return c == '\n' || c == '#' ? line_end(lx, probe.at) : 0;
}

bool
perlquote_is_format(const struct perllex *lx)
{
	return format_begin(lx) != 0;
}

bool
perlquote_format(struct perllex *lx)
{
	size_t begin = lx->at, at = format_begin(lx), end;

	if (at == lx->skip_from) {
		at = lx->skip_to;
		lx->skip_from = 0;
	}
	for (; at < lx->n; at = end) {
		size_t p = at + 1;

		end = line_end(lx, at);
		if (lx->text[at] != '.')
			continue;
		while (p < end && perlbyte_is_space((unsigned char)lx->text[p]))
			p++;
		if (p == end) {
			lx->at = end;
			return true;
		}
	}
	return fail(lx, "a format whose `.` is missing", begin);
}
