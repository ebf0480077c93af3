/* secret: what a process does with its secrets when it ends. */
#define _GNU_SOURCE  /* posix_openpt and the like */
#include "vpwcheck/secret.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { SIZE = 10000 };

static const int deadly[] = {
	SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2,
	SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF,
#ifdef SIGPOLL
	SIGPOLL,
#endif
#ifdef SIGPWR
	SIGPWR,
#endif
#ifdef SIGSTKFLT
	SIGSTKFLT,
#endif
	SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP
};

static bool
is_zero(const char *p, size_t n)
{
	while (n > 0)
		if (p[--n] != 0)
			return false;
	return true;
}

/* A child that runs f(arg) and leaves with what it says; how it ended.  Only
 * children call secret_begin: a sanitizer cannot look into what it hides. */
static int
run(int (*f)(int), int arg)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		(void)alarm(60);
		_exit(f(arg));
	}
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

static bool
died_of(int status, int sig)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == sig &&
	    !WCOREDUMP(status);
}

static bool
left_with(int status, int rc)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == rc;
}

static int
hide_process(int arg)
{
	struct rlimit core;
	bool hidden = true;

	(void)arg;
	secret_begin();
#ifdef PR_GET_DUMPABLE
	hidden = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
#endif
	return !(hidden && getrlimit(RLIMIT_CORE, &core) == 0 &&
	    core.rlim_cur == 0 && core.rlim_max == 0);
}

static int
killed_by(int sig)
{
	secret_begin();
	(void)raise(sig);
	return 1;
}

/* The handler is called as it would be, but what kills is held back, so that
 * the memory can be looked at. */
static int
wiped_by(int sig)
{
	struct sigaction act;
	sigset_t set;
	char *one, *two;

	secret_begin();
	one = secret_map(SIZE);
	two = secret_map(1);
	if (!one || !two)
		return 1;
	memset(one, 'x', SIZE);
	*two = 'x';
	(void)sigemptyset(&set);
	(void)sigaddset(&set, sig);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)sigaction(sig, NULL, &act);
	if (is_zero(one, SIZE) || is_zero(two, 1))
		return 2;
	act.sa_handler(sig);
	if (!is_zero(one, SIZE) || !is_zero(two, 1))
		return 3;
	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
	return 4;
}

static int
ignored(int sig)
{
	(void)signal(sig, SIG_IGN);
	secret_begin();
	(void)raise(sig);
	return 0;
}

static int
broken_pipe(int arg)
{
	int fd[2];

	(void)arg;
	secret_begin();
	if (pipe(fd) != 0)
		return 2;
	(void)close(fd[0]);
	(void)!write(fd[1], "x", 1);
	return 1;
}

/* A fault comes again where nobody mends its reason. */
static int
fault(int arg)
{
	char *volatile none = NULL;
	void *p;

	(void)arg;
	secret_begin();
	p = secret_map(1);
	secret_unmap(p, 1);
	none = p;
	*none = 1;
	return 1;
}

static void
test_signals(void)
{
	CHECK(left_with(run(hide_process, 0), 0));
	for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
		CHECK(died_of(run(killed_by, deadly[i]), deadly[i]));
		CHECK(died_of(run(wiped_by, deadly[i]), deadly[i]));
		CHECK(left_with(run(ignored, deadly[i]), 0));
	}
	CHECK(died_of(run(broken_pipe, 0), SIGPIPE));
	CHECK(died_of(run(fault, 0), SIGSEGV));
}

static void
test_maps(void)
{
	char *p[SECRET_MOST], *last;

	for (size_t i = 0; i < SECRET_MOST; i++) {
		p[i] = secret_map(SIZE + i);
		CHECK(p[i] && is_zero(p[i], SIZE + i));
		memset(p[i], 'x', SIZE + i);
	}
	errno = 0;
	CHECK(secret_map(1) == NULL && errno == ENOMEM);
	secret_unmap(p[3], SIZE + 3);
	last = p[SECRET_MOST - 1];
	CHECK(last[0] == 'x');
	secret_wipe(last + 1, SIZE);
	CHECK(last[0] == 'x' && is_zero(last + 1, SIZE) &&
	    last[SIZE + 1] == 'x');
	CHECK((p[3] = secret_map(1)) != NULL);
	secret_unmap(NULL, 0);
	secret_end();
	/* nothing is there that these could do something with */
	secret_unmap(p[0], SIZE);
	secret_end();
	errno = 0;
	CHECK(secret_map(SIZE_MAX) == NULL && errno == ENOMEM);
}

/* Without the right to lock there is memory all the same. */
static int
unlocked(int arg)
{
	struct rlimit none = {0, 0};

	(void)arg;
	(void)setrlimit(RLIMIT_MEMLOCK, &none);
	(void)!setuid(65534);
	return secret_map(SIZE) == NULL;
}

/* --- a terminal, behind its master --- */

static int master = -1;

static bool
echoes(void)
{
	struct termios t;

	return tcgetattr(master, &t) == 0 && (t.c_lflag & ECHO);
}

