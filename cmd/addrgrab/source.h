/*
 * source: one operand of addrgrab, open for reading, as a window of bytes;
 * with --from, of UTF-8 that was decoded on the way.  Only one source may be
 * open at a time: the memory that it is read into is there once.
 */
#ifndef ADDRGRAB_SOURCE_H
#define ADDRGRAB_SOURCE_H

#include "buf.h"
#include "charset.h"
#include "out.h"
#include "window.h"

#include <stdbool.h>
#include <stdint.h>

struct source {
	const char *name;      /* as messages, -H and %F give it */
	int fd;
	struct out *out;       /* flushed before reading blocks */
	struct window window;
	uint64_t line;         /* of the byte at window.start, from 1 */
	const char *charset;   /* to decode from, or NULL */
	struct charset cs;
	struct buf decoded;    /* UTF-8, from decoded_pos on not yet given out */
	size_t decoded_pos;
	size_t kept;           /* a cut-off character before the next read */
	bool ended;
	bool told;             /* that some of it is not in that charset */
};

/*
 * Open an operand ("-" is standard input) and hold its bytes, decoded from
 * charset unless that is NULL.  `out` is flushed before a read that would
 * wait, so that what is printed never lags behind what came in.
 * 0, or -1 with errno.
 */
int source_open(struct source *s, const char *operand, const char *charset,
    struct out *out);

void source_close(struct source *s);

/* Count the line ends of n bytes into s->line. */
void source_count(struct source *s, const char *bytes, size_t n);

#endif
