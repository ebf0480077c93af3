/*
 * utf8: one character at a time, strictly by RFC 3629 (no overlong forms,
 * no surrogates, nothing above U+10FFFF).
 */
#ifndef HIKKOSHI_UTF8_H
#define HIKKOSHI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length in bytes (1-4) of the character at s, which has n > 0 bytes;
 * its number in *cp.  0 where the bytes are not UTF-8 or are cut short. */
size_t utf8_next(const char *s, size_t n, uint32_t *cp);

/* The length of the byte order mark that the n bytes begin with, 0 or 3. */
size_t utf8_bom(const char *s, size_t n);

/* Are all n bytes UTF-8? */
bool utf8_valid(const char *s, size_t n);

#endif
