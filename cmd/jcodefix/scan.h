/*
 * scan: all that the rules find in a text.
 */
#ifndef HIKKOSHI_SCAN_H
#define HIKKOSHI_SCAN_H

#include "rules.h"
#include "site.h"

#include <stdbool.h>
#include <stddef.h>

struct scan_options {
	rule_set rules;
	struct library *library;   /* or NULL, see rules.h */
};

/* Do these rules find nothing where there is no candidate (candidate.h)? */
bool scan_needs_candidates(rule_set set);

/*
 * Append to sites, in the order of their places, what the rules find in n bytes
 * of Perl source, at most PERLLEX_MAX.  Where the source cannot be told from
 * text (an unclosed string, brackets that do not match), all that might be a
 * site is there as left alone.  0, or -1 with errno ENOMEM.
 */
int scan_text(struct sites *sites, const char *text, size_t n,
    const struct scan_options *o);

#endif
