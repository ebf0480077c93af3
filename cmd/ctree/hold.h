/*
 * hold: entries kept for later, with their strings and facts.
 */
#ifndef HIKKOSHI_HOLD_H
#define HIKKOSHI_HOLD_H

#include "buf.h"
#include "entry.h"
#include "facts.h"

/* An entry's strings are in the text of the hold: bytes stand behind the name
 * where they differ from it. */
struct held {
	size_t text, len, nbytes;   /* nbytes 0: the name's own */
	size_t depth;
	uint64_t total;
	size_t facts;               /* 1 + its index; 0: none */
	int err;                    /* why it could not be read; 0 */
	unsigned char type;
	bool followed, unreached, last, unweighed;
};

struct held_facts {
	unsigned asked, known;
	struct stat st;
	size_t target, target_len;  /* in the text */
	mode_t leads;
};

struct hold {
	unsigned which;             /* FACTS_ to ask for when an entry is kept */
	struct held *v;
	size_t n, cap;
	struct held_facts *facts;
	size_t nfacts, facts_cap;
	struct buf text;
};

/* Keep the entry at the end: 0, or -1 with errno ENOMEM. */
int hold_add(struct hold *h, struct entry *e);

/* Make *e the entry number i, with *f for its facts; both are good until the
 * hold changes.  What was not in `which` counts as asked in vain. */
void hold_get(const struct hold *h, size_t i, struct entry *e,
    struct facts *f);

/* Forget all but the first n. */
void hold_cut(struct hold *h, size_t n);

void hold_free(struct hold *h);

#endif
