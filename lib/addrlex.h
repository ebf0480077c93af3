/*
 * addrlex: the tokens of a field body that holds addresses: RFC 5322, 3.2, with
 * encoded-words (RFC 2047) and text in other charsets as opaque pieces.
 *
 * What is never closed is white space: a quote, and a comment too unless an
 * address, or many such comments, came before it; then it goes to the end of
 * the body.
 */
#ifndef HIKKOSHI_ADDRLEX_H
#define HIKKOSHI_ADDRLEX_H

#include "multibyte.h"

#include <stdbool.h>
#include <stddef.h>

enum addrlex_kind {
	LEX_END = 1,
	LEX_SPACE,     /* or what counts as such: an open comment to the end */
	LEX_STRAY,     /* a quote or parenthesis without its other half; white
	                * space, too, but not between two words */
	LEX_COMMENT,
	LEX_QUOTED,    /* a quoted-string */
	LEX_ATOM,      /* dots included; an encoded-word is part of one */
	LEX_JAPANESE,  /* a run of ISO-2022-JP between its shifts */
	LEX_LITERAL,   /* [...] */
	LEX_LT, LEX_GT, LEX_AT, LEX_COMMA, LEX_SEMICOLON, LEX_COLON
};

struct addrlex_token {
	enum addrlex_kind kind;
	size_t pos, end;  /* offsets in the body */
};

/* After this many unclosed comments one behind them goes to the end of the body:
 * looking for the end of each would take the square of its length. */
enum { ADDRLEX_OPEN = 64 };

/* Tokens are asked for by offset, and the same offset gives the same token
 * however often it is asked for, until `found` changes: the members below the
 * line only remember what would be costly to find out again. */
struct addrlex {
	const char *body;  /* the caller's */
	size_t len;
	enum multibyte kind;
	bool found;              /* an address came already; set by the caller */
	/* -- */
	size_t no_quote_from;    /* from here on no quote is closed */
	size_t open[ADDRLEX_OPEN];  /* where comments open and never close */
	unsigned open_count;
	size_t open_to;          /* the last of them */
};

void addrlex_init(struct addrlex *l, const char *body, size_t len,
    enum multibyte kind);

/* The token at offset i: LEX_END, of no length, at the end of the body. */
struct addrlex_token addrlex(struct addrlex *l, size_t i);

/* The length of the character at offset i, a quoted-pair as one. */
size_t addrlex_step(const struct addrlex *l, size_t i);

bool addrlex_is_space(char c);

#endif
