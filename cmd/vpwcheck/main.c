/*
 * vpwcheck - do the mail passwords meet the policy?
 *
 * main.c      options
 * check.c     the accounts of a file, from its first byte to what is printed
 *   secret.c    memory that is wiped, and a process that shows none of it
 *   secrets.c   records of an input, in such memory
 *   format.c    accounts out of records: vpasswd.c (vpop.c), vuserinfo.c,
 *               columns.c; keep.c: what must outlive a record
 *   judge.c     a password in, a verdict out (verdict.h)
 *     policy.c    the notice: characters
 *     decoder.c   passwords as text of a charset
 *     ruleset.c   PostfixAdmin's rules (phptok.c), by preg.c: PHP's regexes
 *   census.c    users, domains, postmasters
 *   listing.c   what is printed; it never gets a password
 */
#include "check.h"
#include "confine.h"
#include "diag.h"
#include "in.h"
#include "opt.h"
#include "out.h"
#include "secret.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	OPT_POLICY = OPT_LONG, OPT_MIN, OPT_LETTERS, OPT_DIGITS, OPT_MAX,
	OPT_ALLOW, OPT_RULE, OPT_RULES, OPT_NOT_USER, OPT_FROM, OPT_COLUMNS,
	OPT_POSTMASTER, OPT_SKIP_DISABLED, OPT_PROGRESS
};

static const struct opt table[] = {
	{'f', "format", "FORMAT", "of the records: plain, pair, vpasswd, "
	    "vuserinfo, csv, tsv;\nauto (default): one that the first record "
	    "tells"},
	{OPT_COLUMNS, "columns", "LIST", "of csv and tsv: user=1,password=2,"
	    "domain=3;\nall=N: records have N columns"},
	{'D', "domain", "DOMAIN", "the domain of all users, whatever records "
	    "say"},
	{OPT_POLICY, "policy", "NAME", "notice (default), postfixadmin, both, "
	    "none"},
	{OPT_MIN, "min", "N", "the notice: at least N characters (6)"},
	{OPT_LETTERS, "letters", "N", "at least N letters (3)"},
	{OPT_DIGITS, "digits", "N", "at least N digits (0)"},
	{OPT_MAX, "max", "N", "at most N characters; 0: any number"},
	{OPT_ALLOW, "allow", "CHARS", "the symbols that are allowed, in place "
	    "of _"},
	{OPT_RULE, "rule", "RULE", "/RE/flags=message, which must match"},
	{OPT_RULES, "rules", "FILE", "PostfixAdmin's password_validation"},
	{OPT_NOT_USER, "not-user", NULL, "nor may it hold the user's name"},
	{OPT_FROM, "from", "CHARSET", "passwords are text in CHARSET"},
	{OPT_POSTMASTER, "require-postmaster", NULL, "each domain must "
	    "have one"},
	{OPT_SKIP_DISABLED, "skip-disabled", NULL, "leave out accounts "
	    "with POP, IMAP, webmail\nand SMTP all off"},
	{'0', "null", NULL, "records end with NUL"},
	{'a', "all", NULL, "print the good ones, too"},
	{'q', "quiet", NULL, "print nothing; the status tells"},
	{'s', "summary", NULL, "at the end, how many there are of each kind"},
	{'o', "output", "text|tsv", "how to print"},
	PROGRESS_OPT(OPT_PROGRESS),
	OPT_COMMON,
	{0, NULL, NULL, NULL}
};

static const struct opt_usage usage = {
	"[options] [FILE...]",
	"Which mailboxes do not meet the password policy; no password is ever "
	"shown.",
	table,
	"No FILE: standard input.\n"
	"Reasons: short, long, letters, digits, symbol, space, control, "
	"non-ascii, user,\nencoding, the messages of rules; duplicate, missing; "
	"unknown: there is no clear\npassword.\n"
	"Exit status: 0 all are good, 1 some are not, 2 trouble, malformed "
	"records too.\n"
};

struct options {
	struct check check;
	bool stock;                   /* PostfixAdmin's own rules */
	bool notice, columns;         /* options for these were given */
	bool summary, help, version;
	enum progress_when progress;
	char **operands;
	int count;
};

/* --- options --- */

static bool
take_number(const char *option, const char *given, size_t *n)
{
	char *end = NULL;
	uintmax_t value;

	errno = 0;
	value = strtoumax(given, &end, 10);
	*n = (size_t)value;
	if (given[0] >= '0' && given[0] <= '9' && *end == '\0' && errno == 0 &&
	    value < SIZE_MAX)
		return true;
	diag(NULL, "--%s '%s' is not valid; valid are whole numbers from 0 up",
	    option, given);
	return false;
}

static bool
take_format(struct options *o, const char *name)
{
	o->check.format = format_named(name);
	if (o->check.format || strcmp(name, "auto") == 0)
		return true;
	diag(NULL, "-f '%s' is no format; valid are auto, %s", name,
	    format_names());
	return false;
}

