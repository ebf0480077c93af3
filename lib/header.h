/*
 * header: the fields of a message (RFC 5322, 2.2).
 *
 * A field is its name, a colon, and its body with all folds: the lines that
 * follow and begin with white space.  What stands between is forgiven: white
 * space before the colon (4.5.3), `From ` and `>From ` lines of a mailbox,
 * lines that are no field at all.
 */
#ifndef HIKKOSHI_HEADER_H
#define HIKKOSHI_HEADER_H

#include "window.h"

#include <stdbool.h>
#include <stddef.h>

struct header {
	const char *bytes;
	size_t len;   /* without the empty line that ends it */
};

struct field {
	const char *name, *body;   /* the body: behind the colon, with folds and
	                            * the last line end */
	size_t name_len, body_len;
};

/*
 * Take one header off the window, up to and with its empty line or the end of
 * the input; the bytes are good until the window is used again.  WINDOW_OK;
 * WINDOW_END where no byte is left; WINDOW_FULL or WINDOW_ERROR.
 */
int header_read(struct window *w, struct header *h);

/* The field at *pos (0 at first), which moves behind it.  False: no more. */
bool header_field(const struct header *h, size_t *pos, struct field *f);

/* Do the n bytes at s begin with an empty line, CRLF or LF? */
bool header_is_end(const char *s, size_t n);

/* Is s (n bytes) a field name: printable ASCII but the colon? */
bool header_is_name(const char *s, size_t n);

/* The length of the field name that a user gave as n bytes, `From` or `From:`;
 * 0 where it is none, or begins like an option. */
size_t header_name_given(const char *s, size_t n);

#endif
