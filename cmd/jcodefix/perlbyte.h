/*
 * perlbyte: what a byte may be in Perl source (perldata, "Identifier parsing",
 * without `use utf8`): bytes above 0x7F are taken for parts of names here, and
 * judged later.
 */
#ifndef HIKKOSHI_PERLBYTE_H
#define HIKKOSHI_PERLBYTE_H

#include <stdbool.h>
#include <stddef.h>

enum { PERLBYTE_START = 1, PERLBYTE_DIGIT = 2, PERLBYTE_SPACE = 4 };

extern const unsigned char perlbyte_classes[256];

/* The byte at `at` of n, or -1 behind the last: every question below has the
 * answer no for it. */
static inline int
perlbyte_at(const char *text, size_t n, size_t at)
{
	return at < n ? (unsigned char)text[at] : -1;
}

static inline bool
perlbyte_is(int c, unsigned classes)
{
	return c >= 0 && (perlbyte_classes[c] & classes);
}

/* What a name begins with. */
static inline bool
perlbyte_is_start(int c)
{
	return perlbyte_is(c, PERLBYTE_START);
}

static inline bool
perlbyte_is_digit(int c)
{
	return perlbyte_is(c, PERLBYTE_DIGIT);
}

/* What a name goes on with. */
static inline bool
perlbyte_is_word(int c)
{
	return perlbyte_is(c, PERLBYTE_START | PERLBYTE_DIGIT);
}

/* Blank, tab, newline, VT, FF, CR. */
static inline bool
perlbyte_is_space(int c)
{
	return perlbyte_is(c, PERLBYTE_SPACE);
}

/* Behind the white space, or the word, that is at `at`. */
size_t perlbyte_skip_space(const char *text, size_t n, size_t at);
size_t perlbyte_skip_word(const char *text, size_t n, size_t at);

#endif
