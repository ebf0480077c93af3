/*
 * vpop: what vpopmail writes, in whatever format it comes.
 */
#ifndef HIKKOSHI_VPOP_H
#define HIKKOSHI_VPOP_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number of decimal digits alone, as uid and gid are; false: it is none, or
 * has more than 32 bits. */
bool vpop_number(struct span s, uint32_t *value);

/* By the gid field, which holds no group but flags: is there no way left to use
 * the mailbox? */
bool vpop_disabled(uint32_t gid);

/* The clear password, or none where vpopmail has written something in its
 * place. */
struct span vpop_password(struct span s);

/*
 * The domain in .../domains/[X/]DOMAIN/[X/]USER, or that of a file
 * .../domains/[X/]DOMAIN/vpasswd, or none.  X: past 100 names vpopmail makes
 * directories of one letter or digit, up to three of them one in another, for
 * domains and for users.
 */
struct span vpop_domain(const char *path, size_t n);

#endif
