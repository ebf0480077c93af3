/*
 * compare: do two fields of a header name the same sender?
 *
 * The answer has three values: what cannot be told (a field that is missing or
 * holds no address, an entry that is none among those that matter, a second
 * From) is neither yes nor no, and absent never equals absent.
 */
#ifndef ADDRCMP_COMPARE_H
#define ADDRCMP_COMPARE_H

#include "header.h"

#include <stdbool.h>

struct compare_options {
	bool domain;       /* domains alone, and one may lie below the other */
	bool ignore_case;  /* of local parts, too; nothing where only domains
	                    * are compared */
};

enum compare_result {
	COMPARE_NO,
	COMPARE_YES,       /* every address of the first is one of the second */
	COMPARE_UNKNOWN,
	COMPARE_ERROR      /* no memory: errno ENOMEM */
};

/*
 * Addresses are the same when their domains are, but for the case of A-Z and a
 * dot at the end (the root of RFC 1034, 3.1), and when their local parts mean
 * the same, quoted or not (RFC 5321, 4.1.2).
 */
enum compare_result compare_fields(const struct header *h, const char *first,
    const char *second, const struct compare_options *o);

#endif
