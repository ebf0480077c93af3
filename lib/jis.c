#include "jis.h"

#include <string.h>

size_t
jis_shift(const char *s, size_t n, enum jis_set *set)
{
	size_t i;

	if (n == 0 || s[0] != JIS_ESC)
		return 0;
	if (n == 1)
		return 2;
	if (s[1] == '(') {
		if (n == 2)
			return 3;
		if (s[2] != 'B' && s[2] != 'J' && s[2] != 'H' && s[2] != 'I')
			return 0;
		*set = s[2] == 'I' ? JIS_KANA : JIS_ASCII;
		return 3;
	}
	if (s[1] != '$')
		return 0;
	/* ESC $ F for the three oldest sets, ESC $ ( F for all others */
	i = n > 2 && s[2] == '(' ? 3 : 2;
	if (n <= i)
		return n + 1;
	if (s[i] < '@' || s[i] > (i == 2 ? 'B' : 'Q'))
		return 0;
	*set = i == 3 && s[i] == 'D' ? JIS_X0212 : JIS_KANJI;
	return i + 1;
}

size_t
jis_run(const char *s, size_t n, size_t seqlen)
{
	const char *nl = memchr(s + seqlen, '\n', n - seqlen);
	size_t line = nl ? (size_t)(nl - s) : n;
	size_t i = seqlen;
	enum jis_set set;

	if (line > seqlen && s[line - 1] == '\r')
		line--;

	while (i < line) {
		const char *esc = memchr(s + i, JIS_ESC, line - i);
		size_t len;

		if (!esc)
			break;
		i = (size_t)(esc - s);
		len = jis_shift(esc, line - i, &set);
		if (len > line - i)
			break;
		i += len ? len : 1;
		if (len && set == JIS_ASCII)
			return i;
	}
	return line;
}
