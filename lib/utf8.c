#include "utf8.h"

#include <string.h>

size_t
utf8_next(const char *s, size_t n, uint32_t *cp)
{
	/* the least number that needs as many bytes, against overlong forms */
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = (unsigned char)s[0];
	size_t len;

	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
	if (c < 0xC2 || c > 0xF4 || len > n)
		return 0;
	*cp = c & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		c = (unsigned char)s[i];
		if ((c & 0xC0) != 0x80)
			return 0;
		*cp = *cp << 6 | (c & 0x3F);
	}
	if (*cp < least[len] || *cp > 0x10FFFF ||
	    (*cp >= 0xD800 && *cp <= 0xDFFF))
		return 0;
	return len;
}

size_t
utf8_bom(const char *s, size_t n)
{
	return n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

bool
utf8_valid(const char *s, size_t n)
{
	uint32_t cp;

	while (n > 0) {
		size_t len = utf8_next(s, n, &cp);

		if (len == 0)
			return false;
		s += len;
		n -= len;
	}
	return true;
}
