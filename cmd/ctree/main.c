/*
 * ctree - a directory tree from a walk or from a list
 *
 * main.c      options, and which source there is
 * pipeline.c  the stages of a run in a row; entry.h is what goes through them
 *
 *   sources   walker.c  lib/walk    root.c     the name of its root
 *             list.c    a list      path.c     components of a path
 *                                   unquote.c  git's and tar's quoting
 *             choose.c  -P, -I      (lib/globs: patterns)
 *             names.c   --from      facts.c    stat, on demand
 *   stages    prune.c   --prune     limit.c    -L, -d, --max
 *             tree.c    what must look ahead (hold.c, inodes.c)
 *             stats.c   --stats
 *   renderers lines.c   the default, -b (long.c: -l, color.c: --color)
 *             json.c    -J
 */
#include "confine.h"
#include "diag.h"
#include "in.h"
#include "list.h"
#include "opt.h"
#include "out.h"
#include "pipeline.h"
#include "root.h"
#include "walker.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	OPT_UNQUOTE = OPT_LONG, OPT_PRUNE, OPT_MAX, OPT_FOLLOW, OPT_DIRS_FIRST,
	OPT_DU, OPT_COLOR, OPT_STATS, OPT_RAW, OPT_FROM, OPT_ROOT, OPT_NO_ROOT
};

static const struct opt table[] = {
	{'0', "null", NULL, "paths of a list end with NUL (find -print0)"},
	{'f', "file", "FILE", "read a list from FILE"},
	{'U', "unsorted", NULL, "keep the order of the list, and little memory"},
	{OPT_UNQUOTE, "unquote", "STYLE", "undo the quoting of a list: git, "
	    "tar, none"},
	{'L', "depth", "N", "show N levels below the root"},
	{'d', "directories", NULL, "directories only"},
	{'P', "pattern", "GLOB", "only files whose names match; a|b is either"},
	{'I', "ignore", "GLOB", "not what matches, nor what is in it"},
	{OPT_PRUNE, "prune", NULL, "only directories with chosen files in them"},
	{OPT_MAX, "max", "N", "at most N entries of a directory, then "
	    "[+K more]"},
	{'x', "one-file-system", NULL, "stay on the file system of the root"},
	{OPT_FOLLOW, "follow", NULL, "go through links to directories"},
	{OPT_DIRS_FIRST, "dirs-first", NULL, "directories before the rest"},
	{'l', "long", NULL, "mode, owner, group, size, time, -> target"},
	{OPT_DU, "du", NULL, "bytes on disk of each entry and all below it"},
	{'b', "box", NULL, "box lines in UTF-8"},
	{OPT_COLOR, "color", "WHEN", "auto, always or never (default); uses "
	    "LS_COLORS"},
	{'J', "json", NULL, "all trees as one JSON array"},
	{OPT_STATS, "stats", NULL, "at the end, how many entries were shown"},
	{OPT_RAW, "raw", NULL, "names byte for byte, not escaped"},
	{OPT_FROM, "from", "CHARSET", "names are in CHARSET: shift_jis, euc-jp, "
	    "..."},
	{OPT_ROOT, "root", "NAME", "what to call the root"},
	{OPT_NO_ROOT, "no-root", NULL, "leave the line of the root out"},
	OPT_COMMON,
	{0, NULL, NULL, NULL}
};

static const struct opt_usage usage = {
	"[options] [DIR...]\n       ctree [options] -",
	"A directory tree, from a walk of DIR or from a list of paths: find . | "
	"ctree",
	table,
	"No DIR: a list where standard input is a pipe or a file, else a walk "
	"of `.`.\n"
	"-: a list from standard input.\n"
	"Exit status: 0 complete, 1 a part could not be read, 2 trouble.\n"
};

struct options {
	struct pipeline_options show;
	struct walk_options walk;
	struct list_options list;
	struct choose choose;
	struct names names;
	struct charset from;
	struct colors colors;
	bool color, from_set, help, version;
	const char *file, *root;
	char **operands;
	int count;
};

/* --- options --- */

static bool
take_number(const char *option, const char *given, uintmax_t least,
    uintmax_t *n)
{
	char *end = NULL;

	errno = 0;
	*n = strtoumax(given, &end, 10);
	if (given[0] >= '0' && given[0] <= '9' && *end == '\0' && errno == 0 &&
	    *n >= least && *n < SIZE_MAX)
		return true;
	diag(NULL, "%s '%s' is not valid; valid are whole numbers from %ju up",
	    option, given, least);
	return false;
}

static bool
take_unquote(struct options *o, const char *given)
{
	static const struct {
		const char *name;
		enum unquote style;
	} styles[] = {
		{"git", UNQUOTE_GIT}, {"tar", UNQUOTE_TAR},
		{"none", UNQUOTE_NONE}
	};

	for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
		if (strcmp(given, styles[i].name) == 0) {
			o->list.unquote = styles[i].style;
			return true;
		}
	diag(NULL, "--unquote '%s' is no style of quoting; valid are git, tar "
	    "and none", given);
	return false;
}

