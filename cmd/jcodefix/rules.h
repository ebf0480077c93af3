/*
 * rules: what stops old Perl on a Perl of today, and what to write instead.
 *
 * A rule is a row of the table in rules.c and a function that looks at a token
 * of a statement.  Options, --explain, the order of precedence and the search
 * all go by the table.
 */
#ifndef HIKKOSHI_RULES_H
#define HIKKOSHI_RULES_H

#include "library.h"
#include "site.h"
#include "statement.h"

#include <stdbool.h>

/* What a rule may ask and tell. */
struct look {
	const struct statement *st;
	size_t i;                    /* the token to look at */
	const struct rule *rule;
	struct sites *sites;         /* where to add what is found */
	struct sites *emptied;       /* where `report` remembers %h = () */
	struct library *library;     /* which files are there; NULL: unknown */
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

enum { RULES = 5 };
extern const struct rule rules[RULES];

/* What --literal changes; no row of the table. */
extern const struct rule rule_literal;

/* A set of rules: bit i is rules[i]. */
typedef unsigned rule_set;

/* The rules that are on unless somebody says otherwise. */
rule_set rules_default(void);

/* Those that find and never change. */
rule_set rules_reporting(void);

/* Those that must know all files before they change one, and what they found in
 * this one, for the library: 0, or -1 with errno ENOMEM. */
rule_set rules_gathered(void);
int rules_note(const struct sites *sites, const char *text, struct library *l);

/* The rules of a LIST, names with commas between.  False: *bad is the name,
 * *bad_len bytes long, that none has. */
bool rules_parse(const char *list, rule_set *set, const char **bad,
    size_t *bad_len);

/* The rule of that name, or NULL. */
const struct rule *rules_named(const char *name, size_t n);

#endif
