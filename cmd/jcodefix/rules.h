/*
 * rules: what stops old Perl on a Perl of today, and what to write instead.
 *
 * A rule is a row of the table in rules.c and a function that looks at a token
 * of a statement.  Options, --explain, the order of precedence and the search
 * all go by the table.
 */
#ifndef HIKKOSHI_RULES_H
#define HIKKOSHI_RULES_H

#include "rule.h"

#include <stdbool.h>
#include <stddef.h>

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
 * this one, which may be changed or not, for the library: 0, or -1 with errno
 * ENOMEM. */
rule_set rules_gathered(void);
int rules_note(const struct sites *sites, const char *text, struct library *l,
    bool may);

/* The rules of a LIST, names with commas between, `default` among them.  False:
 * *bad is the name, *bad_len bytes long, that none has. */
bool rules_parse(const char *list, rule_set *set, const char **bad,
    size_t *bad_len);

/* All names, with commas between, for messages; names holds them. */
enum { RULES_NAMES = 128 };
const char *rules_names(char names[RULES_NAMES]);

#endif
