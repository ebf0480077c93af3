/*
 * oldkernel COMMAND ...: run it as on Linux 2.6.32, the kernel of CentOS 6, as
 * far as calls go: those that came later are not there (ENOSYS).
 * `oldkernel -t' tells whether this can be done here: status 0, or 77.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#if defined __linux__ && defined __x86_64__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <unistd.h>

/* perf_event_open, of 2.6.31; recvmmsg, the next one, is 2.6.33's. */
enum { NEWEST = 298 };

static int
forget_calls(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, NEWEST, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
	};
	struct sock_fprog filter = {
		.len = sizeof code / sizeof code[0], .filter = code
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

/* Where this can be done. */
static int
run(char **command)
{
	if (strcmp(command[0], "-t") == 0)
		return 0;
	execvp(command[0], command);
	perror(command[0]);
	return 127;
}
#else
static int
forget_calls(void)
{
	errno = ENOSYS;
	return -1;
}

static int
run(char **command)
{
	(void)command;
	return 77;
}
#endif

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: oldkernel COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	if (forget_calls() != 0) {
		perror("oldkernel");
		return 77;
	}
	return run(argv + 1);
}
