/*
 * judge: a password in, a verdict out.
 */
#ifndef HIKKOSHI_JUDGE_H
#define HIKKOSHI_JUDGE_H

#include "decoder.h"
#include "format.h"
#include "policy.h"
#include "ruleset.h"
#include "verdict.h"

#include <stdbool.h>

struct judge {
	bool builtin;            /* the policy counts, not only the rules */
	struct policy policy;
	struct ruleset rules;
	bool not_user;           /* nor may it hold the user's name */
	struct decoder decoder;  /* of passwords that are text of a charset */
};

/* The verdict of an account: 0, or -1 with errno. */
int judge_account(struct judge *j, const struct account *a, struct verdict *v);

void judge_free(struct judge *j);

#endif
