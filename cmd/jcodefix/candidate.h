/*
 * candidate: bytes that may be a site, told fast and without Perl's grammar.
 * Most files have none, and are not looked at any further.
 */
#ifndef HIKKOSHI_CANDIDATE_H
#define HIKKOSHI_CANDIDATE_H

#include <stddef.h>

/* The first word `defined` before something that may be a whole hash or array,
 * or `do` before something that may be a sub, in text[from..to), of a text of n
 * bytes: its first byte; one that the text's end cuts off may be one.  to:
 * there is none. */
size_t candidate_next(const char *text, size_t n, size_t from, size_t to);

#endif
