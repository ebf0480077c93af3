#include "opt.h"

#include "diag.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#ifndef VERSION
#define VERSION "0"
#endif

enum { MOST = 64 };  /* options of one filter */

static void
complain(char **argv, const struct opt_usage *u, int why)
{
	const struct opt *t = u->table;

	while (t->name && t->key != optopt)
		t++;
	if (t->name && why == ':')
		diag(NULL, "option --%s needs %s; see --help", t->name, t->arg);
	else if (t->name)
		diag(NULL, "option --%s takes no argument; see --help", t->name);
	else if (optopt)
		diag(NULL, "unknown option -%c; see --help", optopt);
	else
		diag(NULL, "unknown option %s; see --help", argv[optind - 1]);
}

enum { DONE = -1, BAD = -2 };

static int
argument_of(const struct opt *t)
{
	if (!t->arg)
		return no_argument;
	return t->arg[0] == '[' ? optional_argument : required_argument;
}

/* The next option: its key, DONE, or BAD after a message. */
static int
next_option(int argc, char **argv, const struct opt_usage *u)
{
	struct option longs[MOST] = {{0}};
	char shorts[3 * MOST + 2] = ":";
	size_t n = 0, s = 1;
	int key;

	for (const struct opt *t = u->table; t->name && n < MOST - 1; t++) {
		int argument = argument_of(t);

		longs[n++] = (struct option){t->name, argument, NULL, t->key};
		if (t->key >= OPT_LONG)
			continue;
		shorts[s++] = (char)t->key;
		if (argument != no_argument)
			shorts[s++] = ':';
		if (argument == optional_argument)
			shorts[s++] = ':';
	}
	opterr = 0;
	key = getopt_long(argc, argv, shorts, longs, NULL);
	if (key == -1)
		return DONE;
	if (key == '?' || key == ':') {
		complain(argv, u, key);
		return BAD;
	}
	return key;
}

bool
opt_parse(int argc, char **argv, const struct opt_usage *u,
    bool (*set)(void *o, int key), void *o)
{
	bool ok = true;
	int key;

	while ((key = next_option(argc, argv, u)) != DONE)
		ok = key != BAD && set(o, key) && ok;
	return ok;
}

bool
opt_agree(const struct opt_conflict *conflicts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (conflicts[i].given) {
			diag(NULL, "%s; see --help", conflicts[i].why);
			return false;
		}
	return true;
}

static void
help_line(struct out *o, const struct opt *t)
{
	char head[80];
	const char *h = t->help;
	bool optional = argument_of(t) == optional_argument;

	/* [SUFFIX] is shown as [=SUFFIX] */
	(void)snprintf(head, sizeof head, "  %c%c%c --%s%s%s",
	    t->key < OPT_LONG ? '-' : ' ', t->key < OPT_LONG ? t->key : ' ',
	    t->key < OPT_LONG ? ',' : ' ', t->name, optional ? "[=" :
	    t->arg ? "=" : "", t->arg ? t->arg + optional : "");
	for (;;) {
		char pad[128];
		size_t n = strcspn(h, "\n");

		(void)snprintf(pad, sizeof pad, "%-24s ", head);
		(void)out_puts(o, pad);
		(void)out_put(o, h, n);
		(void)out_puts(o, "\n");
		if (h[n] == '\0')
			return;
		h += n + 1;
		head[0] = '\0';
	}
}

int
opt_help(struct out *o, const struct opt_usage *u)
{
	(void)out_puts(o, "usage: ");
	(void)out_puts(o, diag_program());
	(void)out_puts(o, " ");
	(void)out_puts(o, u->synopsis);
	(void)out_puts(o, "\n\n");
	(void)out_puts(o, u->purpose);
	(void)out_puts(o, "\n\n");
	for (const struct opt *t = u->table; t->name; t++)
		help_line(o, t);
	(void)out_puts(o, "\n");
	return out_puts(o, u->epilog);
}

int
opt_version(struct out *o)
{
	(void)out_puts(o, diag_program());
	return out_puts(o, " (hikkoshi) " VERSION "\n");
}

bool
opt_progress(const char *word, enum progress_when *when)
{
	if (progress_named(word, when))
		return true;
	diag(NULL, "--progress '%s' is not valid; valid are auto, always and "
	    "never", word);
	return false;
}
