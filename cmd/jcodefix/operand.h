/*
 * operand: the neighbours of a token in its statement, as Perl's grammar has
 * them (perlop, "Operator Precedence and Associativity").
 */
#ifndef HIKKOSHI_OPERAND_H
#define HIKKOSHI_OPERAND_H

#include "statement.h"

#include <stdbool.h>

/* Token i of the statement, or PERL_END where there is none: -1, too. */
const struct perl_token *operand_token(const struct statement *st, size_t i);

/* Is token i of that kind and text?  Its perlword_flags. */
bool operand_is(const struct statement *st, size_t i, enum perl_kind kind,
    const char *text);
unsigned operand_flags(const struct statement *st, size_t i);

/* Is it =, or an operator with = ? */
bool operand_is_assignment(const struct statement *st, size_t i);

/* The n bytes of the string at i, without its quotes; NULL: there is none, or
 * Perl would change something in it. */
const char *operand_plain_string(const struct statement *st, size_t i,
    size_t *n);

/* The plain string behind require or do at i, as the above: *string is its
 * token.  NULL: there is none, or more than it is asked for. */
const char *operand_required(const struct statement *st, size_t i,
    size_t *string, size_t *n);

/* The bracket that closes the one at i, or the token count. */
size_t operand_close(const struct statement *st, size_t i);

/*
 * The whole hash or array that stands from token i on, within parentheses or
 * not, perhaps behind a plus: *end is behind it and them, *bare whether there
 * were none.  False: there is something else, an element or a slice, or an
 * expression that only begins with one.
 */
bool operand_is_aggregate(const struct statement *st, size_t i, size_t *end,
    bool *bare);

/* How an operator at i binds, beside a named unary operator such as `defined`
 * with parentheses (`bare` false) or without. */
enum operand_binding {
	OPERAND_LOOSE,     /* it takes the value */
	OPERAND_TIGHT,     /* it takes the operand first */
	OPERAND_UNKNOWN    /* nothing that may stand there */
};

enum operand_binding operand_binding(const struct statement *st, size_t i,
    bool bare);

/* Is nothing but the truth of the tokens from..to used?  False: the value is,
 * or might be; or, where what is behind from is in parentheses (`bare` false),
 * a function before it would take them for its own, as print(@a) does. */
bool operand_is_boolean(const struct statement *st, size_t from, size_t to,
    bool bare);

#endif
