/* secrets: records of passwords, and what is left of them in memory. */
#include "vpwcheck/secret.h"
#include "vpwcheck/secrets.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOM "\xEF\xBB\xBF"
enum { MIB = 1 << 20 };

static uint64_t state = 42;

static unsigned
below(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % n;
}

static bool
is_zero(const char *p, size_t n)
{
	return n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0);
}

/* Is nothing in memory but the last record and what was not given? */
static bool
clean_around(const struct secrets *s)
{
	return is_zero(s->mem, s->clean) && is_zero(s->mem + s->end,
	    s->cap - s->end);
}

/* --- a writer --- */

struct writer {
	pid_t pid;
	int fd;
};

/* Wait until the reader has all, so that no read gives it two pieces; not for
 * ever: it may have its reasons to read nothing. */
static void
wait_read(int fd)
{
	int n = 1;

	for (int i = 0; i < 1000 && ioctl(fd, FIONREAD, &n) == 0 && n > 0; i++)
		(void)sched_yield();
}

/* Pieces of up to `most` bytes; most 0: all at once. */
static void
write_pieces(int fd, const char *p, size_t n, unsigned most)
{
	while (n > 0) {
		size_t piece = most ? 1 + below(most) : n;
		ssize_t w = write(fd, p, piece < n ? piece : n);

		if (w <= 0)
			return;
		p += w;
		n -= (size_t)w;
		if (most)
			wait_read(fd);
	}
}

static struct writer
feed(const char *p, size_t n, unsigned most)
{
	struct writer w = {-1, -1};
	int fd[2];

	if (pipe(fd) != 0)
		return w;
	w.fd = fd[0];
	w.pid = fork();
	if (w.pid == 0) {
		(void)close(fd[0]);
		write_pieces(fd[1], p, n, most);
		_exit(0);
	}
	(void)close(fd[1]);
	return w;
}

static void
end(struct writer *w)
{
	(void)close(w->fd);
	(void)waitpid(w->pid, NULL, 0);
}

/* --- against a split that has all in memory --- */

struct split {
	const char *p, *last;
	char delim;
};

static bool
split_next(struct split *s, const char **rec, size_t *n)
{
	const char *d;

	if (s->p == s->last)
		return false;
	*rec = d = s->p;
	while (d < s->last && *d != s->delim)
		d++;
	*n = (size_t)(d - *rec);
	s->p = d < s->last ? d + 1 : d;
	if (d < s->last && s->delim == '\n' && *n > 0 && d[-1] == '\r')
		--*n;
	return true;
}

/* One record as the split has it; is there one? */
static bool
same_record(struct secrets *s, struct split *split)
{
	const char *want = NULL;
	size_t n = 0, want_n = 0;
	char *rec = NULL;
	bool more = split_next(split, &want, &want_n);
	int r;

	if (below(4) == 0) {
		r = secrets_peek(s, &rec, &n);
		CHECK(r == (more ? SECRETS_RECORD : SECRETS_END));
		CHECK(!more || (n == want_n && memcmp(rec, want, n) == 0));
		CHECK(clean_around(s));
	}
	r = secrets_next(s, &rec, &n);
	CHECK(r == (more ? SECRETS_RECORD : SECRETS_END));
	if (!more || r != SECRETS_RECORD)
		return false;
	CHECK(n == want_n && memcmp(rec, want, n) == 0);
	/* an escape undone: none of it may come back */
	memset(rec, 'y', n);
	return true;
}

static void
same_as_split(const char *p, size_t n, char delim, unsigned most)
{
	struct writer w = feed(p, n, most);
	struct secrets s;
	struct split split = {p, p + n, delim};
	uint64_t count = 0;

	if (n >= 3 && memcmp(p, BOM, 3) == 0)
		split.p += 3;
	CHECK(secrets_open(&s, w.fd, delim) == 0);
	while (same_record(&s, &split)) {
		CHECK(s.line == ++count);
		if (count % 8 == 0)
			CHECK(clean_around(&s));
	}
	CHECK(s.line == count && s.clean == s.begin && clean_around(&s));
	/* a mark alone is no record, and no secret */
	CHECK(s.end - s.begin == (n == 3 && memcmp(p, BOM, 3) == 0 ? 3 : 0));
	secrets_close(&s);
	end(&w);
}

