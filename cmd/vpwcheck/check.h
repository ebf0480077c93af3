/*
 * check: the accounts of files, judged, counted and printed.
 */
#ifndef HIKKOSHI_CHECK_H
#define HIKKOSHI_CHECK_H

#include "census.h"
#include "format.h"
#include "judge.h"
#include "listing.h"

#include <stdbool.h>

/* What options leave alone is zero; format_options, judge and listing say more. */
struct check {
	const struct format *format;     /* NULL: the first record tells */
	struct format_options records;
	char delim;                      /* of records */
	bool skip_disabled;
	bool postmaster;                 /* each domain must have one */
	bool cut;                        /* not all was read */
	size_t file, files;              /* which of how many, from 1 */
	struct judge judge;
	struct census census;
	struct listing listing;
};

/* Check the accounts of a file, "-" for standard input.  STATUS_YES, or
 * STATUS_TROUBLE after messages. */
int check_file(struct check *c, const char *operand);

/* Print the domains without a postmaster, if all files were read to their ends.
 * As check_file. */
int check_postmasters(struct check *c);

void check_free(struct check *c);

#endif
