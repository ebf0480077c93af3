#include "diag.h"

#include "buf.h"
#include "escape.h"
#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *program = "hikkoshi";

void
diag_init(const char *name)
{
	program = name;
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
			continue;
		/* open() takes the lowest free descriptor, which is fd; where
		 * there is no /dev/null, "/" cannot be read or written either */
		if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
			(void)open("/", O_RDONLY);
	}
}

const char *
diag_program(void)
{
	return program;
}

/* What cannot be written to standard error can be told to nobody. */
static void
write_line(const struct buf *line)
{
	size_t done = 0;

	progress_hide(2);
	while (done < line->len) {
		ssize_t n = write(2, line->p + done, line->len - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			(void)poll(&(struct pollfd){.fd = 2,
			    .events = POLLOUT}, 1, -1);
		else if (errno != EINTR)
			break;
	}
}

/* Where there is no memory for a message, that is one. */
static void
write_no_memory(void)
{
	static const char no_memory[] = ": out of memory\n";

	progress_hide(2);
	(void)!write(2, program, strlen(program));
	(void)!write(2, no_memory, sizeof no_memory - 1);
}

void
diag_bytes(const char *where, const char *what, const char *bytes, size_t n)
{
	struct buf line = {0};
	bool ok = buf_puts(&line, program) == 0 && buf_puts(&line, ": ") == 0;

	/* an operand can be empty: then that should be seen */
	if (where && where[0] == '\0')
		where = "''";
	if (where)
		ok = ok && escape_put(&line, where, strlen(where)) == 0 &&
		    buf_puts(&line, ": ") == 0;
	ok = ok && escape_put(&line, what, strlen(what)) == 0;
	if (bytes)
		ok = ok && buf_puts(&line, ": ") == 0 &&
		    escape_put(&line, bytes, n) == 0;
	if (ok && buf_putc(&line, '\n') == 0)
		write_line(&line);
	else
		write_no_memory();
	buf_free(&line);
}

void
diag_at(const char *file, uint64_t line, const char *what, const char *bytes,
    size_t n)
{
	char number[24];
	struct buf where = {0};

	(void)snprintf(number, sizeof number, ":%" PRIu64, line);
	if (line > 0 && buf_puts(&where, file) == 0 &&
	    buf_put(&where, number, strlen(number) + 1) == 0)
		file = where.p;
	diag_bytes(file, what, bytes, n);
	buf_free(&where);
}

void
diag(const char *where, const char *fmt, ...)
{
	struct buf what = {0};
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_reserve(&what, (size_t)n + 1) != 0) {
		write_no_memory();
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(what.p, what.cap, fmt, ap);
	va_end(ap);
	diag_bytes(where, what.p, NULL, 0);
	buf_free(&what);
}

void
diag_errno(const char *where, int err)
{
	diag_bytes(where, strerror(err), NULL, 0);
}
