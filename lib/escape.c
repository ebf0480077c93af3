#include "escape.h"

#include "utf8.h"

#include <stdint.h>
#include <string.h>

/* A one, or the high bit, in each byte of a word. */
#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* May this character be shown as it is? */
static bool
is_harmless(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return false;
	return !(cp == 0xAD || cp == 0x61C || cp == 0x180E || cp == 0x200B ||
	    cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202E) ||
	    (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	    (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE007F));
}

bool
escape_needless(const char *s, size_t n)
{
	uint32_t cp;
	size_t len;

	for (; n > 0; s += len, n -= len) {
		len = utf8_next(s, n, &cp);
		if (len == 0 || !is_harmless(cp))
			return false;
	}
	return true;
}

/* A byte of w that is zero has its high bit set in the result; bytes above the
 * lowest such may, too. */
static uint64_t
zero_bytes(uint64_t w)
{
	return (w - ONES) & ~w & HIGHS;
}

/* Is one of eight bytes high, below space, DEL or a backslash? */
static bool
is_odd(const char *s)
{
	uint64_t w;

	memcpy(&w, s, sizeof w);
	return (w & HIGHS) | ((w - ONES * ' ') & ~w & HIGHS) |
	    zero_bytes(w ^ ONES * 0x7F) | zero_bytes(w ^ ONES * '\\');
}

bool
escape_plain(const char *s, size_t n)
{
	char few[8];

	if (n < sizeof few) {
		memset(few, ' ', sizeof few);
		for (size_t i = 0; i < n; i++)
			few[i] = s[i];
		return !is_odd(few);
	}
	for (size_t i = 0; i + 8 < n; i += 8)
		if (is_odd(s + i))
			return false;
	/* the last eight, some of them once more */
	return !is_odd(s + n - 8);
}

static bool
is_octal(char c)
{
	return c >= '0' && c <= '7';
}

static int
put_octal(struct buf *out, unsigned char c)
{
	char o[4] = {'\\', (char)('0' + (c >> 6)), (char)('0' + (c >> 3 & 7)),
	    (char)('0' + (c & 7))};

	return buf_put(out, o, sizeof o);
}

int
escape_put(struct buf *out, const char *s, size_t n)
{
	uint32_t cp;

	while (n > 0) {
		size_t len = utf8_next(s, n, &cp);
		bool looks_escaped = n >= 4 && s[0] == '\\' &&
		    is_octal(s[1]) && is_octal(s[2]) && is_octal(s[3]);

		if (len > 0 && is_harmless(cp) && !looks_escaped) {
			if (buf_put(out, s, len) != 0)
				return -1;
		} else {
			if (len == 0)
				len = 1;
			for (size_t i = 0; i < len; i++)
				if (put_octal(out, (unsigned char)s[i]) != 0)
					return -1;
		}
		s += len;
		n -= len;
	}
	return 0;
}
