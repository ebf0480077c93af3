/*
 * listing: what is printed of verdicts.  It is never given a password.
 */
#ifndef HIKKOSHI_LISTING_H
#define HIKKOSHI_LISTING_H

#include "buf.h"
#include "out.h"
#include "verdict.h"

#include <stdbool.h>
#include <stdint.h>

/* All zeroes but for `out', which stays the caller's, is ready. */
struct listing {
	struct out *out;
	bool all, quiet, tsv;
	bool names_files;     /* of accounts without a user */
	struct buf line;
	uint64_t kinds[VERDICT_KINDS], malformed;
	uint64_t flaws;       /* duplicates, and postmasters that are missing */
};

/* Count a verdict.  True: it is to be printed; most accounts are good, and end
 * here. */
static inline bool
listing_count(struct listing *l, const struct verdict *v)
{
	bool flaw = v->codes & (VERDICT_DUPLICATE | VERDICT_MISSING);

	l->flaws += flaw;
	l->kinds[v->kind] += !(v->codes & VERDICT_MISSING);
	return !l->quiet && (l->all || v->kind != VERDICT_GOOD || flaw);
}

/* Print a verdict: 0, or -1 with errno. */
int listing_print(struct listing *l, const struct subject *s,
    const struct verdict *v);

/* The counts, on standard error. */
void listing_summary(const struct listing *l);

void listing_free(struct listing *l);

#endif
