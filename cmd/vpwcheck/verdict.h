/*
 * verdict: what is said of an account; nothing in it comes from a password.
 */
#ifndef HIKKOSHI_VERDICT_H
#define HIKKOSHI_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum verdict_kind {
	VERDICT_GOOD,
	VERDICT_BAD,
	VERDICT_UNKNOWN,    /* there is no clear password */
	VERDICT_KINDS
};

/* Messages of rules that are told of one account at most; there may be more. */
enum { VERDICT_MESSAGES = 32 };

struct verdict {
	enum verdict_kind kind;
	unsigned reasons;              /* policy.h */
	bool rule_failed;              /* one of them could not be tried */
	bool duplicate, missing;       /* a postmaster that there is not */
	bool disabled, may_be_cut;
	size_t message_count;
	const char *messages[VERDICT_MESSAGES];   /* the ruleset's */
};

/* A verdict with nothing in it; the messages are not touched, which would take
 * longer than to judge. */
static inline void
verdict_clear(struct verdict *v)
{
	v->kind = VERDICT_GOOD;
	v->reasons = 0;
	v->rule_failed = v->duplicate = v->missing = false;
	v->disabled = v->may_be_cut = false;
	v->message_count = 0;
}

/* The same account, as others see it.  The strings are nobody's secret. */
struct subject {
	const char *file;
	uint64_t line;                 /* 0: of no record */
	const char *user, *domain;     /* NULL: not told */
	size_t user_len, domain_len;
};

#endif
