#include "candidate.h"

#include "perlbyte.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool
is_declaration(const char *word, size_t n)
{
	return (n == 2 && memcmp(word, "my", n) == 0) ||
	    (n == 3 && memcmp(word, "our", n) == 0) ||
	    (n == 5 && memcmp(word, "local", n) == 0);
}

/* Behind `defined`: a hash or array, or a comment or `my` before it? */
static bool
may_be_aggregate(const char *text, size_t n, size_t at)
{
	int c;

	do {
		at = perlbyte_skip_space(text, n, at);
		c = perlbyte_at(text, n, at++);
	} while (c == '(' || c == '+');
	at--;
	return c == '%' || c == '@' || c == '#' || (c == -1 ||
	    is_declaration(text + at, perlbyte_skip_word(text, n, at) - at));
}

/* Perl's names have 251 bytes at the most, each of their packages and braces
 * counted; without a limit, one long name full of `do` would be read many times
 * over. */
enum { NAME_MAX_LENGTH = 300 };

/* Behind `do`: name(, a scalar, which may be ${ any code }, or a comment before
 * them? */
static bool
may_be_call(const char *text, size_t n, size_t at)
{
	size_t end;
	int c = 0;

	at = perlbyte_skip_space(text, n, at);
	end = at + NAME_MAX_LENGTH;
	while (at < end && (perlbyte_is_word(c = perlbyte_at(text, n, at)) ||
	    c == ':' || c == '\''))
		at++;
	if (at == end || c == '$' || c == '#' || c == -1)
		return true;
	at = perlbyte_skip_space(text, n, at);
	c = perlbyte_at(text, n, at);
	return c == '(' || c == '#' || c == -1;
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

/* `def`, or `do` before what may end a word: a blank, `$`, `#`, `:` and the
 * like, but no letter of "don't" or "down". */
static bool
is_worth_a_look(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned char hit = 0;

	for (int i = 0; i < PIECE; i++)
		hit |= (unsigned char)((p[i] == 'd') &
		    (((p[i + 1] == 'e') & (p[i + 2] == 'f')) |
		    ((p[i + 1] == 'o') & ((p[i + 2] <= '/') |
		    (p[i + 2] == ':')))));
	return hit;
}

size_t
candidate_next(const char *text, size_t n, size_t from, size_t to)
{
	while (from < to) {
		size_t end = to - from > PIECE + 2 ? from + PIECE : to;

		if (end < to && !is_worth_a_look(text + from)) {
			from = end;
			continue;
		}
		for (; from < end; from++)
			if (text[from] == 'd' && is_candidate(text, n, from))
				return from;
	}
	return to;
}
