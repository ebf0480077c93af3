#include "in.h"

#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };   /* what a pipe holds */

int
in_open(const char *operand)
{
	if (strcmp(operand, "-") == 0)
		return 0;
	return open(operand, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

void
in_close(int fd)
{
	if (fd > 0)
		(void)close(fd);
}

bool
in_is_stdin(const char *operand)
{
	return strcmp(operand, "-") == 0 || strcmp(operand, "/dev/stdin") == 0;
}

const char *
in_name(const char *operand)
{
	return strcmp(operand, "-") == 0 ? DIAG_STDIN : operand;
}

ssize_t
in_fill(int fd, void *mem, size_t cap)
{
	for (;;) {
		ssize_t n = read(fd, mem, cap);

		if (n >= 0)
			return n;
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			struct pollfd w = {.fd = fd, .events = POLLIN};

			(void)poll(&w, 1, -1);
		} else if (errno != EINTR) {
			return -1;
		}
	}
}

int
in_all(int fd, struct buf *b)
{
	for (;;) {
		ssize_t n;

		if (buf_reserve(b, PIECE) != 0)
			return -1;
		n = in_fill(fd, b->p + b->len, b->cap - b->len);
		if (n <= 0)
			return (int)n;
		b->len += (size_t)n;
	}
}

/* A writer that SIGPIPE could hurt? */
static bool
is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

void
in_drain(int fd)
{
	char waste[4096];

	if (!is_pipe(fd))
		return;
	while (in_fill(fd, waste, sizeof waste) > 0)
		;
}