/* Colours that nobody asked for by name: to a terminal that can show them, as
 * no-color.org has it. */
static bool
is_colorful(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	return isatty(1) && term && strcmp(term, "dumb") != 0 &&
	    (!no || no[0] == '\0');
}

static bool
take_color(struct options *o, const char *when)
{
	if (strcmp(when, "always") == 0)
		o->color = true;
	else if (strcmp(when, "never") == 0)
		o->color = false;
	else if (strcmp(when, "auto") == 0)
		o->color = is_colorful();
	else {
		diag(NULL, "--color '%s' is not valid; valid are auto, always "
		    "and never", when);
		return false;
	}
	return true;
}

static bool
take_charset(struct options *o, const char *name)
{
	if (o->from_set)
		charset_close(&o->from);
	o->from_set = charset_open(&o->from, name, strlen(name)) == 0 &&
	    charset_ready(&o->from) == 0;
	if (!o->from_set)
		diag(NULL, "--from '%s' is no charset that iconv knows; valid "
		    "are shift_jis, euc-jp and those of iconv -l", name);
	return o->from_set;
}

/* Options with a word behind them. */
static bool
set_word(struct options *o, int key)
{
	uintmax_t depth;

	switch (key) {
	case 'f': o->file = optarg; break;
	case 'P': return globs_add(&o->choose.keep, optarg);
	case 'I': return globs_add(&o->choose.drop, optarg);
	case OPT_ROOT: o->root = optarg; break;
	case OPT_UNQUOTE: return take_unquote(o, optarg);
	case OPT_COLOR: return take_color(o, optarg);
	case OPT_FROM: return take_charset(o, optarg);
	case OPT_MAX: return take_number("--max", optarg, 1, &o->show.max);
	case 'L':
		if (!take_number("-L", optarg, 0, &depth))
			return false;
		o->show.depth = (size_t)depth;
		break;
	default: return false;
	}
	return true;
}

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case '0': o->list.delim = '\0'; break;
	case 'U': o->list.in_order = true; break;
	case 'd': o->show.dirs_only = true; break;
	case OPT_PRUNE: o->show.prune = true; break;
	case 'x': o->show.one_fs = o->walk.one_fs = true; break;
	case OPT_FOLLOW: o->show.follow = o->walk.follow = true; break;
	case OPT_DIRS_FIRST:
		o->list.dirs_first = o->walk.dirs_first = true;
		break;
	case 'l': o->show.long_listing = true; break;
	case OPT_DU: o->show.du = true; break;
	case 'b': o->show.box = true; break;
	case 'J': o->show.json = true; break;
	case OPT_STATS: o->show.stats = true; break;
	case OPT_RAW: o->show.raw = true; break;
	case OPT_NO_ROOT: o->show.no_root = true; break;
	case 'h': o->help = true; break;
	case 'V': o->version = true; break;
	default: return set_word(o, key);
	}
	return true;
}

/* Options that do not go together, and why. */
static bool
agree(const struct options *o)
{
	const struct pipeline_options *s = &o->show;
	bool order = o->list.in_order;
	const struct opt_conflict conflicts[] = {
		{order && s->box, "-U and -b: which entry is the last of its "
		    "directory is known only at the end of the list"},
		{order && s->du, "-U and --du: totals are known only at the end "
		    "of the list"},
		{order && o->list.dirs_first, "-U and --dirs-first: one keeps "
		    "the order, the other makes one"},
		{s->json && s->box, "-J and -b: JSON has no lines to draw"},
		{s->json && s->raw, "-J and --raw: JSON is UTF-8; names that "
		    "are not have their bytes in \"bytes\""},
		{s->json && s->no_root, "-J and --no-root: in JSON, the root holds "
		    "the others"},
		{s->raw && o->from_set, "--raw and --from: bytes as they are, "
		    "or decoded"},
		{s->no_root && o->root, "--root and --no-root: name it, or "
		    "leave it out"},
		{o->root && o->count > 1, "--root: one name is not for several "
		    "directories"},
	};

	return opt_agree(conflicts, sizeof conflicts / sizeof conflicts[0]);
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	bool ok;

	*o = (struct options){.show = {.depth = SIZE_MAX},
	    .list = {.delim = '\n'}};
	ok = opt_parse(argc, argv, &usage, set_option, o);
	o->operands = argv + optind;
	o->count = argc - optind;
	return ok && (o->help || o->version || agree(o));
}

/* --- sources --- */

/* Is standard input something that somebody feeds? */
static bool
stdin_is_list(void)
{
	struct stat st;

	return fstat(0, &st) == 0 && (S_ISFIFO(st.st_mode) ||
	    S_ISSOCK(st.st_mode) || S_ISREG(st.st_mode));
}

