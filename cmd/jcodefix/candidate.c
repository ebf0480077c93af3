#include "candidate.h"

#include "perlbyte.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Behind `defined`: a hash or array, or a comment before it? */
static bool
may_be_aggregate(const char *text, size_t n, size_t at)
{
	int c;

	do {
		at = perlbyte_skip_space(text, n, at);
		c = perlbyte_at(text, n, at++);
	} while (c == '(');
	return c == '%' || c == '@' || c == '#';
}

/* Behind `do`: name( or $name(, or a comment before them? */
static bool
may_be_call(const char *text, size_t n, size_t at)
{
	int c;

	at = perlbyte_skip_space(text, n, at);
	while (perlbyte_is_word(c = perlbyte_at(text, n, at)) ||
	    (c > 0 && strchr("$:'{}^", c)))
		at++;
	if (c == '#')
		return true;
	at = perlbyte_skip_space(text, n, at);
	c = perlbyte_at(text, n, at);
	return c == '(' || c == '#';
}

static bool
is_candidate(const char *text, size_t n, size_t at)
{
	size_t len = perlbyte_at(text, n, at + 1) == 'o' ? 2 : 7;

	if (perlbyte_at(text, n, at) != 'd' || n - at < len ||
	    memcmp(text + at, len == 2 ? "do" : "defined", len) != 0 ||
	    perlbyte_is_word(perlbyte_at(text, n, at + len)) || (at > 0 &&
	    (unsigned char)text[at - 1] < 0x80 &&
	    perlbyte_is_word(text[at - 1])))
		return false;
	return len == 2 ? may_be_call(text, n, at + len) :
	    may_be_aggregate(text, n, at + len);
}

/* So many bytes at once, in a loop that compilers turn into vector code. */
enum { PIECE = 64 };

static bool
is_worth_a_look(const char *p)
{
	unsigned char hit = 0;

	for (int i = 0; i < PIECE; i++)
		hit |= (unsigned char)((p[i] == 'd') & ((p[i + 1] == 'o') |
		    ((p[i + 1] == 'e') & (p[i + 2] == 'f'))));
	return hit;
}

size_t
candidate_next(const char *text, size_t n, size_t from)
{
	while (from < n) {
		size_t end = n - from > PIECE + 2 ? from + PIECE : n;

		if (end < n && !is_worth_a_look(text + from)) {
			from = end;
			continue;
		}
		for (; from < end; from++)
			if (text[from] == 'd' && is_candidate(text, n, from))
				return from;
	}
	return n;
}
