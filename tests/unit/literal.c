/* literal: against a copy that looks at every byte, over the boundaries of
 * what is read at once. */
#define _XOPEN_SOURCE 700  /* posix_openpt */

#include "buf.h"
#include "jcodefix/literal.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NEEDLE "unless defined %"
#define NEEDLE_LEN (sizeof NEEDLE - 1)
#define INSTEAD "if !%"

/* More than is read at once. */
#define BLOCK ((size_t)256 * 1024)

static uint64_t
naive(struct buf *to, const char *p, size_t n)
{
	uint64_t count = 0;

	buf_clear(to);
	for (size_t i = 0; i < n;) {
		if (n - i >= NEEDLE_LEN &&
		    memcmp(p + i, NEEDLE, NEEDLE_LEN) == 0) {
			(void)buf_puts(to, INSTEAD);
			i += NEEDLE_LEN;
			count++;
		} else {
			(void)buf_putc(to, p[i++]);
		}
	}
	return count;
}

/* Copy what fd holds by way of a file, and compare with what is right. */
static void
check_copy(int fd, size_t cap, const char *text, size_t n)
{
	static char mem[64 * 1024];
	struct buf want = {0}, got = {0};
	uint64_t count = 7, places = naive(&want, text, n);
	int to = open("literal.out", O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct out o;

	out_init(&o, dup(to), mem, cap);
	CHECK(literal_copy(fd, &o, &count) == 0 && count == 7 + places);
	CHECK(out_close(&o) == 0);
	CHECK(buf_reserve(&got, want.len + 1) == 0);
	CHECK(pread(to, got.p, want.len + 1, 0) == (ssize_t)want.len);
	CHECK(want.len == 0 || memcmp(got.p, want.p, want.len) == 0);
	buf_free(&want);
	buf_free(&got);
	(void)close(to);
}

/* Pieces of the needle, whole ones, and other bytes. */
static size_t
random_text(char *to, size_t n)
{
	static const char other[] = "u%%ns de\n\r\0\377u";
	size_t len = 0;

	while (len < n) {
		size_t more = 1, from = 0;

		if (rand() % 3 == 0) {
			to[len++] = other[(size_t)rand() % sizeof other];
			continue;
		}
		if (rand() % 2)
			more = NEEDLE_LEN;
		else if (rand() % 2)
			more = 1 + (size_t)rand() % NEEDLE_LEN;
		else
			from = (size_t)rand() % NEEDLE_LEN;
		if (more > n - len)
			more = n - len;
		memcpy(to + len, &NEEDLE[from], more);
		len += more;
	}
	return len;
}

/* Each packet of such a socket is read by itself, so every boundary is where
 * it was put. */
static void
test_boundaries(void)
{
	char text[120];

	srand(1);
	for (int k = 0; k < 5000; k++) {
		size_t n = random_text(text, (size_t)rand() % sizeof text);
		size_t most = k % 3 ? 1 + (size_t)rand() % 40 : 1;
		int s[2];

		CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s) == 0);
		for (size_t at = 0, len; at < n; at += len) {
			len = 1 + (size_t)rand() % most;
			if (len > n - at)
				len = n - at;
			CHECK(send(s[1], text + at, len, 0) == (ssize_t)len);
		}
		(void)close(s[1]);
		check_copy(s[0], 1 + (size_t)rand() % 100, text, n);
		(void)close(s[0]);
	}
}

static int
file_of(const char *text, size_t n)
{
	int fd = open("literal.in", O_RDWR | O_CREAT | O_TRUNC, 0600);

	CHECK(write(fd, text, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

/* Needles over the end of each whole block, and a text of nothing but
 * pieces. */
static void
test_blocks(void)
{
	size_t n = 4 * BLOCK;
	char *text = malloc(n);
	int fd;

	CHECK(text);
	if (!text)
		return;
	for (size_t back = 0; back <= NEEDLE_LEN; back++) {
		memset(text, back % 2 ? '%' : 'x', n);
		for (size_t b = 1; b < 4; b++)
			memcpy(text + b * BLOCK - back, NEEDLE, NEEDLE_LEN);
		memcpy(text + n - NEEDLE_LEN, NEEDLE, NEEDLE_LEN);
		fd = file_of(text, n - back);
		check_copy(fd, 64 * 1024, text, n - back);
		(void)close(fd);
	}
	for (size_t k = 0; k < 4; k++) {
		size_t len = random_text(text, n - k);

		fd = file_of(text, len);
		check_copy(fd, (size_t)1000 << k, text, len);
		(void)close(fd);
	}
	free(text);
}

/* What the writer waits to see comes before it writes more; what may yet be
 * changed does not. */
static void
test_waiting(void)
{
	char mem[64], back[64];
	uint64_t count = 0;
	struct out o;
	int in[2], out[2], status = 1;
	pid_t child;

	CHECK(pipe(in) == 0 && pipe(out) == 0);
	(void)fflush(stdout);
	child = fork();
	if (child == 0) {
		(void)close(in[1]);
		out_init(&o, out[1], mem, sizeof mem);
		_exit(literal_copy(in[0], &o, &count) != 0 ||
		    out_close(&o) != 0 || count != 1);
	}
	(void)close(in[0]);
	(void)close(out[1]);
	CHECK(write(in[1], "one unless d", 12) == 12);
	CHECK(read(out[0], back, sizeof back) == 4);
	CHECK(write(in[1], "efined %x", 9) == 9);
	CHECK(read(out[0], back, sizeof back) == 6 &&
	    memcmp(back, "if !%x", 6) == 0);
	CHECK(write(in[1], "u", 1) == 1 && close(in[1]) == 0);
	CHECK(read(out[0], back, sizeof back) == 1 && back[0] == 'u');
	CHECK(read(out[0], back, sizeof back) == 0);
	(void)close(out[0]);
	CHECK(waitpid(child, &status, 0) == child && status == 0);
}

static void
test_failures(void)
{
	char mem[4];
	uint64_t count = 0;
	struct out o;
	int fd = open(".", O_RDONLY);

	out_init(&o, 1, mem, sizeof mem);
	CHECK(literal_copy(fd, &o, &count) == -1 && errno == EISDIR &&
	    !o.err && o.len == 0);
	(void)close(fd);
	fd = open("/dev/zero", O_RDONLY);
	out_init(&o, open("/dev/full", O_WRONLY), mem, sizeof mem);
	CHECK(literal_copy(fd, &o, &count) == 0 && o.err == ENOSPC);
	(void)out_close(&o);
	(void)close(fd);
	CHECK(count == 0);
}

/* A terminal that hangs up behind the beginning of a needle: that comes out,
 * and where it cannot, the first failure is told all the same. */
static void
test_hangup(size_t cap, const char *file, size_t len)
{
	char mem[16];
	uint64_t count = 0;
	struct out o;
	int fd = posix_openpt(O_RDWR | O_NOCTTY), end;

	if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0 ||
	    (end = open(ptsname(fd), O_WRONLY | O_NOCTTY)) < 0) {
		(void)printf("not tested: no terminal\n");
		return;
	}
	CHECK(write(end, "unless", 6) == 6 && close(end) == 0);
	out_init(&o, open(file, O_WRONLY), mem, cap);
	CHECK(literal_copy(fd, &o, &count) == -1 && errno == EIO);
	CHECK(o.len == len && !o.err == (len > 0));
	(void)out_close(&o);
	(void)close(fd);
}

int
main(void)
{
	test_boundaries();
	test_blocks();
	test_waiting();
	test_failures();
	test_hangup(16, "/dev/null", 6);
	test_hangup(4, "/dev/full", 0);
	return unit_end();
}
