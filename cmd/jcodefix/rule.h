/*
 * rule: what a rule is, and what it is asked with.
 */
#ifndef HIKKOSHI_RULE_H
#define HIKKOSHI_RULE_H

#include "library.h"
#include "site.h"
#include "statement.h"

#include <stdbool.h>
#include <stddef.h>

/* What a rule may ask and tell. */
struct look {
	const struct statement *st;
	size_t i;                    /* the token to look at */
	const struct rule *rule;
	struct sites *sites;         /* where to add what is found */
	struct sites *emptied;       /* where `report` remembers %h = () */
	struct library *lib;         /* which files are there; NULL: unknown */
	bool done;                   /* a rule before found something here */
	bool failed;                 /* no memory, errno tells */
};

enum rule_use {
	RULE_ON,       /* unless --rules leaves it out */
	RULE_ASKED,    /* only where --rules names it */
	RULE_REPORT    /* finds, and never changes: --check */
};

struct rule {
	const char *name;
	enum rule_use use;
	const char *what;    /* a line */
	const char *why;     /* some lines, for --explain */
	/* The word that begins what it finds; NULL: any token may. */
	const char *word;
	/* Was something found, or known to be right?  Then no rule behind this
	 * one looks at the token, but those that report. */
	bool (*find)(struct look *l);
};

#endif
