#include "secret.h"

#include "deadly.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 25)
#define HAVE_EXPLICIT_BZERO
#endif
#elif defined __OpenBSD__ || defined __FreeBSD__
#define HAVE_EXPLICIT_BZERO
#endif

/*
 * A signal handler is told nothing, so these cannot be anywhere else.  They are
 * changed only while all signals that are caught here are held back.
 */
static struct map {
	void *p;
	size_t n;
} maps[SECRET_MOST];
static size_t map_count;
static int terminal = -1;      /* a descriptor of ours */
static struct termios loud, quiet;
static bool silenced;          /* loud and quiet are known */

void
secret_wipe(void *p, size_t n)
{
#ifdef HAVE_EXPLICIT_BZERO
	explicit_bzero(p, n);
#else
	volatile unsigned char *v = p;

	while (n > 0)
		v[--n] = 0;
#endif
}

/* --- what handlers do: nothing that is not async-signal-safe --- */

static void
wipe_maps(void)
{
	for (size_t i = 0; i < map_count; i++)
		secret_wipe(maps[i].p, maps[i].n);
}

/* Behind our back the terminal is the shell's.  One that does not control this
 * process has no background. */
static bool
in_foreground(void)
{
	pid_t group = tcgetpgrp(terminal);

	return group == -1 || group == getpgrp();
}

/* How it was is learnt here, in the foreground for the first time: before, the
 * shell may have it as it edits lines. */
static void
hide(void)
{
	if (terminal == -1 || !in_foreground())
		return;
	if (!silenced && tcgetattr(terminal, &loud) == 0) {
		quiet = loud;
		quiet.c_lflag &= (tcflag_t)~(ECHO | ECHOE | ECHOK | ECHONL);
		silenced = true;
	}
	if (silenced)
		(void)tcsetattr(terminal, TCSANOW, &quiet);
}

static void
put_back(void)
{
	if (!silenced || !in_foreground())
		return;
	/* not TCSAFLUSH, which waits for output, behind ^S for ever */
	(void)tcflush(terminal, TCIFLUSH);
	(void)tcsetattr(terminal, TCSANOW, &loud);
}

/* What the signal does when nobody catches it, once it is not blocked. */
static void
by_default(int sig)
{
	struct sigaction act = {.sa_handler = SIG_DFL};

	(void)sigaction(sig, &act, NULL);
	(void)raise(sig);
}

static void
wipe_and_die(int sig)
{
	wipe_maps();
	put_back();
	by_default(sig);
}

static void
fill_held(sigset_t *set)
{
	deadly_fill(set);
	(void)sigaddset(set, SIGTSTP);
	(void)sigaddset(set, SIGCONT);
	/* or tcsetattr would stop a process that has just lost the
	 * foreground */
	(void)sigaddset(set, SIGTTOU);
}

static void
catch(int sig, void (*handler)(int))
{
	struct sigaction act = {.sa_handler = handler,
	    .sa_flags = SA_RESTART};

	fill_held(&act.sa_mask);
	(void)sigaction(sig, &act, NULL);
}

static void
put_back_and_stop(int sig)
{
	int err = errno;
	sigset_t set, mask;

	put_back();
	by_default(sig);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, sig);
	(void)sigprocmask(SIG_UNBLOCK, &set, &mask);
	/* here it stops, unless nobody is there to continue it */
	(void)sigprocmask(SIG_SETMASK, &mask, NULL);
	catch(sig, put_back_and_stop);
	hide();
	errno = err;
}

static void
hide_again(int sig)
{
	int err = errno;

	(void)sig;
	hide();
	errno = err;
}

/* --- the rest --- */

static void
hold(sigset_t *mask)
{
	sigset_t set;

	fill_held(&set);
	(void)sigprocmask(SIG_BLOCK, &set, mask);
}

static void
let(const sigset_t *mask)
{
	int err = errno;

	(void)sigprocmask(SIG_SETMASK, mask, NULL);
	errno = err;
}

static void
catch_unless_ignored(int sig, void (*handler)(int))
{
	struct sigaction before;

	if (sigaction(sig, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
		catch(sig, handler);
}

void
secret_begin(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
#ifdef PR_SET_DUMPABLE
	/* a core_pattern that is a program does not ask for the limit */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	for (size_t i = 0; i < deadly_count; i++)
		catch_unless_ignored(deadly_signals[i], wipe_and_die);
}

void
secret_end(void)
{
	sigset_t mask;

	hold(&mask);
	wipe_maps();
	while (map_count > 0) {
		map_count--;
		(void)munmap(maps[map_count].p, maps[map_count].n);
	}
	put_back();
	silenced = false;
	if (terminal != -1)
		(void)close(terminal);
	terminal = -1;
	let(&mask);
}

enum { LOCKED = 2 << 20 };

static void *
map_apart(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
#ifdef MADV_DONTDUMP
	(void)madvise(p, n, MADV_DONTDUMP);
#endif
	/* against swap; a user may lock little or nothing, and that is no
	 * reason to check no passwords.  It touches all, and what is beyond is
	 * for the longest, which hardly ever come. */
	(void)mlock(p, n < LOCKED ? n : LOCKED);
	return p;
}

void *
secret_map(size_t n)
{
	sigset_t mask;
	void *p = NULL;

	hold(&mask);
	if (map_count == SECRET_MOST)
		errno = ENOMEM;
	else
		p = map_apart(n);
	if (p)
		maps[map_count++] = (struct map){p, n};
	let(&mask);
	return p;
}

void
secret_unmap(void *p, size_t n)
{
	sigset_t mask;

	hold(&mask);
	for (size_t i = 0; i < map_count; i++) {
		if (maps[i].p != p)
			continue;
		secret_wipe(p, n);
		(void)munmap(p, n);
		maps[i] = maps[--map_count];
		break;
	}
	let(&mask);
}

void
secret_silence_terminal(int fd)
{
	sigset_t mask;

	if (!isatty(fd))
		return;
	hold(&mask);
	if (terminal == -1)
		terminal = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (terminal != -1) {
		catch_unless_ignored(SIGTSTP, put_back_and_stop);
		/* one that is ignored continues the process all the same */
		catch(SIGCONT, hide_again);
		hide();
	}
	let(&mask);
}
