#include "source.h"

#include "diag.h"
#include "in.h"
#include "progress.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

/* The piece of input that is read at once.  The tests build with others, down
 * to a byte, so that every boundary is crossed. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (256 * 1024)
#endif

/* the kernel copies faster to the beginning of a page */
static _Alignas(4096) char block[BLOCK_SIZE];
static char raw[BLOCK_SIZE < 64 ? 64 : BLOCK_SIZE / 4];

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	struct source *s = ctx;
	struct pollfd p = {.fd = s->fd, .events = POLLIN};
	ssize_t n;

	if (s->out->len > 0 && poll(&p, 1, 0) == 0)
		(void)out_flush(s->out);
	n = in_fill(s->fd, mem, cap);
	if (n > 0)
		progress_add((uint64_t)n);
	return n;
}

/* Read and decode until at least a byte is there, or the end. */
static int
decode_more(struct source *s)
{
	buf_clear(&s->decoded);
	s->decoded_pos = 0;
	while (s->decoded.len == 0 && !s->ended) {
		size_t used;
		ssize_t unknown, n = fill(s, raw + s->kept, sizeof raw - s->kept);

		if (n < 0)
			return -1;
		s->ended = n == 0;
		s->kept += (size_t)n;
		unknown = charset_decode(&s->cs, &s->decoded, raw, s->kept,
		    s->ended, &used);
		if (unknown < 0)
			return -1;
		if (unknown > 0 && !s->told)
			diag(s->name, "holds what is not %s (--from)",
			    s->charset);
		s->told = s->told || unknown > 0;
		memmove(raw, raw + used, s->kept - used);
		s->kept -= used;
	}
	return 0;
}

static ssize_t
fill_decoded(void *ctx, void *mem, size_t cap)
{
	struct source *s = ctx;
	size_t n;

	if (s->decoded_pos == s->decoded.len && decode_more(s) != 0)
		return -1;
	n = s->decoded.len - s->decoded_pos;
	if (n > cap)
		n = cap;
	if (n > 0)
		memcpy(mem, s->decoded.p + s->decoded_pos, n);
	s->decoded_pos += n;
	return (ssize_t)n;
}

int
source_open(struct source *s, const char *operand, const char *charset,
    struct out *out)
{
	*s = (struct source){.name = in_name(operand), .line = 1,
	    .charset = charset, .out = out};
	if (charset && charset_open(&s->cs, charset, strlen(charset)) != 0)
		return -1;
	s->fd = in_open(operand);
	if (s->fd == -1) {
		int err = errno;

		if (charset)
			charset_close(&s->cs);
		errno = err;
		return -1;
	}
	window_init(&s->window, charset ? fill_decoded : fill, s, block,
	    sizeof block, WINDOW_MAX);
	return 0;
}

void
source_close(struct source *s)
{
	if (s->charset)
		charset_close(&s->cs);
	buf_free(&s->decoded);
	window_end(&s->window);
	in_close(s->fd);
}

void
source_count(struct source *s, const char *bytes, size_t n)
{
	uint64_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += bytes[i] == '\n';
	s->line += lines;
}
