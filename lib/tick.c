#include "tick.h"

#include <time.h>

int64_t
tick_ms(void)
{
#ifdef CLOCK_MONOTONIC_COARSE
	clockid_t clock = CLOCK_MONOTONIC_COARSE;
#else
	clockid_t clock = CLOCK_MONOTONIC;
#endif
	struct timespec t;

	if (clock_gettime(clock, &t) != 0)
		return (int64_t)time(NULL) * 1000;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
