/*
 * display: the text of a header field as people read it, in UTF-8.
 */
#ifndef HIKKOSHI_DISPLAY_H
#define HIKKOSHI_DISPLAY_H

#include "buf.h"

#include <stddef.h>

/*
 * Append n bytes of unfolded header text to out: encoded-words decoded, raw
 * bytes converted from the charset of that name, or from what they look like
 * where it is NULL.  What cannot be read stays visible: U+FFFD for a
 * character, the bytes as they are for an unknown charset.  0, or -1 with
 * errno ENOMEM.  Escaping is left to the caller.
 */
int display_text(struct buf *out, const char *text, size_t n,
    const char *charset);

#endif
