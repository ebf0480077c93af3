/*
 * judge: a password in, a verdict out.
 */
#ifndef HIKKOSHI_JUDGE_H
#define HIKKOSHI_JUDGE_H

#include "charset.h"
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
	bool decodes;
	struct charset from;     /* of passwords, where `decodes` */
	char *decoded;           /* secret memory for one, and the charset's */
};

/* Passwords are text of that charset: 0, or -1 with errno. */
int judge_from(struct judge *j, const char *charset);

/* The verdict of an account: 0, or -1 with errno. */
int judge_account(struct judge *j, const struct account *a, struct verdict *v);

void judge_free(struct judge *j);

#endif
