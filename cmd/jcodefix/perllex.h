/*
 * perllex: the tokens of Perl source, byte by byte, as Perl's own tokenizer
 * sees them (perlop, "Gory details of parsing quoted constructs"; perldata;
 * perlpod; perlform).
 *
 * Nothing is decoded: Perl, too, takes the second byte of a Shift_JIS character
 * for a backslash where it looks like one.  Comments, POD and formats make no
 * token; strings, regexes and here-documents make one each; what stands behind
 * __END__, __DATA__, ^D or ^Z is not read.
 *
 * What a byte means depends on what came before it: `/` divides behind a term
 * and begins a regex elsewhere.  Where Perl would have to know other files'
 * subs to tell, the lexer guesses, and copies itself first: the copy, `other`,
 * goes on with the other meaning, for whoever wants to see whether it matters
 * (statement.h does).
 */
#ifndef HIKKOSHI_PERLLEX_H
#define HIKKOSHI_PERLLEX_H

#include "perlstate.h"

#include <stdbool.h>
#include <stddef.h>

/* Begin with n bytes, at most PERLLEX_MAX. */
void perllex_begin(struct perllex *lx, const char *text, size_t n);

/* The next token, good until the next but three; PERL_END at the end, and for
 * ever after.  There, `trouble` is not NULL where the text is not what Perl
 * takes: an unclosed quote (begun at trouble_at), brackets that do not match, a
 * byte that is no code. */
const struct perl_token *perllex_next(struct perllex *lx);

/* Are two lexers, of one text, at the same place in the same state? */
bool perllex_meet(const struct perllex *a, const struct perllex *b);

#endif
