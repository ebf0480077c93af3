/*
 * jcodefix - make legacy Perl CGI run on today's Perl
 *
 * main.c        options and wiring
 * work.c        what is done with one file (text.c), and the counts
 *
 *   files.c     operands, lists, walks         isperl.c    is it Perl?
 *   scan.c      all that the rules find in a text; site.c holds it
 *     rules.c     the table: what each finds, and writes instead
 *     report.c    what is found and never changed
 *     operand.c   the neighbours of a token: is it a whole hash? the truth?
 *     statement.c tokens as statements, and doubt
 *     perllex.c   bytes as tokens (perlstate.h, perltoken.c)
 *       perlcontext.c  what the tokens before say about the next byte
 *       perlquote.c    where quotes, here-documents, POD, formats end
 *       perlword.c     Perl's own words; perlbyte.c: what a byte may be
 *     candidate.c may there be anything to find?
 *     library.c   the files that `require` asks for
 *   edit.c      the new text       literal.c   --literal
 *   replace.c   in its place: temporary.c, attributes.c, backup.c, reason.c
 *   print.c     lines, messages; udiff.c: diffs; show.c: in UTF-8
 */
#include "confine.h"
#include "diag.h"
#include "files.h"
#include "opt.h"
#include "out.h"
#include "rules.h"
#include "work.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_BACKUP_DIR = OPT_LONG, OPT_CHECK, OPT_RULES, OPT_LITERAL,
	OPT_EXPLAIN, OPT_INCLUDE, OPT_EXCLUDE, OPT_FILES0_FROM, OPT_FORCE,
	OPT_BREAK_HARDLINKS, OPT_RAW, OPT_PROGRESS
};

static const struct opt table[] = {
	{'i', "in-place", "[SUFFIX]", "change the files; with SUFFIX, keep the "
	    "old ones\nbeside them"},
	{OPT_BACKUP_DIR, "backup-dir", "DIR", "keep the old ones below DIR, "
	    "outside of the document root"},
	{'r', "recursive", NULL, "all Perl files below each DIR"},
	{'l', "list", NULL, "names of files that need work"},
	{'0', "null", NULL, "with -l: names as they are, each with NUL behind "
	    "it, for\nxargs -0"},
	{'d', "diff", NULL, "what would change, as a unified diff"},
	{OPT_CHECK, "check", NULL, "a line for each site, and for what only "
	    "people can mend"},
	{OPT_RULES, "rules", "LIST", "these rules only, names with commas "
	    "between; default: those\nthat are on, as in default,require-dot"},
	{OPT_LITERAL, "literal", NULL, "sed 's/unless defined %/if !%/g', to "
	    "the byte"},
	{OPT_EXPLAIN, "explain", "RULE", "why there is this rule; all: every "
	    "one"},
	{OPT_INCLUDE, "include", "GLOB", "in a walk, only files whose names "
	    "match; a|b is either"},
	{OPT_EXCLUDE, "exclude", "GLOB", "nor what matches, nor what is in it"},
	{OPT_FILES0_FROM, "files0-from", "FILE", "read the names of files from "
	    "FILE, each with NUL\nbehind it (find -print0); -: standard input"},
	{OPT_FORCE, "force", NULL, "change read-only files, too"},
	{OPT_BREAK_HARDLINKS, "break-hardlinks", NULL, "change files with other "
	    "names, which keep the old text"},
	{OPT_RAW, "raw", NULL, "diffs byte for byte, not in UTF-8: for patch"},
	PROGRESS_OPT(OPT_PROGRESS),
	OPT_COMMON,
	{0, NULL, NULL, NULL}
};

static const struct opt_usage usage = {
	"[-i[SUFFIX]] [-r] [-l | -d | --check]\n"
	"                [--rules=LIST | --literal] [FILE|DIR...]\n"
	"       jcodefix --explain RULE",
	"Make legacy Perl CGI run on today's Perl, and change nothing else by a "
	"byte.",
	table,
	"No FILE: standard input to standard output. Without -i, so is FILE.\n"
	"Rules: unless-hash, defined-aggregate, do-sub; require-dot if asked "
	"for;\nreport with --check.\n"
	"Exit status: 0 nothing to do, or all done; 1 -l, -d or --check found "
	"work,\nor a site was left alone and named; 2 trouble.\n"
};

