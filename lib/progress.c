#include "progress.h"

#include "tick.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	FIRST = 1000, AGAIN = 250, AGAIN_IN_LOG = 10000,  /* ms */
	LINE = 160
};

static struct {
	const char *name;
	bool on, log;         /* log: standard error is no terminal */
	bool foreground_only;
	bool mid_line;        /* something else's, on the terminal */
	int shown;            /* columns that the line has now */
	int64_t next;         /* when it is written again */
	const char *noun;     /* NULL: bytes */
	size_t i, count;      /* which input */
	uint64_t done, total; /* 0: not known */
} line;

bool
progress_named(const char *word, enum progress_when *when)
{
	static const char *const words[] = {
		[PROGRESS_AUTO] = "auto", [PROGRESS_ALWAYS] = "always",
		[PROGRESS_NEVER] = "never"
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i]) == 0) {
			*when = (enum progress_when)i;
			return true;
		}
	return false;
}

/* One that knows no carriage return would fill with lines. */
static bool
is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || strcmp(term, "dumb") == 0;
}

/* The program behind a pipe may write to the same terminal. */
static bool
output_is_pipe(void)
{
	struct stat st;

	return fstat(1, &st) == 0 && (S_ISFIFO(st.st_mode) ||
	    S_ISSOCK(st.st_mode));
}

void
progress_begin(const char *name, enum progress_when when)
{
	bool terminal;

	if (when == PROGRESS_NEVER)
		return;
	terminal = isatty(2) == 1 && !is_dumb();
	line.name = name;
	line.on = when == PROGRESS_ALWAYS || (terminal && !output_is_pipe());
	line.log = !terminal;
	line.foreground_only = when == PROGRESS_AUTO;
	line.next = tick_ms() + (line.log ? AGAIN_IN_LOG : FIRST);
}

void
progress_bytes(int fd, size_t i, size_t count)
{
	struct stat st;
	off_t at;

	/* somebody types there */
	if (line.on && isatty(fd) == 1)
		line.on = false;
	if (!line.on)
		return;
	line.noun = NULL;
	line.i = i;
	line.count = count;
	line.done = line.total = 0;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	at = lseek(fd, 0, SEEK_CUR);
	if (at >= 0 && at < st.st_size)
		line.total = (uint64_t)(st.st_size - at);
}

void
progress_things(const char *noun)
{
	line.noun = noun;
	line.done = line.total = 0;
}

/* The numbers: 1240 of 4000 MB, 31 %. */
static int
write_bytes(char *to, size_t n)
{
	uint64_t most = line.total > line.done ? line.total : line.done;
	bool small = most < 10000000;
	uint64_t unit = small ? 1000 : 1000000;
	const char *name = small ? "kB" : "MB";

	/* a file that grows is read on */
	if (line.total == 0 || line.done > line.total)
		return snprintf(to, n, "%" PRIu64 " %s", line.done / unit, name);
	return snprintf(to, n, "%" PRIu64 " of %" PRIu64 " %s, %d %%",
	    line.done / unit, line.total / unit, name,
	    (int)((double)line.done / (double)line.total * 100));
}

/* Its length. */
static int
write_text(char *to, size_t size)
{
	int n = snprintf(to, size, "%s: ", line.name);

	if (line.noun)
		return n + snprintf(to + n, size - (size_t)n, "%" PRIu64 " %s",
		    line.done, line.noun);
	if (line.count > 1)
		n += snprintf(to + n, size - (size_t)n, "file %zu of %zu: ",
		    line.i, line.count);
	return n + write_bytes(to + n, size - (size_t)n);
}

/* A terminal that takes no more now is not waited for. */
static void
put(const char *text, int n)
{
	struct pollfd p = {.fd = 2, .events = POLLOUT};

	if (poll(&p, 1, 0) == 1 && (p.revents & POLLOUT))
		(void)!write(2, text, (size_t)n);
}

/* A job in the background may not write, or would be stopped for it. */
static bool
may_write(void)
{
	return !line.foreground_only || tcgetpgrp(2) == getpgrp();
}

/* All columns but the last, behind which terminals go on below. */
static int
columns(void)
{
	struct winsize w;

	return ioctl(2, TIOCGWINSZ, &w) != 0 || w.ws_col == 0 ? LINE :
	    w.ws_col - 1;
}

/* Over the old one, whose rest spaces cover: every terminal knows these. */
static void
show(void)
{
	char text[LINE + LINE];
	int n, most, covered = line.shown;

	if (line.mid_line || !may_write())
		return;
	most = columns();
	text[0] = '\r';
	n = 1 + write_text(text + 1, LINE - 2);
	if (n - 1 > most)
		return;
	line.shown = n - 1;
	while (n - 1 < covered && n - 1 < most)
		text[n++] = ' ';
	put(text, n);
}

static void
show_in_log(void)
{
	char text[LINE];
	int n = write_text(text, sizeof text - 1);

	text[n++] = '\n';
	put(text, n);
}

void
progress_add(uint64_t n)
{
	int64_t now;

	if (!line.on)
		return;
	line.done += n;
	now = tick_ms();
	if (now < line.next)
		return;
	line.next = now + (line.log ? AGAIN_IN_LOG : AGAIN);
	if (line.log)
		show_in_log();
	else
		show();
}

void
progress_hide(int fd)
{
	char text[LINE + LINE];
	int n = 0, most;

	if (line.shown == 0 || isatty(fd) != 1)
		return;
	most = columns();
	text[n++] = '\r';
	while (n <= line.shown && n <= most)
		text[n++] = ' ';
	text[n++] = '\r';
	if (may_write())
		put(text, n);
	line.shown = 0;
}

void
progress_wrote(int fd, char last)
{
	if (line.on && isatty(fd) == 1)
		line.mid_line = last != '\n';
}

void
progress_end(void)
{
	progress_hide(2);
	if (line.on && line.log)
		show_in_log();
	line.on = false;
}