/* What a shell does for a job: a process group in the foreground. */
static pid_t
job(int (*f)(int), int arg)
{
	pid_t pid = fork();

	if (pid == 0) {
		(void)setpgid(0, 0);
		(void)signal(SIGTTOU, SIG_IGN);
		(void)tcsetpgrp(0, getpid());
		(void)signal(SIGTTOU, SIG_DFL);
		(void)alarm(60);
		_exit(f(arg));
	}
	(void)setpgid(pid, pid);
	return pid;
}

/* A new session whose terminal is standard input. */
static bool
take_terminal(void)
{
	const char *name;
	int fd;

	master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master == -1 || grantpt(master) != 0 || unlockpt(master) != 0 ||
	    !(name = ptsname(master)) || setsid() == -1)
		return false;
	fd = open(name, O_RDWR);
	(void)signal(SIGTTOU, SIG_IGN);
	return fd != -1 && dup2(fd, 0) == 0 && ioctl(0, TIOCSCTTY, 0) == 0;
}

/* Silent until a signal comes. */
static int
read_on(int arg)
{
	char c;

	(void)arg;
	secret_begin();
	secret_silence_terminal(STDIN_FILENO);
	while (read(0, &c, 1) != 0)
		;
	return 1;
}

static int
wait_on(int arg)
{
	(void)arg;
	secret_begin();
	secret_silence_terminal(STDIN_FILENO);
	while (pause() == -1)
		;
	return 1;
}

static int
silent_and_end(int arg)
{
	bool echoed;

	(void)arg;
	secret_begin();
	secret_silence_terminal(STDIN_FILENO);
	echoed = echoes();
	secret_end();
	return echoed || !echoes();
}

/* How many bytes of whole lines wait for the one that reads next. */
static int
waiting(void)
{
	int n = -1;

	return ioctl(0, FIONREAD, &n) == 0 ? n : -1;
}

/* Half a minute, then it is wrong. */
static bool
wait_until(bool (*is_so)(void))
{
	for (int i = 0; i < 3000; i++) {
		if (is_so())
			return true;
		(void)usleep(10000);
	}
	return false;
}

static bool
silent(void)
{
	return !echoes();
}

static bool
typed(void)
{
	return waiting() > 0;
}

static int
killed_at_terminal(int sig)
{
	int status;
	pid_t pid;

	if (!take_terminal() || !echoes())
		return 1;
	pid = job(wait_on, 0);
	if (!wait_until(silent))
		return 2;
	if (write(master, "secret\n", 7) != 7 || !wait_until(typed))
		return 3;
	if (kill(pid, sig) != 0 || waitpid(pid, &status, 0) != pid)
		return 4;
	return died_of(status, sig) && echoes() && waiting() == 0 ? 0 : 5;
}

/* Stopped, continued in the background and in the foreground, killed. */
static int
stopped_at_terminal(int sig)
{
	int status;
	pid_t pid;

	if (!take_terminal())
		return 1;
	pid = job(read_on, 0);
	if (!wait_until(silent))
		return 2;
	if (kill(pid, SIGTSTP) != 0 ||
	    waitpid(pid, &status, WUNTRACED) != pid ||
	    !WIFSTOPPED(status) || WSTOPSIG(status) != SIGTSTP || !echoes())
		return 3;
	(void)tcsetpgrp(0, getpid());
	/* it stops again, for it reads */
	if (kill(pid, SIGCONT) != 0 ||
	    waitpid(pid, &status, WUNTRACED) != pid ||
	    !WIFSTOPPED(status) || WSTOPSIG(status) != SIGTTIN || !echoes())
		return 4;
	(void)tcsetpgrp(0, pid);
	if (kill(pid, SIGCONT) != 0 || !wait_until(silent))
		return 5;
	if (kill(pid, sig) != 0 || waitpid(pid, &status, 0) != pid)
		return 6;
	return died_of(status, sig) && echoes() ? 0 : 7;
}

static int
ends_at_terminal(int arg)
{
	int status;
	pid_t pid;

	(void)arg;
	if (!take_terminal())
		return 1;
	pid = job(silent_and_end, 0);
	return waitpid(pid, &status, 0) == pid && left_with(status, 0) &&
	    echoes() ? 0 : 2;
}

static int
no_terminal(int arg)
{
	int fd = open("/dev/null", O_RDONLY);

	(void)arg;
	(void)dup2(fd, 0);
	secret_silence_terminal(STDIN_FILENO);
	secret_end();
	return 0;
}

static void
test_terminal(void)
{
	CHECK(left_with(run(ends_at_terminal, 0), 0));
	CHECK(left_with(run(killed_at_terminal, SIGTERM), 0));
	CHECK(left_with(run(killed_at_terminal, SIGSEGV), 0));
	CHECK(left_with(run(stopped_at_terminal, SIGINT), 0));
	CHECK(left_with(run(no_terminal, 0), 0));
}

int
main(void)
{
	/* a shell's background job ignores some */
	for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++)
		(void)signal(deadly[i], SIG_DFL);
	test_maps();
	test_signals();
	CHECK(left_with(run(unlocked, 0), 0));
	test_terminal();
	return unit_end();
}
