/*
 * perlcontext: what the tokens before lx->at say about the bytes there, as
 * Perl's tokenizer (toke.c) decides it.
 */
#ifndef HIKKOSHI_PERLCONTEXT_H
#define HIKKOSHI_PERLCONTEXT_H

#include "perlstate.h"

/* What is expected: a term, or an operator; ASK: a word comes before that may
 * be a sub, or a brace that may close a hash, and only Perl knows. */
enum { EXPECT_TERM, EXPECT_OPERATOR, EXPECT_ASK };

int perlcontext_known(const struct perllex *lx);

/* Of two meanings, the usual one, unless lx was made to try the other.  A copy
 * of lx that will is made, where one is wanted (perllex.h). */
int perlcontext_guess(struct perllex *lx, int usual);

/* perlcontext_known, with a guess where nobody knows: a statement behind a
 * brace; behind a word an operator, unless it looks like a here-document. */
int perlcontext_expect(struct perllex *lx);

/* What a { at lx->at begins. */
enum perl_bracket perlcontext_brace(const struct perllex *lx);

/* Behind the prototype whose ( is at lx->at, sub f($$;\@) or :prototype(*); 0:
 * there is none. */
size_t perlcontext_prototype(const struct perllex *lx);

#endif
