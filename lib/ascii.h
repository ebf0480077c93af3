/*
 * ascii: letters and case by the ASCII table alone.
 *
 * <ctype.h> asks the locale and is undefined for bytes that a char holds as
 * negative numbers; names of fields, domains and charsets are ASCII.
 */
#ifndef HIKKOSHI_ASCII_H
#define HIKKOSHI_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline int
ascii_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static inline bool
ascii_alnum(int c)
{
	int l = ascii_lower(c);

	return (c >= '0' && c <= '9') || (l >= 'a' && l <= 'z');
}

/* Are the two strings equal when A-Z counts as a-z? */
static inline bool
ascii_same(const char *a, size_t alen, const char *b, size_t blen)
{
	if (alen != blen)
		return false;
	for (size_t i = 0; i < alen; i++)
		if (ascii_lower((unsigned char)a[i]) !=
		    ascii_lower((unsigned char)b[i]))
			return false;
	return true;
}

#endif