struct options {
	struct work_options work;
	struct files_options files;
	const char *explain;
	int modes;                 /* how many of -i, -l, -d, --check */
	bool rules_given, help, version;
	enum progress_when progress;
};

/* --- options --- */

/* -ir is -i with the suffix `r`, and hardly meant. */
static bool
take_suffix(struct options *o, const char *suffix)
{
	o->work.replace.suffix = suffix;
	if (!suffix)
		return true;
	if (suffix[0] == '\0' || strchr(suffix, '/')) {
		diag(NULL, "-i '%s' is no suffix of a name; valid is .bak, and "
		    "--backup-dir keeps old files elsewhere", suffix);
		return false;
	}
	/* what stands behind = is no option */
	if (suffix[-1] != '=' && strspn(suffix, "irl0dhV") == strlen(suffix)) {
		diag(NULL, "-i%s would keep old files as NAME%s; write the "
		    "options apart, as in -i -r, or --in-place=%s", suffix,
		    suffix, suffix);
		return false;
	}
	return true;
}

static bool
take_rules(struct options *o, const char *list)
{
	char names[RULES_NAMES];
	const char *bad;
	size_t n;

	o->rules_given = true;
	if (rules_parse(list, &o->work.rules, &bad, &n))
		return true;
	diag(NULL, "--rules: '%.*s' is no rule; valid are default, %s, with "
	    "commas between", (int)n, bad, rules_names(names));
	return false;
}

static bool
take_mode(struct options *o, enum work_mode mode)
{
	if (o->modes == 0 || o->work.mode != mode)
		o->modes++;
	o->work.mode = mode;
	return true;
}

static bool
set_word(struct options *o, int key)
{
	struct files_options *f = &o->files;

	switch (key) {
	case 'i':
		return take_mode(o, WORK_IN_PLACE) && take_suffix(o, optarg);
	case OPT_BACKUP_DIR: o->work.replace.backup_dir = optarg; break;
	case OPT_RULES: return take_rules(o, optarg);
	case OPT_EXPLAIN: o->explain = optarg; break;
	case OPT_INCLUDE:
		return globs_add(&f->include, optarg);
	case OPT_EXCLUDE:
		return globs_add(&f->exclude, optarg);
	case OPT_FILES0_FROM: f->list = optarg; break;
	case OPT_PROGRESS: return opt_progress(optarg, &o->progress);
	default: return false;
	}
	return true;
}

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case 'r': o->files.recursive = true; break;
	case 'l': return take_mode(o, WORK_LIST);
	case '0': o->work.null = true; break;
	case 'd': return take_mode(o, WORK_DIFF);
	case OPT_CHECK: return take_mode(o, WORK_CHECK);
	case OPT_LITERAL: o->work.literal = true; break;
	case OPT_FORCE: o->work.replace.force = true; break;
	case OPT_BREAK_HARDLINKS:
		o->work.replace.break_hardlinks = true;
		break;
	case OPT_RAW: o->work.raw = true; break;
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
	const struct replace_options *r = &o->work.replace;
	const struct files_options *f = &o->files;
	bool in_place = o->work.mode == WORK_IN_PLACE;
	bool files = f->count > 0 || f->list;
	const struct opt_conflict conflicts[] = {
		{o->modes > 1, "one of -i, -l, -d and --check only"},
		{o->work.literal && o->rules_given, "--literal and --rules: the "
		    "sed alone, or rules"},
		{in_place && !files, "-i needs a file to change, as in: jcodefix "
		    "-i jcode.pl"},
		{f->recursive && !files, "-r needs a directory, as in: jcodefix "
		    "-r ."},
		{f->list && f->count > 0, "--files0-from names all files, so no "
		    "operand can be there"},
		{r->suffix && r->backup_dir, "-i with a suffix and --backup-dir: "
		    "one place for old files only"},
		{!in_place && (r->backup_dir || r->force || r->break_hardlinks),
		    "--backup-dir, --force and --break-hardlinks are for -i"},
		{!f->recursive && f->include.count + f->exclude.count > 0,
		    "--include and --exclude are for -r: operands are looked at "
		    "whatever their names"},
		{o->work.raw && o->work.mode != WORK_DIFF, "--raw is for -d"},
		{o->work.null && o->work.mode != WORK_LIST, "-0 is for -l"}
	};

	if (!opt_agree(conflicts, sizeof conflicts / sizeof conflicts[0]))
		return false;
	for (int i = 0; i < f->count && in_place; i++)
		if (strcmp(f->operands[i], "-") == 0) {
			diag(NULL, "'-' is standard input, which -i cannot "
			    "change; name a file");
			return false;
		}
	return true;
}

