/*
 * census: which users and domains there are.  Names count as the same whatever
 * the case of their letters, as vpopmail has it.
 */
#ifndef HIKKOSHI_CENSUS_H
#define HIKKOSHI_CENSUS_H

#include "format.h"
#include "tally.h"

#include <stdbool.h>

struct census {
	struct tally users, domains, postmasters;
	struct buf key;
};

/* There is that domain, whether or not it has accounts: 0, or -1 with errno
 * ENOMEM. */
int census_expect(struct census *c, struct span domain);

/* Count an account's user: 1; 0: it is there already; -1 with errno ENOMEM. */
int census_add(struct census *c, const struct account *a);

/* The next domain, from *at = 0 on, that has no postmaster.  False: no more. */
bool census_next_missing(const struct census *c, size_t *at,
    const char **domain, size_t *n);

void census_free(struct census *c);

#endif
