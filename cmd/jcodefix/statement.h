/*
 * statement: Perl source as statements, each an array of tokens.
 *
 * A statement ends with its `;`, with the `{` of a block that belongs to it
 * (`if (...) {`), or with the `}` of the block that it is in.  What is in a
 * block within an expression (do, eval, sub, map) comes first, as statements of
 * their own; of the block, its two brackets stay.  So each token is seen once,
 * and no more is held than the statements begun.
 *
 * Where the lexer guessed, another one follows the other meaning until both
 * agree again, or until that meaning turns out to be none.  In the first case,
 * what is between is in doubt.
 */
#ifndef HIKKOSHI_STATEMENT_H
#define HIKKOSHI_STATEMENT_H

#include "perllex.h"

/* So many guesses at once are followed. */
enum { STATEMENT_OTHERS = 8 };

struct statement {
	const char *text;
	const struct perl_token *t;   /* until the next call */
	size_t count;                 /* > 0 */
	bool cut;    /* too long to be held: only where it ends is known */
};

/* text[from..to) is in doubt; to is the text's length where the two meanings
 * did not meet again. */
struct doubt {
	size_t from, to;
};

struct statements {
	struct perllex lx;
	/* Lexers that follow another meaning, each from its guess_at on, which
	 * is SIZE_MAX for those at rest. */
	struct {
		struct perllex lx;
		size_t guess_at;
	} others[STATEMENT_OTHERS];
	size_t following;             /* how many do */
	size_t offered;               /* the one for the next guess, if any */
	size_t guess_at;              /* the last guess that was seen to */
	struct doubt *doubts;         /* in their order, and apart */
	size_t doubt_count, doubt_cap;
	bool lost;                    /* the last one goes to the end */
	struct perl_token *tokens;
	size_t count, cap;
	size_t begin;                 /* of the present statement, in tokens */
	size_t *outer, outer_cap;     /* where those around it begin */
	size_t level;
	bool cut;
	unsigned char ended;          /* what the last statement ended with */
};

void statements_begin(struct statements *s, const char *text, size_t n);

/* The next statement: 1; 0 at the end, s->lx.trouble telling whether the text
 * was understood; -1 with errno ENOMEM. */
int statements_next(struct statements *s, struct statement *st);

/* The first doubt that the bytes from..to are in, or NULL.  To be asked at the
 * end. */
const struct doubt *statements_doubt(const struct statements *s, size_t from,
    size_t to);

void statements_free(struct statements *s);

#endif