/* Findings of `report` are counted wherever whole files are looked at, since
 * the summary tells how many there are; -l only wants to be fast. */
static rule_set
pick_rules(const struct options *o)
{
	bool files = o->files.count > 0 || o->files.list;

	if (o->rules_given)
		return o->work.rules;
	if (o->work.mode == WORK_LIST ||
	    (!files && o->work.mode == WORK_PRINT))
		return rules_default();
	return rules_default() | rules_reporting();
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	bool ok;

	memset(o, 0, sizeof *o);
	ok = opt_parse(argc, argv, &usage, set_option, o);
	o->files.operands = argv + optind;
	o->files.count = argc - optind;
	if (!ok || o->help || o->version || o->explain)
		return ok;
	o->work.rules = pick_rules(o);
	o->files.backup_suffix = o->work.replace.suffix;
	o->files.backup_dir = o->work.replace.backup_dir;
	return agree(o);
}

/* --- wiring --- */

static int
explain(const char *name, struct out *out)
{
	bool all = strcmp(name, "all") == 0, found = false;
	char names[RULES_NAMES];

	for (size_t i = 0; i < RULES; i++) {
		if (!all && strcmp(rules[i].name, name) != 0)
			continue;
		if (found)
			(void)out_puts(out, "\n");
		found = true;
		(void)out_puts(out, rules[i].name);
		(void)out_puts(out, ": ");
		(void)out_puts(out, rules[i].what);
		(void)out_puts(out, "\n");
		(void)out_puts(out, rules[i].why);
	}
	if (found)
		return STATUS_YES;
	diag(NULL, "--explain '%s' is no rule; valid are all, %s", name,
	    rules_names(names));
	return STATUS_TROUBLE;
}

/* What all files ask for.  Where not all could be read, nobody knows what the
 * others may change; it is said before anything is. */
static bool
gather(struct files_options *f, struct work *w)
{
	bool all;

	progress_things("files read for what they ask for");
	f->file = work_gather;
	f->quiet = true;
	all = files_each(f) && !w->ungathered;
	f->quiet = false;
	library_settle(&w->library, all);
	if (!all)
		diag(NULL, "not all files could be read for what they ask for, "
		    "so require-dot changes nothing");
	return all;
}

static int
run_files(struct files_options *f, struct work *w, enum progress_when when)
{
	bool good = !f->list || files_read_list(f), gathered = true;

	progress_begin(diag_program(), when);
	f->ctx = w;
	if (good && (w->o.rules & rules_gathered()) && !w->o.literal)
		gathered = gather(f, w);
	progress_things("files");
	f->file = work_file;
	if (good)
		good = files_each(f);
	progress_end();
	/* counts of what nobody could read would be wrong */
	if (out_flush(w->out) == 0)
		work_summary(w);
	return good && gathered ? work_status(w) : STATUS_TROUBLE;
}

static int
run(struct options *o, struct out *out)
{
	struct work w = {.o = o->work, .out = out};
	int status;

	if (o->files.count > 0 || o->files.list) {
		status = run_files(&o->files, &w, o->progress);
	} else {
		work_filter(&w);
		status = work_status(&w);
	}
	work_free(&w);
	return status;
}

static void
free_options(struct options *o)
{
	globs_free(&o->files.include);
	globs_free(&o->files.exclude);
	buf_free(&o->files.names);
}

int
main(int argc, char **argv)
{
	static char memory[64 * 1024];
	int status = STATUS_YES;
	struct options o;
	struct out out;
	bool parsed;

	diag_init("jcodefix");
	/* a limit is an error of one file, EFBIG, and not the end of all */
	(void)signal(SIGXFSZ, SIG_IGN);
	out_init(&out, 1, memory, sizeof memory);
	parsed = parse_options(&o, argc, argv);
	if (o.work.mode != WORK_IN_PLACE)
		confine_to_reading();
	if (parsed && o.help)
		(void)opt_help(&out, &usage);
	else if (parsed && o.version)
		(void)opt_version(&out);
	else if (parsed && o.explain)
		status = explain(o.explain, &out);
	else
		status = parsed ? run(&o, &out) : STATUS_TROUBLE;
	free_options(&o);
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
