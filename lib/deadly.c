#include "deadly.h"

const int deadly_signals[] = {
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

_Static_assert(sizeof deadly_signals / sizeof deadly_signals[0] <= DEADLY_MOST,
    "callers have room for DEADLY_MOST");

const size_t deadly_count = sizeof deadly_signals / sizeof deadly_signals[0];

void
deadly_fill(sigset_t *set)
{
	(void)sigemptyset(set);
	for (size_t i = 0; i < deadly_count; i++)
		(void)sigaddset(set, deadly_signals[i]);
}
