/*
 * census: which users and domains there are.  Names count as the same whatever
 * the case of their letters, as vpopmail has it.  A domain that is not told is
 * one for each file.
 */
#ifndef HIKKOSHI_CENSUS_H
#define HIKKOSHI_CENSUS_H

#include "format.h"
#include "tally.h"

#include <stdbool.h>

/* All zeroes: there are none. */
struct census {
	struct tally users, domains, postmasters;
	struct buf key;
	const char *file;   /* the present one: census_begin */
};

/* What comes next is of that file; the string stays the caller's, until
 * census_free. */
void census_begin(struct census *c, const char *file);

/* There is that domain, whether or not it has accounts: 0, or -1 with errno
 * ENOMEM. */
int census_expect(struct census *c, struct span domain);

/* Count an account's user: 1; 0: it is there already; -1 with errno ENOMEM. */
int census_add(struct census *c, const struct account *a);

/* The next domain, from *at = 0 on, that has no postmaster; or, where its domain
 * is not told, the file.  False: no more. */
bool census_next_missing(const struct census *c, size_t *at,
    struct span *domain, struct span *file);

void census_free(struct census *c);

#endif
