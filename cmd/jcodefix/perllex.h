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
 * and begins a regex elsewhere.  Where Perl would have to know the subs of
 * other files to tell, the lexer guesses, and copies itself first: the copy, `other`,
 * goes on with the other meaning, for whoever wants to see whether it matters
 * (statement.h does).
 */
#ifndef HIKKOSHI_PERLLEX_H
#define HIKKOSHI_PERLLEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum perl_kind {
	PERL_END,
	PERL_WORD,       /* maybe one of Perl's (perlword.h) */
	PERL_NAME,       /* none: behind ->, before =>, {so}, of a sub */
	PERL_VARIABLE,   /* $x, $#x, @$x, %P::x, &$f, *x, ${name} */
	PERL_NUMBER,
	PERL_STRING,     /* all that is quoted, <FH>, sub f($$) */
	PERL_EVALUATED,  /* s///e: what replaces is code */
	PERL_OPERATOR,
	PERL_OPEN,       /* ( [ {, and ${ @{ %{ &{ *{ $#{ as a whole */
	PERL_CLOSE,
	PERL_SEMICOLON   /* or a format */
};

/* What a bracket is; its closing one has the same. */
enum perl_bracket {
	PERL_GROUP,       /* ( ) */
	PERL_CALL,        /* ( ) behind -> or a subscript */
	PERL_LIST,        /* [ ] */
	PERL_SUBSCRIPT,   /* { } */
	PERL_HASH,        /* { } that makes an anonymous hash */
	PERL_DEREF,       /* ${ } */
	PERL_BLOCK_TERM,  /* of do, eval, sub: a term */
	PERL_BLOCK_LIST,  /* of map and its like: a list comes next */
	PERL_BLOCK,       /* a statement may come next */
	PERL_EITHER       /* a block, or a hash: nobody can tell */
};

/* Does it hold statements? */
static inline bool
perl_is_block(enum perl_bracket b)
{
	return b >= PERL_BLOCK_TERM;
}

struct perl_token {
	uint32_t at, end;   /* the bytes text[at..end) */
	uint32_t part;      /* PERL_EVALUATED: where the second part begins */
	unsigned char kind, bracket;
};

enum {
	PERLLEX_MAX = 256 << 20,   /* the longest text, in bytes */
	PERLLEX_DEPTH = 1000       /* of brackets */
};

struct perllex {
	const char *text;
	size_t n, at;
	struct perl_token tokens[4];   /* the last ones: perllex_last */
	unsigned count;                /* of all */
	unsigned char last_expect;     /* what the last one wants: perllex.c */
	size_t skip_from, skip_to;     /* here-documents behind this line */
	size_t depth;
	unsigned char brackets[PERLLEX_DEPTH];
	unsigned char utf8;            /* may names have high bytes: perllex.c */
	const char *trouble;           /* why the text cannot be understood */
	size_t trouble_at;
	struct perllex *other;         /* for a copy at the next guess, or NULL */
	size_t guess_at;               /* of the last guess, SIZE_MAX: none */
	size_t forced_at;              /* here, no guess: */
	unsigned char forced;
};

/* Begin with n bytes, at most PERLLEX_MAX. */
void perllex_begin(struct perllex *lx, const char *text, size_t n);

/* The next token, good until the next but three; PERL_END at the end, and for
 * ever after.  There, `trouble` is not NULL where the text is not what Perl
 * takes: an unclosed quote (begun at trouble_at), brackets that do not match, a
 * byte that is no code. */
const struct perl_token *perllex_next(struct perllex *lx);

/* The last token but k; k is 2 at most. */
static inline const struct perl_token *
perllex_last(const struct perllex *lx, unsigned k)
{
	return &lx->tokens[(lx->count - k) & 3];
}

/* Are two lexers, of one text, at the same place in the same state? */
bool perllex_meet(const struct perllex *a, const struct perllex *b);

/* perlword_flags of a PERL_WORD of the text, 0 for all other tokens. */
unsigned perllex_flags(const char *text, const struct perl_token *t);

/* Is the token these bytes? */
bool perllex_is(const char *text, const struct perl_token *t, const char *s);

#endif
