#define _BSD_SOURCE  /* unveil */
#include "confine.h"

/* CONFINE_NEVER: for the portable program, which is carried to systems that have
 * none of it, and for builds that write down at their end what was run. */
#if defined __has_include && !defined CONFINE_NEVER
#if __has_include(<linux/landlock.h>)
#define HAVE_LANDLOCK
#endif
#endif

#ifdef HAVE_LANDLOCK
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>

#if defined HAVE_LANDLOCK && defined SYS_landlock_create_ruleset
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)  /* its third version, 6.2 */
#endif

/* All that the first version of Landlock knows, but reading. */
static const __u64 denied = LANDLOCK_ACCESS_FS_EXECUTE |
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static long
create_ruleset(__u64 accesses)
{
	/* later versions have more members */
	const struct landlock_ruleset_attr a = {.handled_access_fs = accesses};

	return syscall(SYS_landlock_create_ruleset, &a,
	    sizeof a.handled_access_fs, 0);
}

void
confine_to_reading(void)
{
	long fd = create_ruleset(denied | LANDLOCK_ACCESS_FS_TRUNCATE);

	if (fd < 0)
		fd = create_ruleset(denied);
	if (fd < 0)
		return;
	/* without a privilege, only for those who can gain none */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		(void)syscall(SYS_landlock_restrict_self, fd, 0);
	(void)close((int)fd);
}

#elif defined __OpenBSD__ && !defined CONFINE_NEVER
void
confine_to_reading(void)
{
	if (unveil("/", "r") == 0)
		(void)unveil(NULL, NULL);
}

#else
void
confine_to_reading(void)
{
}
#endif
