/*
 * keep: bytes in secret memory (secret.h) that outlive their record.
 *
 * Invariant: p[0..n) are the bytes, n <= cap, what is behind them is zero, and
 * p is NULL only while cap is 0.  A keep of all zeroes is empty and ready.
 */
#ifndef HIKKOSHI_KEEP_H
#define HIKKOSHI_KEEP_H

#include <stddef.h>

struct keep {
	char *p;
	size_t n, cap;
};

/* Append n bytes.  0, or -1 with errno and the keep as it was. */
int keep_put(struct keep *k, const void *bytes, size_t n);

/* Wipe the bytes, keep the memory. */
void keep_clear(struct keep *k);

/* Wipe and give the memory back; the keep is empty and ready again. */
void keep_free(struct keep *k);

#endif
