/*
 * perltoken: a token of Perl source.
 */
#ifndef HIKKOSHI_PERLTOKEN_H
#define HIKKOSHI_PERLTOKEN_H

#include <stdbool.h>
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
	/* from here on, what statements are made of */
	PERL_OPEN,       /* ( [ {, and ${ @{ %{ &{ *{ $#{ as a whole */
	PERL_CLOSE,
	PERL_SEMICOLON   /* or a format */
};

/* What a bracket is; its closing one has the same. */
enum perl_bracket {
	PERL_GROUP,       /* ( ) */
	PERL_SIGNATURE,   /* ( ) of a sub without a name */
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

/* perlword_flags of a PERL_WORD of the text, 0 for all other tokens. */
unsigned perltoken_flags(const char *text, const struct perl_token *t);

/* Is the token these bytes? */
bool perltoken_is(const char *text, const struct perl_token *t, const char *s);

#endif
