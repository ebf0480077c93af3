/*
 * verdict: what is said of an account; nothing in it comes from a password.
 */
#ifndef HIKKOSHI_VERDICT_H
#define HIKKOSHI_VERDICT_H

#include "policy.h"
#include "ruleset.h"
#include "span.h"

#include <stddef.h>
#include <stdint.h>

enum verdict_kind {
	VERDICT_GOOD,
	VERDICT_BAD,
	VERDICT_UNKNOWN,    /* there is no clear password */
	VERDICT_KINDS
};

/* What is said besides the policy's reasons. */
enum verdict_code {
	VERDICT_RULE_FAILED = 1 << POLICY_REASONS,  /* one could not be tried */
	VERDICT_DUPLICATE = VERDICT_RULE_FAILED << 1,
	VERDICT_MISSING = VERDICT_RULE_FAILED << 2, /* postmaster: no account */
	VERDICT_DISABLED = VERDICT_RULE_FAILED << 3,
	VERDICT_MAY_BE_CUT = VERDICT_RULE_FAILED << 4
};
enum { VERDICT_CODES = 5 };

struct verdict {
	enum verdict_kind kind;
	unsigned codes;            /* the policy's reasons, and those above */
	size_t message_count;
	const char *messages[RULESET_MOST];       /* the ruleset's */
};

/* A verdict with nothing in it; the messages are not touched, which would take
 * longer than to judge. */
static inline void
verdict_clear(struct verdict *v)
{
	v->kind = VERDICT_GOOD;
	v->codes = 0;
	v->message_count = 0;
}

/* The same account, as others see it.  The strings are nobody's secret. */
struct subject {
	struct span file;
	uint64_t line;              /* 0: of no record */
	struct span user, domain;   /* NULL: not told */
};

#endif
