/*
 * ruleset: PostfixAdmin's password_validation, an ordered list of patterns that
 * a password has to match, each with the message for when it does not.
 *
 * As in PHP's array a pattern stands in it once: given again, it keeps its
 * place, and its message is the later one.
 */
#ifndef HIKKOSHI_RULESET_H
#define HIKKOSHI_RULESET_H

#include <stdbool.h>
#include <stddef.h>

struct rule;

/* So many there may be. */
enum { RULESET_MOST = 64 };

/* All zeroes: no rules. */
struct ruleset {
	struct rule *v;
	size_t count, cap;
};

struct ruleset_error {
	size_t line;      /* of the text, from 1; 0: it has no lines */
	char what[320];   /* in words, printable ASCII, no newline */
};

/*
 * Add "/RE/flags=message", n bytes.  The first = behind the closing delimiter
 * begins the message; without one, or with nothing behind it, the pattern is
 * the message.  False with *e.
 */
bool ruleset_add(struct ruleset *r, const char *text, size_t n,
    struct ruleset_error *e);

/*
 * Add the entries '/RE/flags' => 'message' of n bytes of PHP, with or without
 * the array around them, its $CONF['password_validation'] = and PHP's comments.
 * Assignments to other elements of $CONF are passed over, and so
 * is, behind <?php, all other code that does not name password_validation; one
 * to min_password_length is refused, since PostfixAdmin makes a rule of it, and
 * so is what PHP would have to run: functions, constants, variables.  False with
 * *e, the rules above it added.  A text without a rule is an error: every
 * password would pass.
 */
bool ruleset_read(struct ruleset *r, const char *text, size_t n,
    struct ruleset_error *e);

/* Add those of PostfixAdmin's own three rules whose patterns are not there yet.
 * False with *e. */
bool ruleset_stock(struct ruleset *r, struct ruleset_error *e);

/* Called for a rule that a password does not match.  `failed`: PCRE2 could not
 * tell (see PREG_FAILED).  The message may hold any byte but NUL. */
typedef void ruleset_report(void *ctx, const char *message, bool failed);

/* Try all rules on the n bytes of a password: how many it does not match. */
size_t ruleset_check(const struct ruleset *r, const char *password, size_t n,
    ruleset_report *report, void *ctx);

void ruleset_free(struct ruleset *r);

#endif
