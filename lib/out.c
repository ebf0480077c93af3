#include "out.h"

#include "diag.h"
#include "progress.h"
#include "tick.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void
out_init(struct out *o, int fd, void *mem, size_t cap)
{
	*o = (struct out){.fd = fd, .mem = mem, .cap = cap};
}

static int
write_all(struct out *o, const char *p, size_t n)
{
	const char last = n > 0 ? p[n - 1] : '\n';

	progress_hide(o->fd);
	while (n > 0 && o->fd != OUT_NOWHERE) {
		ssize_t done = write(o->fd, p, n);

		if (done >= 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			/* a descriptor that another process made
			 * non-blocking: wait, as if it had not */
			struct pollfd w = {.fd = o->fd, .events = POLLOUT};

			(void)poll(&w, 1, -1);
		} else if (errno != EINTR) {
			o->err = errno;
			return -1;
		}
	}
	progress_wrote(o->fd, last);
	return 0;
}

int
out_flush(struct out *o)
{
	size_t n = o->len;

	if (o->err)
		return -1;
	o->len = 0;
	return write_all(o, o->mem, n);
}

int
out_flush_late(struct out *o)
{
	int64_t now = tick_ms();

	if (now < o->late)
		return 0;
	o->late = now + 100;
	return out_flush(o);
}

int
out_put(struct out *o, const void *bytes, size_t n)
{
	if (o->err)
		return -1;
	if (n > o->cap - o->len) {
		if (out_flush(o) != 0)
			return -1;
		if (n > o->cap)
			return write_all(o, bytes, n);
	}
	if (n > 0)
		memcpy(o->mem + o->len, bytes, n);
	o->len += n;
	return 0;
}

int
out_puts(struct out *o, const char *s)
{
	return out_put(o, s, strlen(s));
}

int
out_close(struct out *o)
{
	(void)out_flush(o);
	if (o->fd == OUT_NOWHERE)
		return o->err ? -1 : 0;
	/* EINTR: Linux has closed it all the same, and a second try might
	 * close another's */
	if (close(o->fd) != 0 && !o->err && errno != EINTR)
		o->err = errno;
	return o->err ? -1 : 0;
}

int
out_finish(struct out *o)
{
	if (out_close(o) == 0)
		return 0;
	if (o->err != EPIPE)
		diag_errno(DIAG_STDOUT, o->err);
	return -1;
}
