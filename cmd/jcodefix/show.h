/*
 * show: lines of source for people: in UTF-8, and safe on a terminal.
 */
#ifndef HIKKOSHI_SHOW_H
#define HIKKOSHI_SHOW_H

#include "buf.h"
#include "charset.h"

#include <stdbool.h>

struct show {
	struct charset from;
	bool decodes;         /* `from` is open */
	struct buf decoded;
};

/* Look at the text, to tell its charset (multibyte_guess). */
void show_begin(struct show *s, const char *text, size_t n);

/* Append n bytes of it to out: decoded, tabs as they are, what a terminal
 * might act on escaped (escape.h).  0, or -1 with errno ENOMEM. */
int show_put(struct show *s, struct buf *out, const char *bytes, size_t n);

void show_end(struct show *s);

#endif
