/*
 * keys: a set of byte strings in order, for questions that an order answers
 * fast: is this one in it, and is one in it that this one lies below?
 *
 * Below is meant as in a path of labels that KEYS_STEP ends: `com|example` is
 * below `com`, `comet` is not.  KEYS_STEP sorts before every other byte, so
 * that all that lies below a key stands right behind it.
 */
#ifndef ADDRCMP_KEYS_H
#define ADDRCMP_KEYS_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYS_STEP '\0'

/* Bytes in a set's memory, or the caller's. */
struct key {
	const char *p;
	size_t len;
};

/* All zeroes is an empty set. */
struct keys {
	struct buf bytes;  /* the strings; the last one may be unfinished */
	size_t *ends;      /* of each finished string, in bytes */
	struct key *sorted, *tops;  /* NULL until keys_sort */
	size_t count, cap;
	size_t top_count;  /* tops: those that lie below no other */
};

/* The bytes put into k->bytes since the last call are one more string.
 * 0, or -1 with errno ENOMEM. */
int keys_end(struct keys *k);

/* Each string in turn, in the order of adding; i < k->count.  Good until more
 * bytes are put into the set. */
struct key keys_at(const struct keys *k, size_t i);

/* No more strings are added: make ready for the questions below, which may be
 * asked only then.  0, or -1 with errno ENOMEM. */
int keys_sort(struct keys *k);

/* Is the string in the set? */
bool keys_have(const struct keys *k, struct key s);

/* Is a string in the set that is the same, or lies below s, or above it? */
bool keys_have_kin(const struct keys *k, struct key s);

void keys_free(struct keys *k);

#endif
