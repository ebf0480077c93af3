/*
 * bytesort: strings in the order of their bytes, whatever the locale.
 *
 * Three-way quicksort over eight bytes at a time (multikey quicksort; Bentley
 * and Sedgewick 1997, with the cached keys of Ng and Kakehi 2007): a prefix
 * that many strings share, as paths do, is looked at once.  Pivots are picked
 * all over the range, so that no order that real input has is a bad one; the
 * stack stays in the order of log n.
 */
#ifndef HIKKOSHI_BYTESORT_H
#define HIKKOSHI_BYTESORT_H

#include <stddef.h>
#include <stdint.h>

/* A string base[at..at+len).  key is the sort's own; tag is the caller's. */
struct bytesort_item {
	uint64_t key;
	size_t at;
	uint32_t len, tag;
};

/*
 * Sort n items.  A string comes before those that it begins.  NUL is the
 * lowest byte, yet none may end in it, so that a string and its end are told
 * apart.  Items that are equal end up side by side, in any order.
 */
void bytesort(struct bytesort_item *items, size_t n, const char *base);

/* Do the bytes of a come before those of b (< 0), after (> 0), or are they
 * the same (0)? */
int bytesort_compare(const char *a, size_t alen, const char *b, size_t blen);

#endif
