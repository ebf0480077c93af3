/*
 * pace [-n ROUNDS] [-r REPEAT] [-i FILE] LABEL COMMAND ... [-- LABEL COMMAND ...]...
 *
 * Time commands side by side: in every round each runs once (REPEAT times in a
 * row with -r, for starts too short to time alone), so that a machine whose
 * speed drifts is fair to all.  Prints for each the median of its wall time
 * in milliseconds, the median of its ratio to the first command of the same
 * round, and its peak memory in KiB, with tabs between.  -i: standard input;
 * output goes into a pipe that is emptied (grep -o stops early when it sees
 * /dev/null).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS = 16, ROUNDS = 200 };

extern char **environ;

struct command {
	const char *label;
	char **argv;
	double ms[ROUNDS], ratio[ROUNDS];
	long kib;
};

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, by_size);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
run(struct command *c, const char *input, int output)
{
	posix_spawn_file_actions_t fa;
	struct rusage used;
	int status;
	pid_t pid;

	(void)posix_spawn_file_actions_init(&fa);
	(void)posix_spawn_file_actions_addopen(&fa, 0, input, O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&fa, output, 1);
	if (posix_spawnp(&pid, c->argv[0], &fa, NULL, c->argv, environ) != 0 ||
	    wait4(pid, &status, 0, &used) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1) {
		(void)fprintf(stderr, "pace: %s failed\n", c->label);
		exit(2);
	}
	(void)posix_spawn_file_actions_destroy(&fa);
	if (used.ru_maxrss > c->kib)
		c->kib = used.ru_maxrss;
}

/* A file that takes everything and is not /dev/null. */
static int
sink(void)
{
	int p[2];
	pid_t pid;

	if (pipe(p) != 0 || (pid = fork()) == -1)
		exit(2);
	if (pid == 0) {
		char waste[65536];

		(void)close(p[1]);
		while (read(p[0], waste, sizeof waste) > 0)
			;
		_exit(0);
	}
	(void)close(p[0]);
	(void)fcntl(p[1], F_SETFD, FD_CLOEXEC);
	return p[1];
}

int
main(int argc, char **argv)
{
	static struct command c[COMMANDS];
	const char *input = "/dev/null";
	int rounds = 7, repeat = 1, n = 0, output, opt;

	while ((opt = getopt(argc, argv, "+n:r:i:")) != -1) {
		if (opt == 'n')
			rounds = atoi(optarg);
		else if (opt == 'r')
			repeat = atoi(optarg);
		else if (opt == 'i')
			input = optarg;
		else
			return 2;
	}
	for (int i = optind; i + 1 < argc && n < COMMANDS; n++) {
		c[n].label = argv[i];
		c[n].argv = argv + i + 1;
		for (; i < argc && strcmp(argv[i], "--") != 0; i++)
			;
		argv[i++] = NULL;
	}
	if (n == 0 || rounds < 1 || rounds > ROUNDS)
		return 2;
	output = sink();
	for (int r = -1; r < rounds; r++)  /* round -1 warms up */
		for (int k = 0; k < n; k++) {
			double t = now_ms();

			for (int i = 0; i < repeat; i++)
				run(&c[k], input, output);
			if (r < 0)
				continue;
			c[k].ms[r] = (now_ms() - t) / repeat;
			c[k].ratio[r] = c[k].ms[r] / c[0].ms[r];
		}
	for (int k = 0; k < n; k++)
		(void)printf("%s\t%.3f\t%.2f\t%ld\n", c[k].label,
		    median(c[k].ms, rounds), median(c[k].ratio, rounds),
		    c[k].kib);
	(void)close(output);
	(void)wait(NULL);
	return 0;
}
