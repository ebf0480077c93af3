/*
 * perlstate: where the lexer (perllex.h) is, and what it remembers.
 */
#ifndef HIKKOSHI_PERLSTATE_H
#define HIKKOSHI_PERLSTATE_H

#include "perltoken.h"

#include <stddef.h>

enum {
	PERLLEX_MAX = 256 << 20,   /* the longest text, in bytes */
	PERLLEX_DEPTH = 1000       /* of brackets */
};

struct perllex {
	const char *text;
	size_t n, at;
	struct perl_token tokens[4];   /* the last ones: perllex_last */
	unsigned count;                /* of all */
	unsigned char last_expect;     /* what comes next: perlcontext.h */
	bool begins;                   /* a statement may: what comes next */
	bool labels;                   /* the last one did, and is a word */
	size_t skip_from, skip_to;     /* here-documents behind this line */
	size_t depth;
	unsigned char brackets[PERLLEX_DEPTH];
	unsigned char utf8;            /* have names high bytes: perllex.c */
	const char *trouble;           /* why the text cannot be understood */
	size_t trouble_at;
	struct perllex *other;         /* for a copy at a guess, or NULL */
	size_t guess_at;               /* of the last guess, SIZE_MAX: none */
	size_t forced_at;              /* here, no guess: */
	unsigned char forced;
};

/* The last token but k; k is 2 at most. */
static inline const struct perl_token *
perllex_last(const struct perllex *lx, unsigned k)
{
	return &lx->tokens[(lx->count - k) & 3];
}

#endif
