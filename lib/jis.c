#include "jis.h"

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
	enum jis_set set;
	size_t i = seqlen;

	while (i < n && s[i] != '\n') {
		size_t len = jis_shift(s + i, n - i, &set);

		if (len > n - i)
			break;
		i += len ? len : 1;
		if (len > 0 && set == JIS_ASCII)
			return i;
	}
	if (i < n && s[i] == '\n' && i > seqlen && s[i - 1] == '\r')
		i--;
	return i < n ? i : n;
}

size_t
jis_text(const char *s, size_t n)
{
	enum jis_set set, next;
	size_t seq = jis_shift(s, n, &set), i = seq, back;

	if (seq == 0 || seq > n || set == JIS_ASCII)
		return 0;
	while (i < n && s[i] > ' ' && s[i] < 0x7F)
		i++;
	if (set != JIS_KANA && (i - seq) % 2 != 0)
		return 0;
	if (i == n || s[i] == '\n' || s[i] == '\r')
		return i;
	back = jis_shift(s + i, n - i, &next);
	if (back == 0 || back > n - i)
		return 0;
	return next == JIS_ASCII ? i + back : i;
}