static void
test_random(void)
{
	static const char bytes[] = "ab:\xEF\xBB\xBF\r\r\n\n\0";
	static const unsigned pieces[] = {0, 1, 2, 7, 100};
	static char data[3000];

	for (int i = 0; i < 400; i++) {
		size_t n = below(i % 8 ? 80 : sizeof data);
		size_t at = 0;
		char delim = below(2) ? '\n' : '\0';

		if (i % 3 == 0 && n >= 3) {
			memcpy(data, BOM, 3);
			at = 3;
		}
		while (at < n)
			data[at++] = bytes[below(sizeof bytes - 1)];
		same_as_split(data, n, delim, pieces[below(5)]);
	}
}

/* Long ones, so that the memory grows, and is moved at every place. */
static void
test_large(void)
{
	enum { LARGE = 3000000 };
	char *data = malloc(LARGE);

	if (!data)
		return;
	for (int i = 0; i < 6; i++) {
		for (size_t at = 0, left = 0; at < LARGE; at++, left--) {
			if (left == 0)
				left = 1 + below(i < 3 ? 200 : 300000);
			data[at] = left == 1 ? '\n' : (char)('a' + at % 26);
		}
		same_as_split(data, LARGE, '\n', i % 2 ? 100000 : 0);
	}
	free(data);
}

static void
test_edges(void)
{
	static const struct {
		const char *p;
		size_t n;
	} all[] = {
#define CASE(s) {s, sizeof s - 1}
		CASE(""), CASE("\n"), CASE("\r"), CASE("\r\n"), CASE("\r\r\n"),
		CASE(BOM), CASE(BOM "\n"), CASE(BOM "\r\n"), CASE(BOM "a"),
		CASE(BOM BOM "\n"), CASE("\n" BOM "\n"), CASE("\xEF\xBB"),
		CASE("\xEF\xBB\n\xBF"), CASE("a"), CASE("a\r"), CASE("a\n"),
		CASE("a\n\n"), CASE("a\r\nb"), CASE("\0"), CASE("a\0b\n\0c"),
		CASE(BOM "\0\r\0")
#undef CASE
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		for (unsigned most = 0; most < 2; most++) {
			same_as_split(all[i].p, all[i].n, '\n', most);
			same_as_split(all[i].p, all[i].n, '\0', most);
		}
}

/* --- the longest --- */

/* `before`, n bytes, `behind`, and a record more. */
static void
test_long(const char *before, size_t n, const char *behind, unsigned most)
{
	size_t b = strlen(before), e = strlen(behind), len;
	char *p = malloc(b + n + e + 5), *rec;
	struct writer w;
	struct secrets s;
	int want = n > SECRETS_RECORD_MAX ? SECRETS_TOO_LONG : SECRETS_RECORD;

	if (!p)
		return;
	memcpy(p, before, b);
	memset(p + b, 'x', n);
	memcpy(p + b + n, behind, e);
	memcpy(p + b + n + e, "last\n", 5);
	w = feed(p, b + n + e + (e ? 5 : 0), most);
	CHECK(secrets_open(&s, w.fd, '\n') == 0);
	for (int i = 0; i < 2; i++)
		CHECK(secrets_peek(&s, &rec, &len) == want && s.line == 0);
	CHECK(secrets_next(&s, &rec, &len) == want && s.line == 1);
	CHECK(want == SECRETS_TOO_LONG || (len == n && rec[0] == 'x' &&
	    memcmp(rec, rec + 1, n - 1) == 0));
	CHECK(s.cap <= SECRETS_RECORD_MAX + 64 * 1024);
	CHECK(clean_around(&s));
	CHECK(want == SECRETS_RECORD || !memchr(s.mem, 'x', s.cap));
	if (e)
		CHECK(secrets_next(&s, &rec, &len) == SECRETS_RECORD &&
		    IS(rec, len, "last") && s.line == 2);
	CHECK(secrets_next(&s, &rec, &len) == SECRETS_END);
	CHECK(is_zero(s.mem, s.cap));
	secrets_close(&s);
	end(&w);
	free(p);
}

/* What was given is gone before more is waited for. */
static void
test_wiped(void)
{
	struct secrets s;
	char *rec;
	size_t n;
	int fd[2];

	if (pipe(fd) != 0)
		return;
	CHECK(secrets_open(&s, fd[0], '\n') == 0);
	CHECK(write(fd[1], "xxxxxx\nyyyyyy\n", 14) == 14);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD &&
	    IS(rec, n, "yyyyyy"));
	CHECK(write(fd[1], "z\n", 2) == 2);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD && IS(rec, n, "z"));
	CHECK(!memchr(s.mem, 'x', s.cap) && !memchr(s.mem, 'y', s.cap));
	(void)close(fd[1]);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_END);
	CHECK(is_zero(s.mem, s.cap));
	secrets_close(&s);
	(void)close(fd[0]);
}

