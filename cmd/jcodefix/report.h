/*
 * report: what old Perl programs trip over that no rewrite mends by itself.
 */
#ifndef HIKKOSHI_REPORT_H
#define HIKKOSHI_REPORT_H

#include "rule.h"

/* The rule `report`: find what begins at a token. */
bool report_find(struct look *l);

/* What needs the whole text: the #! line, and aggregates that `sites` test and
 * `emptied` holds.  Appends to sites: 0, or -1 with errno ENOMEM. */
int report_whole(struct sites *sites, const struct sites *emptied,
    const struct rule *rule, const char *text, size_t n);

#endif
