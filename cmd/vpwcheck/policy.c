#include "policy.h"

#include "ascii.h"

#include <string.h>

const struct code policy_codes[POLICY_REASONS] = {
	CODE("short"), CODE("long"), CODE("letters"), CODE("digits"),
	CODE("symbol"), CODE("space"), CODE("control"), CODE("non-ascii"),
	CODE("user"), CODE("encoding")
};

/*
 * What a byte is, as a count of one in a field of eight bits: one addition a
 * byte counts all kinds at once.
 */
#define KIND(field) (UINT64_C(1) << 8 * (field))
enum { LETTERS, DIGITS, SYMBOLS, SPACES, CONTROLS, HIGHS };
enum { PIECE = 255 };   /* bytes, until a field is full */

static size_t
count_of(uint64_t counts, unsigned field)
{
	return counts >> 8 * field & 0xFF;
}

static uint64_t
kind_of(int c)
{
	if (c >= 0x80)
		return KIND(HIGHS);
	if (c < ' ' || c == 0x7F)
		return KIND(CONTROLS);
	if (c == ' ')
		return KIND(SPACES);
	if (c >= '0' && c <= '9')
		return KIND(DIGITS);
	return ascii_alnum(c) ? KIND(LETTERS) : KIND(SYMBOLS);
}

void
policy_notice(struct policy *p)
{
	*p = (struct policy){.min = 6, .letters = 3};
	for (int c = 0; c < 256; c++)
		p->kind[c] = kind_of(c);
	p->kind['_'] = 0;
}

bool
policy_allow(struct policy *p, const char *chars)
{
	for (int c = '!'; c < 0x7F; c++)
		p->kind[c] = kind_of(c);
	for (; *chars; chars++) {
		unsigned char c = (unsigned char)*chars;

		if (kind_of(c) != KIND(SYMBOLS))
			return false;
		p->kind[c] = 0;
	}
	return true;
}

/* Without a branch: which passwords are bad, nobody can predict. */
static unsigned
when(bool is_so, unsigned reason)
{
	return (unsigned)is_so * reason;
}

unsigned
policy_check(const struct policy *p, const char *s, size_t n, size_t length)
{
	size_t letters = 0, digits = 0;
	uint64_t seen = 0;
	unsigned reasons;

	while (n > 0) {
		size_t piece = n < PIECE ? n : PIECE;
		uint64_t counts = 0;

		for (size_t i = 0; i < piece; i++)
			counts += p->kind[(unsigned char)s[i]];
		seen |= counts;
		letters += count_of(counts, LETTERS);
		digits += count_of(counts, DIGITS);
		s += piece;
		n -= piece;
	}
	reasons = when(length < p->min, POLICY_SHORT) |
	    when(p->max > 0 && length > p->max, POLICY_LONG) |
	    when(letters < p->letters, POLICY_LETTERS) |
	    when(digits < p->digits, POLICY_DIGITS);
	if (seen < KIND(SYMBOLS))
		return reasons;
	return reasons | when(count_of(seen, SYMBOLS) > 0, POLICY_SYMBOL) |
	    when(count_of(seen, SPACES) > 0, POLICY_SPACE) |
	    when(count_of(seen, CONTROLS) > 0, POLICY_CONTROL) |
	    when(count_of(seen, HIGHS) > 0, POLICY_NON_ASCII);
}

bool
policy_holds_user(const char *s, size_t n, const char *user, size_t len)
{
	/* RFC 5321 has 64 bytes; with longer ones the search would take long */
	if (len == 0 || len > 255)
		return false;
	for (; n >= len; s++, n--)
		if (ascii_same(s, len, user, len))
			return true;
	return false;
}
