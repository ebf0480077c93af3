/*
 * opt: getopt_long (POSIX utility syntax guidelines, GNU long options) from
 * one table that also prints --help, so that the two cannot disagree.
 */
#ifndef HIKKOSHI_OPT_H
#define HIKKOSHI_OPT_H

#include "out.h"
#include "progress.h"

#include <stdbool.h>
#include <stddef.h>

/* Keys from here up are options without a letter. */
#define OPT_LONG 256

struct opt {
	int key;           /* the option's letter, or OPT_LONG + n */
	const char *name;  /* the long name; NULL ends the table */
	const char *arg;   /* what to call its argument, NULL where it has none;
	                    * [NAME]: it may be left out, optarg is NULL then */
	const char *help;  /* a line, or several with \n between */
};

/* What every filter has; put these two lines at the end of each table. */
#define OPT_COMMON \
	{'h', "help", NULL, "show this help and stop"}, \
	{'V', "version", NULL, "show the version and stop"}

struct opt_usage {
	const char *synopsis;  /* behind "usage: NAME " */
	const char *purpose;   /* a sentence */
	const struct opt *table;
	const char *epilog;    /* behind the table: exit status and the like */
};

/*
 * All options of argv, each handed to set(o, KEY) with its argument in optarg;
 * the operands stand from argv[optind] on.  False where an option was bad,
 * after a message, or set said so.  Even then all are read, so that the
 * operands are known: whether standard input is one decides whether it must be
 * read to its end.
 */
bool opt_parse(int argc, char **argv, const struct opt_usage *u,
    bool (*set)(void *o, int key), void *o);

/* Options that do not go together: were both given, and why that is wrong. */
struct opt_conflict {
	bool given;
	const char *why;
};

/* Do all of them go together?  False after a message for the first that do
 * not. */
bool opt_agree(const struct opt_conflict *conflicts, size_t n);

/* Take the word of --progress.  False after a message if it is none. */
bool opt_progress(const char *word, enum progress_when *when);

/* Print help, or "NAME (hikkoshi) VERSION".  As out_put. */
int opt_help(struct out *o, const struct opt_usage *u);
int opt_version(struct out *o);

#endif
