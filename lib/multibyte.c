#include "multibyte.h"

#include "jis.h"
#include "utf8.h"

#include <string.h>

static bool
is_pair(enum multibyte kind, unsigned char lead, unsigned char trail)
{
	if (kind == MULTIBYTE_SJIS)
		return ((lead >= 0x81 && lead <= 0x9F) ||
		    (lead >= 0xE0 && lead <= 0xFC)) &&
		    trail >= 0x40 && trail != 0x7F && trail <= 0xFC;
	return kind == MULTIBYTE_DBCS && lead >= 0x81 && lead <= 0xFE &&
	    trail >= 0x40 && trail != 0x7F && trail <= 0xFE;
}

/* The length of the character of EUC-JP at s; 1 for ASCII, and for a byte that
 * begins none. */
static size_t
euc_length(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];
	size_t len = c == 0x8F ? 3 : 2;

	if (len > n || c == 0xFF || (c < 0xA1 && c != 0x8E && c != 0x8F))
		return 1;
	for (size_t i = 1; i < len; i++)
		if ((unsigned char)s[i] < 0xA1 || (unsigned char)s[i] == 0xFF)
			return 1;
	return len;
}

size_t
multibyte_step(enum multibyte kind, const char *s, size_t n)
{
	size_t japanese = s[0] == JIS_ESC ? jis_text(s, n) : 0;

	if (japanese > 0)
		return japanese;
	if (kind == MULTIBYTE_EUC)
		return euc_length(s, n);
	return n >= 2 && is_pair(kind, (unsigned char)s[0],
	    (unsigned char)s[1]) ? 2 : 1;
}

static bool
valid_euc(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t len = euc_length(s + i, n - i);

		if (len == 1 && (s[i] & 0x80))
			return false;
		i += len;
	}
	return true;
}

static bool
valid_sjis(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)s[i];
		size_t len = multibyte_step(MULTIBYTE_SJIS, s + i, n - i);

		/* one byte: ASCII or half-width kana */
		if (len == 1 && c >= 0x80 && (c < 0xA1 || c > 0xDF))
			return false;
		i += len;
	}
	return true;
}

bool
multibyte_high(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] & 0x80)
			return true;
	return false;
}

const char *
multibyte_guess(const char *s, size_t n)
{
	if (!multibyte_high(s, n))
		return n > 0 && memchr(s, JIS_ESC, n) ? "ISO-2022-JP" : NULL;
	return utf8_valid(s, n) ? "UTF-8" : valid_euc(s, n) ? "EUC-JP" :
	    valid_sjis(s, n) ? "Shift_JIS" : NULL;
}