/* Which of the two the command line asks for; false after a message. */
static bool
pick_source(struct options *o)
{
	bool dash = o->count == 1 && strcmp(o->operands[0], "-") == 0;
	bool list_only = o->list.delim == '\0' || o->list.in_order ||
	    o->list.unquote != UNQUOTE_NONE;
	bool named = o->file || dash;
	bool is_list = named || (o->count == 0 && stdin_is_list());

	if (o->file && o->count > 0) {
		diag(NULL, "-f reads a list, so no operand can be there, as "
		    "'%s'; see --help", o->operands[0]);
		return false;
	}
	for (int i = 0; i < o->count && !dash; i++)
		if (strcmp(o->operands[i], "-") == 0) {
			diag(NULL, "'-', a list, cannot stand beside "
			    "directories; see --help");
			return false;
		}
	if (list_only && !is_list) {
		diag(NULL, "-0, -U and --unquote are for a list; give one with "
		    "-f, or '-' for standard input");
		return false;
	}
	if (is_list && (o->walk.follow || o->walk.one_fs)) {
		diag(NULL, "--follow and -x are for a walk, and this is a list "
		    "of paths; 'ctree .' walks");
		return false;
	}
	o->show.from_list = is_list;
	o->list.may_be_empty = named;
	if (is_list && !o->file)
		o->file = "-";
	return true;
}

/* Somebody may wait for us while we wait for a list. */
static void
hint_when_silent(void)
{
	struct pollfd p = {.fd = 0, .events = POLLIN};

	if (poll(&p, 1, 1000) == 0)
		diag(NULL, "waiting for a list of paths on standard input; "
		    "'ctree .' walks the present directory");
}

static int
run_list(struct options *o, struct pipeline *p, struct out *out, bool *failed)
{
	int fd = in_open(o->file), status;

	if (fd == -1) {
		diag_errno(in_name(o->file), errno);
		return STATUS_TROUBLE;
	}
	if (!o->list.may_be_empty)
		hint_when_silent();
	o->list.file = in_name(o->file);
	o->list.root = o->root;
	o->list.choose = &o->choose;
	o->list.names = &o->names;
	o->list.with_facts = pipeline_facts(&o->show) != 0;
	o->list.out = out;
	status = list_run(fd, &o->list, p->first, failed);
	in_close(fd);
	return status;
}

static int
run_walk(struct options *o, struct pipeline *p, struct out *out, bool *failed)
{
	static char dot[] = ".", *here[] = {dot};
	char **roots = o->count > 0 ? o->operands : here;
	int count = o->count > 0 ? o->count : 1, status = STATUS_YES;
	struct walker_options w = {o->walk, &o->choose, &o->names, out};

	for (int i = 0; i < count && !*failed; i++) {
		struct buf name = {0};
		int r;

		*failed = root_name(&name, roots[i]) != 0;
		r = *failed ? STATUS_TROUBLE : walker_run(roots[i], o->root ?
		    o->root : name.p, &w, p->first, failed);
		buf_free(&name);
		if (r > status)
			status = r;
	}
	return status;
}

/* --- wiring --- */

static int
draw(struct options *o, struct out *out)
{
	struct pipeline p;
	bool failed = false;
	int status;

	/* what leaves files out early must not hide them from totals */
	o->choose.dirs_only = o->show.dirs_only &&
	    !pipeline_looks_ahead(&o->show);
	o->names.from = o->from_set ? &o->from : NULL;
	o->show.names = &o->names;
	o->show.colors = o->color && !o->show.json ? &o->colors : NULL;
	pipeline_init(&p, &o->show, out);
	status = o->show.from_list ? run_list(o, &p, out, &failed) :
	    run_walk(o, &p, out, &failed);
	if (!failed)
		failed = pipeline_end(&p, out) == STAGE_FAILED;
	/* a write error is told when the output is closed */
	if (failed && !out->err)
		diag_errno(NULL, errno);
	pipeline_free(&p);
	return failed ? STATUS_TROUBLE : status;
}

static int
run(struct options *o, struct out *out)
{
	int status = STATUS_TROUBLE;

	if (!pick_source(o))
		return STATUS_TROUBLE;
	if (colors_init(&o->colors, getenv("LS_COLORS")) == 0)
		status = draw(o, out);
	else
		diag_errno(NULL, errno);
	return status;
}

static void
free_options(struct options *o)
{
	colors_free(&o->colors);
	if (o->from_set)
		charset_close(&o->from);
	buf_free(&o->names.scratch);
	globs_free(&o->choose.keep);
	globs_free(&o->choose.drop);
}

int
main(int argc, char **argv)
{
	static char memory[64 * 1024];
	int status = STATUS_YES;
	struct options o;
	struct out out;

	diag_init("ctree");
	confine_to_reading();
	out_init(&out, 1, memory, sizeof memory);
	if (!parse_options(&o, argc, argv))
		status = STATUS_TROUBLE;
	else if (o.help)
		(void)opt_help(&out, &usage);
	else if (o.version)
		(void)opt_version(&out);
	else
		status = run(&o, &out);
	free_options(&o);
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
