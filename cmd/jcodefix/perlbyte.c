#include "perlbyte.h"

#define ROW(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x

const unsigned char perlbyte_classes[256] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4, 0, 0,
	ROW(0),
	4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0,
	0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1,
	0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
	ROW(1), ROW(1), ROW(1), ROW(1), ROW(1), ROW(1), ROW(1), ROW(1)
};

size_t
perlbyte_skip_space(const char *text, size_t n, size_t at)
{
	while (perlbyte_is_space(perlbyte_at(text, n, at)))
		at++;
	return at;
}

size_t
perlbyte_skip_word(const char *text, size_t n, size_t at)
{
	while (perlbyte_is_word(perlbyte_at(text, n, at)))
		at++;
	return at;
}
