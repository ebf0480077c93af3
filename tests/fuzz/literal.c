/*
 * literal: the copy with a text replaced, from a stream in pieces.
 *
 * What comes out is what a search from place to place makes of the whole.
 */
#define _GNU_SOURCE   /* memmem */
#include "fuzz.h"

#include "buf.h"

#include "jcodefix/literal.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

/* Pieces that fit into a socket: each takes some hundred bytes more than its
 * length. */
enum { MOST = 600, PIECES = 128 };

static uint64_t
replaced(struct buf *out, const char *text, size_t n)
{
	uint64_t count = 0;
	const char *found;

	while ((found = memmem(text, n, LITERAL_OLD, strlen(LITERAL_OLD)))) {
		size_t before = (size_t)(found - text);

		HOLDS(buf_put(out, text, before) == 0);
		HOLDS(buf_puts(out, LITERAL_NEW) == 0);
		text = found + strlen(LITERAL_OLD);
		n -= before + strlen(LITERAL_OLD);
		count++;
	}
	HOLDS(buf_put(out, text, n) == 0);
	return count;
}

/* Each piece is what one read(2) gives; some are longer than what is looked
 * for.  False: there are too many of them. */
static bool
send_pieces(int fd, const uint8_t *data, size_t n, unsigned most)
{
	struct fuzz_pieces in = {data, n};
	char piece[8 * 4];

	for (int sent = 0; in.n > 0; sent++) {
		size_t len = 0;

		if (sent == PIECES)
			return false;
		for (unsigned i = 0; i < most; i++)
			len += fuzz_piece(&in, piece + len, 8);
		HOLDS(send(fd, piece, len, MSG_DONTWAIT) == (ssize_t)len);
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned most = 1 + fuzz_choice(&data, &size) % 4;
	char mem[2 * MOST];
	struct buf want = {0};
	struct out out;
	uint64_t count = 0, want_count;
	int fd[2];
	bool sent;

	if (size == 0 || size > MOST)
		return 0;
	want_count = replaced(&want, (const char *)data, size);
	HOLDS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	sent = send_pieces(fd[1], data, size, most);
	(void)close(fd[1]);
	/* nothing is flushed, so that all of it stays there */
	out_init(&out, OUT_NOWHERE, mem, sizeof mem);
	HOLDS(literal_copy(fd[0], &out, &count) == 0);
	if (sent) {
		HOLDS(count == want_count);
		HOLDS(out.len == want.len && (want.len == 0 ||
		    memcmp(mem, want.p, want.len) == 0));
	}
	(void)close(fd[0]);
	buf_free(&want);
	return 0;
}
