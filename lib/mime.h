/*
 * mime: encoded-words (RFC 2047, with the language suffix of RFC 2231) in the
 * text of a header field, as bytes with the name of their charset.
 *
 * White space between two encoded-words goes; neighbours of one charset come
 * as one span, because mailers cut them in the middle of a character.
 */
#ifndef HIKKOSHI_MIME_H
#define HIKKOSHI_MIME_H

#include "buf.h"

#include <stddef.h>

struct mime_span {
	const char *charset;  /* of an encoded-word; NULL for text as it is */
	size_t charset_len;
	const char *bytes;
	size_t len;
};

struct mime {
	const char *text;
	size_t len, pos;
	struct buf decoded;  /* what a span of encoded-words points into */
};

/* Go through the n bytes at text, which stay the caller's. */
void mime_init(struct mime *m, const char *text, size_t n);

/* The next span, good until the next call: 1; 0 at the end; -1 with errno
 * ENOMEM. */
int mime_next(struct mime *m, struct mime_span *s);

void mime_end(struct mime *m);

#endif