static bool
take_policy(struct options *o, const char *name)
{
	bool both = strcmp(name, "both") == 0;

	struct judge *j = &o->check.judge;

	o->stock = both || strcmp(name, "postfixadmin") == 0;
	j->builtin = both || strcmp(name, "notice") == 0;
	if (o->stock || j->builtin || strcmp(name, "none") == 0)
		return true;
	diag(NULL, "--policy '%s' is not valid; valid are notice, "
	    "postfixadmin, both and none", name);
	return false;
}

static bool
take_allow(struct options *o, const char *chars)
{
	if (policy_allow(&o->check.judge.policy, chars))
		return true;
	diag(NULL, "--allow '%s': all must be symbols of ASCII, as -_.!",
	    chars);
	return false;
}

static bool
take_rule(struct options *o, const char *text)
{
	struct ruleset_error e;

	if (ruleset_add(&o->check.judge.rules, text, strlen(text), &e))
		return true;
	diag(NULL, "--rule '%s': %s", text, e.what);
	return false;
}

/* Is it what standard input is, by whatever name? */
static bool
is_stdin(int fd)
{
	struct stat a, b;

	return fd == 0 || (fstat(fd, &a) == 0 && fstat(0, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* A file of rules holds no secret. */
static bool
take_rules(struct options *o, const char *file)
{
	struct buf text = {0};
	struct ruleset_error e;
	int fd = in_open(file);
	bool good = false;

	if (fd != -1 && is_stdin(fd)) {
		in_close(fd);
		diag(NULL, "--rules '%s': rules must be in a file, since "
		    "passwords may come by standard input", file);
		return false;
	}
	if (fd == -1 || in_all(fd, &text) != 0)
		diag_errno(in_name(file), errno);
	else if (!(good = ruleset_read(&o->check.judge.rules, text.p, text.len,
	    &e)))
		diag_at(in_name(file), e.line, "no rule", e.what,
		    strlen(e.what));
	in_close(fd);
	buf_free(&text);
	return good;
}

/* user=1,password=2,domain=3,all=4 */
static bool
parse_columns(struct format_options *r, const char *list)
{
	const struct {
		const char *name;
		size_t *column;
	} names[] = {
		{"user=", &r->column_user},
		{"password=", &r->column_password},
		{"domain=", &r->column_domain},
		{"all=", &r->columns}
	};
	const char *p = list;
	unsigned seen = 0;
	bool good = false;

	for (size_t i = 0; i < 4; i++)
		*names[i].column = 0;
	while (*p) {
		size_t i = 0;
		char *end = NULL;

		while (i < 4 && strncmp(p, names[i].name,
		    strlen(names[i].name)) != 0)
			i++;
		if (i < 4) {
			p += strlen(names[i].name);
			errno = 0;
			*names[i].column = (size_t)strtoul(p, &end, 10);
		}
		good = i < 4 && *p >= '1' && *p <= '9' &&
		    errno == 0 && (seen >> i & 1) == 0 &&
		    (*end == '\0' || (*end == ',' && end[1] != '\0'));
		if (!good)
			break;
		seen |= 1U << i;
		p = *end ? end + 1 : end;
	}
	return good;
}

static bool
take_columns(struct options *o, const char *list)
{
	struct format_options *r = &o->check.records;
	bool good = parse_columns(r, list);
	size_t password = r->column_password, last = r->column_user;

	o->columns = true;
	if (r->column_domain > last)
		last = r->column_domain;
	/* a separator in a password moves what is behind it, and a part of a
	 * password must not be printed as a user or a domain */
	if (last > password && r->columns == 0)
		r->columns = last;
	if (last < password)
		last = password;
	if (good && password > 0 && password != r->column_user &&
	    password != r->column_domain &&
	    (r->columns == 0 || r->columns >= last))
		return true;
	diag(NULL, "--columns '%s' is not valid; valid is "
	    "user=1,password=2,domain=3, with password at least, and in a "
	    "column of its own; all=N: records have N columns", list);
	return false;
}

static bool
take_domain(struct options *o, const char *name)
{
	o->check.records.domain = name;
	if (format_is_name((struct span){name, strlen(name)}))
		return true;
	diag(NULL, "-D '%s' is no domain; valid is example.jp", name);
	return false;
}

static bool
take_output(struct options *o, const char *name)
{
	o->check.listing.tsv = strcmp(name, "tsv") == 0;
	if (o->check.listing.tsv || strcmp(name, "text") == 0)
		return true;
	diag(NULL, "-o '%s' is not valid; valid are text and tsv", name);
	return false;
}

static bool
take_charset(struct options *o, const char *name)
{
	struct decoder *d = &o->check.judge.decoder;

	if (d->open) {
		diag(NULL, "--from '%s' is a second charset; passwords have "
		    "one", name);
		return false;
	}
	if (decoder_open(d, name) == 0)
		return true;
	if (errno == EINVAL)
		diag(NULL, "--from '%s' is no charset that iconv knows; valid "
		    "are shift_jis, euc-jp and those of iconv -l", name);
	else
		diag(NULL, "--from '%s': %s", name, strerror(errno));
	return false;
}

/* Options that change the notice. */
static bool
set_notice(struct options *o, int key)
{
	struct policy *p = &o->check.judge.policy;

	o->notice = true;
	switch (key) {
	case OPT_MIN: return take_number("min", optarg, &p->min);
	case OPT_LETTERS: return take_number("letters", optarg, &p->letters);
	case OPT_DIGITS: return take_number("digits", optarg, &p->digits);
	case OPT_MAX: return take_number("max", optarg, &p->max);
	case OPT_ALLOW: return take_allow(o, optarg);
	default: return false;
	}
}

static bool
set_word(struct options *o, int key)
{
	switch (key) {
	case 'f': return take_format(o, optarg);
	case 'D': return take_domain(o, optarg);
	case 'o': return take_output(o, optarg);
	case OPT_COLUMNS: return take_columns(o, optarg);
	case OPT_POLICY: return take_policy(o, optarg);
	case OPT_RULE: return take_rule(o, optarg);
	case OPT_RULES: return take_rules(o, optarg);
	case OPT_FROM: return take_charset(o, optarg);
	case OPT_PROGRESS: return opt_progress(optarg, &o->progress);
	default: return set_notice(o, key);
	}
}

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case OPT_NOT_USER: o->check.judge.not_user = true; break;
	case OPT_POSTMASTER: o->check.postmaster = true; break;
	case OPT_SKIP_DISABLED: o->check.skip_disabled = true; break;
	case '0': o->check.delim = '\0'; break;
	case 'a': o->check.listing.all = true; break;
	case 'q': o->check.listing.quiet = true; break;
	case 's': o->summary = true; break;
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
	const struct check *c = &o->check;
	const struct judge *j = &c->judge;
	bool rules = o->stock || j->rules.count > 0;
	const struct opt_conflict conflicts[] = {
		{c->listing.quiet && c->listing.all, "-q and -a: print "
		    "nothing, or all"},
		{o->notice && !j->builtin, "--min, --letters, --digits, --max "
		    "and --allow change the notice, which this --policy "
		    "leaves out"},
		{j->builtin && j->policy.max > 0 &&
		    j->policy.max < j->policy.min, "--max is less than --min: "
		    "no password could be good"},
		{!j->builtin && !rules && !j->not_user && !j->decoder.open,
		    "--policy=none without a rule: every password would be "
		    "good"},
		{o->columns && !(c->format && format_has_columns(c->format)),
		    "--columns is for -f csv and -f tsv"},
	};

	return opt_agree(conflicts, sizeof conflicts / sizeof conflicts[0]);
}

static bool
finish_rules(struct options *o)
{
	struct ruleset *rules = &o->check.judge.rules;

	struct ruleset_error e;

	if (!o->stock || ruleset_stock(rules, &e))
		return true;
	diag(NULL, "--policy: %s", e.what);
	return false;
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	static char dash[] = "-", *standard_input[] = {dash};
	bool ok;

	memset(o, 0, sizeof *o);
	o->check.delim = '\n';
	o->check.judge.builtin = true;
	o->check.records.column_user = 1;
	o->check.records.column_password = 2;
	policy_notice(&o->check.judge.policy);
	ok = opt_parse(argc, argv, &usage, set_option, o);
	o->operands = optind < argc ? argv + optind : standard_input;
	o->count = optind < argc ? argc - optind : 1;
	o->check.listing.names_files = o->count > 1;
	return ok && (o->help || o->version || (agree(o) && finish_rules(o)));
}

/* --- wiring --- */

static int
run(struct options *o)
{
	struct check *c = &o->check;
	const uint64_t *kinds = c->listing.kinds;
	int status = STATUS_YES;

	progress_begin(diag_program(), o->progress);
	c->files = (size_t)o->count;
	for (int i = 0; i < o->count; i++) {
		int r;

		c->file = (size_t)i + 1;
		r = check_file(c, o->operands[i]);
		if (r > status)
			status = r;
	}
	progress_end();
	if (c->postmaster && check_postmasters(c) != STATUS_YES)
		status = STATUS_TROUBLE;
	if (out_flush(c->listing.out) == 0 && o->summary)
		listing_summary(&c->listing);
	if (status == STATUS_YES && (c->listing.flaws > 0 ||
	    kinds[VERDICT_BAD] > 0 || kinds[VERDICT_UNKNOWN] > 0))
		status = STATUS_NO;
	return status;
}

int
main(int argc, char **argv)
{
	static char memory[64 * 1024];
	int status = STATUS_YES;
	struct options o;
	struct out out;
	bool parsed;

	diag_init("vpwcheck");
	secret_begin();
	confine_to_reading();
	out_init(&out, 1, memory, sizeof memory);
	parsed = parse_options(&o, argc, argv);
	o.check.listing.out = &out;
	if (parsed && o.help)
		(void)opt_help(&out, &usage);
	else if (parsed && o.version)
		(void)opt_version(&out);
	else
		status = parsed ? run(&o) : STATUS_TROUBLE;
	check_free(&o.check);
	secret_end();
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
