/*
 * hikkoshi - all filters in one program, for servers without a compiler.
 *
 * A link named after a filter is that filter; `hikkoshi NAME ...' is, too.
 *
 * main.c       which filter is meant; links to oneself
 * fortified.c  what a library for another libc asks for
 */
#include "diag.h"
#include "opt.h"
#include "out.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int filter_main(int argc, char **argv);

/* Their mains, as the Makefile renames them. */
filter_main addrgrab_main, addrcmp_main, ctree_main, jcodefix_main,
    vpwcheck_main;

static const struct filter {
	const char *name;
	filter_main *main;
	const char *what;
} filters[] = {
	{"addrgrab", addrgrab_main, "mail addresses out of text and header "
	    "fields"},
	{"addrcmp", addrcmp_main, "do two header fields name the same sender?"},
	{"ctree", ctree_main, "directory trees from a walk or from a list"},
	{"jcodefix", jcodefix_main, "makes legacy Perl CGI run on today's "
	    "Perl"},
	{"vpwcheck", vpwcheck_main, "do the mail passwords meet the policy?"}
};
enum { FILTERS = sizeof filters / sizeof filters[0] };

static const char usage[] =
    "usage: hikkoshi NAME [options] [operands]\n"
    "       hikkoshi --install DIR\n\n"
    "All filters in one program; a link named after one is that one.\n"
    "--install makes the links in DIR.  --help behind a NAME tells more.\n\n";

static const struct filter *
find(const char *name)
{
	for (size_t i = 0; i < FILTERS; i++)
		if (strcmp(filters[i].name, name) == 0)
			return &filters[i];
	return NULL;
}

static int
list(struct out *out)
{
	(void)out_puts(out, usage);
	for (size_t i = 0; i < FILTERS; i++) {
		size_t n = strlen(filters[i].name);

		(void)out_puts(out, "  ");
		(void)out_puts(out, filters[i].name);
		(void)out_put(out, "          ", 10 - n);
		(void)out_puts(out, filters[i].what);
		(void)out_puts(out, "\n");
	}
	return STATUS_YES;
}

/* --- links --- */

/* Where this program is, in memory that the caller frees; NULL with errno. */
static char *
own_path(const char *called)
{
	char *path = realpath("/proc/self/exe", NULL);

	/* without /proc, it must have been called by its path */
	if (!path && strchr(called, '/'))
		path = realpath(called, NULL);
	return path;
}

/* Is there a link already that leads to the target? */
static bool
leads_to(const char *path, const char *target)
{
	char *there = realpath(path, NULL);
	bool same = there && strcmp(there, target) == 0;

	free(there);
	return same;
}

static int
make_link(const char *dir, const char *name, const char *target)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *path = malloc(n);
	int status = STATUS_YES;

	if (!path) {
		diag_errno(NULL, errno);
		return STATUS_TROUBLE;
	}
	(void)snprintf(path, n, "%s/%s", dir, name);
	if (symlink(target, path) != 0) {
		int err = errno;

		if (!leads_to(path, target)) {
			if (err == EEXIST)
				diag(path, "%s; it is something else, and stays:"
				    " move it away first", strerror(err));
			else
				diag_errno(path, err);
			status = STATUS_TROUBLE;
		}
	}
	free(path);
	return status;
}

static int
install(const char *called, const char *dir)
{
	char *target = own_path(called);
	int status = STATUS_YES;

	if (!target) {
		diag(NULL, "--install: this program does not find itself; call "
		    "it by its path, as /opt/hikkoshi");
		return STATUS_TROUBLE;
	}
	if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
		diag_errno(dir, errno);
		free(target);
		return STATUS_TROUBLE;
	}
	for (size_t i = 0; i < FILTERS; i++)
		if (make_link(dir, filters[i].name, target) != STATUS_YES)
			status = STATUS_TROUBLE;
	free(target);
	return status;
}

/* --- */

static int
own_options(int argc, char **argv, struct out *out)
{
	if (argc < 2 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return list(out);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
		return opt_version(out) == 0 ? STATUS_YES : STATUS_TROUBLE;
	if (strcmp(argv[1], "--install") == 0 && argc == 3 && argv[2][0])
		return install(argv[0], argv[2]);
	if (strcmp(argv[1], "--install") == 0)
		diag(NULL, "--install needs a directory, and nothing behind "
		    "it; see --help");
	else
		diag(NULL, "'%s' is no filter; hikkoshi alone lists them",
		    argv[1]);
	return STATUS_TROUBLE;
}

int
main(int argc, char **argv)
{
	static char memory[4096];
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const struct filter *f = NULL;
	struct out out;
	int status;

	if (argc > 0)
		f = find(slash ? slash + 1 : argv[0]);
	if (f)
		return f->main(argc, argv);
	if (argc > 1 && (f = find(argv[1])) != NULL)
		return f->main(argc - 1, argv + 1);
	diag_init("hikkoshi");
	out_init(&out, 1, memory, sizeof memory);
	status = own_options(argc, argv, &out);
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
