/*
 * tally: a set of byte strings, in the order they came, each with a count and
 * a text to print.  Memory grows with the number of different strings.
 */
#ifndef HIKKOSHI_TALLY_H
#define HIKKOSHI_TALLY_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tally_entry {
	uint64_t hash, count;
	size_t key, key_len, text, text_len;  /* offsets in tally.bytes */
};

struct tally {
	struct tally_entry *entries;  /* in the order they came */
	size_t len, cap;
	size_t *slots;       /* index of an entry plus 1; 0: free */
	size_t slot_count;   /* a power of two, over twice len */
	uint64_t key[2];     /* of siphash: a secret, so that nobody can choose
	                      * strings that collide */
	struct buf bytes;
};

/*
 * Count the string key; where it is new, keep text beside it.  1: it was new;
 * 0: it was known; -1 with errno ENOMEM.
 */
int tally_add(struct tally *t, const char *key, size_t key_len,
    const char *text, size_t text_len);

/* Was the string key counted? */
bool tally_has(const struct tally *t, const char *key, size_t key_len);

void tally_free(struct tally *t);

#endif