/* All that may stand around the longest is held before its newline comes. */
static void
test_late_newline(void)
{
	static char p[MIB + 5];
	struct writer w = {-1, -1};
	struct secrets s;
	char *rec;
	size_t n;
	int fd[2];

	memset(p, 'x', sizeof p);
	memcpy(p, BOM, 3);
	memcpy(p + sizeof p - 2, "\r\n", 2);
	if (pipe(fd) != 0 || (w.pid = fork()) == -1)
		return;
	if (w.pid == 0) {
		write_pieces(fd[1], p, sizeof p - 1, 0);
		(void)usleep(1000);
		wait_read(fd[1]);
		write_pieces(fd[1], p + sizeof p - 1, 1, 0);
		_exit(0);
	}
	(void)close(fd[1]);
	w.fd = fd[0];
	CHECK(secrets_open(&s, w.fd, '\n') == 0);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD && n == MIB);
	secrets_close(&s);
	end(&w);
}

static void
test_longest(void)
{
	static const char *const before[] = {"", BOM};
	static const char *const behind[] = {"", "\n", "\r\n"};

	for (size_t b = 0; b < 2; b++)
		for (size_t e = 0; e < 3; e++)
			for (unsigned most = 0; most <= 9999; most += 9999) {
				test_long(before[b], MIB - 1, behind[e], most);
				test_long(before[b], MIB, behind[e], most);
				test_long(before[b], MIB + 1, behind[e], most);
				test_long(before[b], 5 * MIB, behind[e], most);
			}
}

/* --- trouble --- */

static void
test_error(void)
{
	struct secrets s;
	char *rec;
	size_t n;
	int fd = open("/", O_RDONLY);

	CHECK(secrets_open(&s, fd, '\n') == 0);
	for (int i = 0; i < 3; i++) {
		errno = 0;
		CHECK((i < 2 ? secrets_next : secrets_peek)(&s, &rec, &n) ==
		    SECRETS_ERROR && errno == EISDIR && s.line == 0);
	}
	secrets_close(&s);
	(void)close(fd);
}

/* What an error cuts is no record, and nor is what comes behind it. */
static void
test_cut(void)
{
	struct writer w = feed("one\ntwo", 7, 0);
	struct secrets s;
	char *rec;
	size_t n;
	int fd;

	CHECK(secrets_open(&s, w.fd, '\n') == 0);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD);
	s.fd = -1;
	errno = 0;
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_ERROR && errno == EBADF);
	CHECK(s.line == 1);
	s.fd = fd = open("/dev/zero", O_RDONLY);
	errno = 0;
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_ERROR && errno == EBADF);
	(void)close(fd);
	secrets_close(&s);
	end(&w);
}

static void
test_no_memory(void)
{
	struct secrets all[SECRET_MOST], s;

	for (size_t i = 0; i < SECRET_MOST; i++)
		CHECK(secrets_open(&all[i], 0, '\n') == 0);
	errno = 0;
	CHECK(secrets_open(&s, 0, '\n') == -1 && errno == ENOMEM);
	secrets_close(&s);
	for (size_t i = 0; i < SECRET_MOST; i++)
		secrets_close(&all[i]);
	secrets_close(&all[0]);
}

/* --- where the bytes of a password are --- */

/* Each byte of the marker but for one bit: the scan does not find this. */
static const unsigned char covered[] = "Ldsj`s1u`i`urinvrhurdmg";
enum { MARKER = sizeof covered - 1 };

