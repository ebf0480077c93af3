#include "policy.h"

#include "ascii.h"

#include <string.h>

const char *const policy_codes[POLICY_REASONS] = {
	"short", "long", "letters", "digits", "symbol", "space", "control",
	"non-ascii", "user", "encoding"
};

/* What a byte is: a bit for each reason that it is, and these two. */
enum { LETTER = 1, DIGIT = 2, SYMBOL = 4, SPACE = 8, CONTROL = 16, HIGH = 32 };

static unsigned char
kind_of(int c)
{
	if (c >= 0x80)
		return HIGH;
	if (c < ' ' || c == 0x7F)
		return CONTROL;
	if (c == ' ')
		return SPACE;
	if (c >= '0' && c <= '9')
		return DIGIT;
	return ascii_alnum(c) ? LETTER : SYMBOL;
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
policy_allow(struct policy *p, const char *chars, char *bad)
{
	for (int c = '!'; c < 0x7F; c++)
		p->kind[c] = kind_of(c);
	for (; *chars; chars++) {
		unsigned char c = (unsigned char)*chars;

		if (p->kind[c] != SYMBOL && p->kind[c] != 0) {
			*bad = *chars;
			return false;
		}
		p->kind[c] = 0;
	}
	return true;
}

unsigned
policy_check(const struct policy *p, const char *s, size_t n, size_t length)
{
	size_t letters = 0, digits = 0;
	unsigned seen = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned kind = p->kind[(unsigned char)s[i]];

		seen |= kind;
		letters += kind & LETTER;
		digits += kind >> 1 & 1;
	}
	return (length < p->min ? POLICY_SHORT : 0U) |
	    (p->max > 0 && length > p->max ? POLICY_LONG : 0U) |
	    (letters < p->letters ? POLICY_LETTERS : 0U) |
	    (digits < p->digits ? POLICY_DIGITS : 0U) |
	    (seen & SYMBOL ? POLICY_SYMBOL : 0U) |
	    (seen & SPACE ? POLICY_SPACE : 0U) |
	    (seen & CONTROL ? POLICY_CONTROL : 0U) |
	    (seen & HIGH ? POLICY_NON_ASCII : 0U);
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
