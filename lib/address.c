#include "address.h"

#include "ascii.h"
#include "escape.h"

#include <string.h>

enum {
	T = ADDR_ATEXT,
	L = ADDR_ATEXT | ADDR_LOCAL,
	A = ADDR_ATEXT | ADDR_LOCAL | ADDR_DOMAIN
};

const unsigned char addr_class[256] = {
	['!'] = T, ['#'] = T, ['$'] = T, ['%'] = T, ['&'] = T, ['\''] = T,
	['*'] = T, ['/'] = T, ['?'] = T, ['^'] = T, ['`'] = T, ['{'] = T,
	['|'] = T, ['}'] = T, ['~'] = T,
	['+'] = L, ['='] = L,
	['-'] = A, ['_'] = A, ['.'] = A,
	['0'] = A, ['1'] = A, ['2'] = A, ['3'] = A, ['4'] = A,
	['5'] = A, ['6'] = A, ['7'] = A, ['8'] = A, ['9'] = A,
	['A'] = A, ['B'] = A, ['C'] = A, ['D'] = A, ['E'] = A, ['F'] = A,
	['G'] = A, ['H'] = A, ['I'] = A, ['J'] = A, ['K'] = A, ['L'] = A,
	['M'] = A, ['N'] = A, ['O'] = A, ['P'] = A, ['Q'] = A, ['R'] = A,
	['S'] = A, ['T'] = A, ['U'] = A, ['V'] = A, ['W'] = A, ['X'] = A,
	['Y'] = A, ['Z'] = A,
	['a'] = A, ['b'] = A, ['c'] = A, ['d'] = A, ['e'] = A, ['f'] = A,
	['g'] = A, ['h'] = A, ['i'] = A, ['j'] = A, ['k'] = A, ['l'] = A,
	['m'] = A, ['n'] = A, ['o'] = A, ['p'] = A, ['q'] = A, ['r'] = A,
	['s'] = A, ['t'] = A, ['u'] = A, ['v'] = A, ['w'] = A, ['x'] = A,
	['y'] = A, ['z'] = A,
};

bool
addr_all(const char *s, size_t n, int class)
{
	for (size_t i = 0; i < n; i++)
		if (!(addr_class[(unsigned char)s[i]] & class))
			return false;
	return true;
}

bool
addr_plain(const struct address *a)
{
	return a->local_len > 0 && a->domain_len > 0 &&
	    addr_all(a->local, a->local_len, ADDR_LOCAL) &&
	    addr_all(a->domain, a->domain_len, ADDR_DOMAIN);
}

/* Is every character harmless, and each ASCII one an atext or a dot? */
static bool
is_dot_atom(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(s[i] & 0x80) && !addr_all(s + i, 1, ADDR_ATEXT))
			return false;
	return escape_needless(s, n);
}

static bool
in_brackets(const char *s, size_t n, char open, char close)
{
	return n >= 2 && s[0] == open && s[n - 1] == close;
}

bool
addr_extended(const struct address *a)
{
	const char *l = a->local, *d = a->domain;
	size_t ln = a->local_len, dn = a->domain_len;

	if (ln == 0 || dn == 0)
		return false;
	if (!(in_brackets(l, ln, '"', '"') ? escape_needless(l, ln) :
	    is_dot_atom(l, ln)))
		return false;
	if (!in_brackets(d, dn, '[', ']'))
		return is_dot_atom(d, dn);
	/* dtext, RFC 5322, 3.4.1 */
	return escape_needless(d, dn) && !memchr(d + 1, '[', dn - 1) &&
	    !memchr(d, ']', dn - 1) && !memchr(d, '\\', dn);
}

bool
addr_like_option(const struct address *a)
{
	return a->local_len > 0 && a->local[0] == '-';
}

bool
addr_stands_alone(const char *part, size_t n)
{
	return n == 0 || (part[0] != '-' && !(n == 1 && part[0] == '.') &&
	    !(n == 2 && part[0] == '.' && part[1] == '.'));
}

bool
addr_trim(struct address *a, bool prose)
{
	while (prose && a->local_len > 0 && memchr(".-=+", a->local[0], 4)) {
		a->local++;
		a->local_len--;
	}
	while (a->domain_len > 0 &&
	    memchr(".-_", a->domain[a->domain_len - 1], 3))
		a->domain_len--;
	return a->local_len >= 1 && a->local_len <= 64 &&
	    a->domain_len >= 1 && a->domain_len <= 255;
}

void
addr_unquote(struct address *a)
{
	if (a->local_len > 2 && in_brackets(a->local, a->local_len, '"', '"') &&
	    addr_all(a->local + 1, a->local_len - 2, ADDR_LOCAL)) {
		a->local++;
		a->local_len -= 2;
	}
}

int
addr_put(struct buf *out, const struct address *a)
{
	if (buf_reserve(out, a->local_len + 1 + a->domain_len) != 0)
		return -1;
	(void)buf_put(out, a->local, a->local_len);
	(void)buf_putc(out, '@');
	return buf_put(out, a->domain, a->domain_len);
}

int
addr_put_domain(struct buf *out, const char *domain, size_t n)
{
	int r = buf_reserve(out, n);

	for (size_t i = 0; i < n && r == 0; i++)
		r = buf_putc(out, ascii_lower((unsigned char)domain[i]));
	return r;
}

bool
addr_split(struct address *a, const char *s, size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (s[i] == '@') {
			*a = (struct address){s, s + i + 1, i, n - i - 1};
			return true;
		}
	return false;
}