/* A sanitizer knows of memory that no program may look at. */
__attribute__((no_sanitize("address", "undefined")))
static unsigned
count_markers(const volatile unsigned char *p, size_t n)
{
	unsigned count = 0;

	for (size_t i = 0; i + MARKER <= n; i++) {
		size_t k = 0;

		while (k < MARKER && (p[i + k] ^ 1) == covered[k])
			k++;
		count += k == MARKER;
	}
	return count;
}

/* In a line of /proc/self/maps: "FROM-TO rw..". */
static unsigned
count_in_map(const char *line)
{
	char *rest;
	uintptr_t from = (uintptr_t)strtoull(line, &rest, 16);
	uintptr_t to = *rest == '-' ? (uintptr_t)strtoull(rest + 1, &rest, 16) :
	    from;

	/* what is larger is a sanitizer's, which reserves terabytes */
	if (strncmp(rest, " rw", 3) != 0 || to - from > (uintptr_t)1 << 26)
		return 0;
	/* the address is the file's word */
	return count_markers((const volatile unsigned char *)from, to - from);
}

/* In all memory that this process can write to. */
static unsigned
count_all(void)
{
	static char text[1 << 18];
	int fd = open("/proc/self/maps", O_RDONLY);
	size_t n = 0;
	ssize_t r;
	unsigned count = 0;

	while (n < sizeof text - 1 &&
	    (r = read(fd, text + n, sizeof text - 1 - n)) > 0)
		n += (size_t)r;
	(void)close(fd);
	text[n] = '\0';
	CHECK(n > 0 && n < sizeof text - 1);
	for (char *p = text, *nl; (nl = strchr(p, '\n')); p = nl + 1)
		count += count_in_map(p);
	return count;
}

/* The marker is bare in the child only: `pad` bytes, it, pad, a newline, twice,
 * and a line without. */
static struct writer
feed_markers(size_t pad)
{
	struct writer w = {-1, -1};
	size_t len = 2 * pad + MARKER + 1;
	char *p;
	int fd[2];

	if (pipe(fd) != 0)
		return w;
	w.fd = fd[0];
	w.pid = fork();
	if (w.pid != 0) {
		(void)close(fd[1]);
		return w;
	}
	p = malloc(len + 2);
	if (!p)
		_exit(1);
	memset(p, '.', len);
	for (size_t i = 0; i < MARKER; i++)
		p[pad + i] = (char)(covered[i] ^ 1);
	memcpy(p + len - 1, "\n.\n", 3);
	write_pieces(fd[1], p, len, 0);
	write_pieces(fd[1], p, len + 2, 0);
	_exit(0);
}

/* One line is asked for at a time; the next may be held, or not. */
static void
test_left(size_t pad)
{
	struct writer w = feed_markers(pad);
	struct secrets s;
	char *rec;
	size_t n, len = 2 * pad + MARKER;
	unsigned count;

	CHECK(count_all() == 0);
	CHECK(secrets_open(&s, w.fd, '\n') == 0);
	CHECK(secrets_peek(&s, &rec, &n) == SECRETS_RECORD && n == len);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD && n == len);
	count = count_all();
	CHECK(count >= 1 && count == count_markers((unsigned char *)s.mem,
	    s.cap));
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD && n == len);
	count = count_all();
	CHECK(count >= 1 && count == count_markers((unsigned char *)s.mem,
	    s.cap));
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD && IS(rec, n, "."));
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_END);
	CHECK(count_all() == 0);
	secrets_close(&s);
	end(&w);
	CHECK(count_all() == 0);
}

/* The input is left while a record is held. */
static void
test_closed(void)
{
	struct writer w = feed_markers(10);
	struct secrets s;
	char *rec;
	size_t n;

	CHECK(secrets_open(&s, w.fd, '\n') == 0);
	CHECK(secrets_next(&s, &rec, &n) == SECRETS_RECORD);
	CHECK(count_all() >= 1);
	secrets_close(&s);
	CHECK(count_all() == 0);
	end(&w);
}

int
main(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	test_left(0);
	test_left(1000);
	test_left(40000);
	test_left(500000);
	test_closed();
	test_edges();
	test_random();
	test_large();
	test_longest();
	test_wiped();
	test_late_newline();
	test_error();
	test_cut();
	test_no_memory();
	return unit_end();
}
