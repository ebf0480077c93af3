/*
 * vpwcheck - do the mail passwords meet the policy?
 *
 * main.c      options, and the way from files to verdicts
 *
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
#include "census.h"
#include "diag.h"
#include "format.h"
#include "in.h"
#include "judge.h"
#include "listing.h"
#include "opt.h"
#include "out.h"
#include "secret.h"
#include "secrets.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	OPT_POLICY = OPT_LONG, OPT_MIN, OPT_LETTERS, OPT_DIGITS, OPT_MAX,
	OPT_ALLOW, OPT_RULE, OPT_RULES, OPT_NOT_USER, OPT_FROM, OPT_COLUMNS,
	OPT_POSTMASTER, OPT_SKIP_DISABLED
};

static const struct opt table[] = {
	{'f', "format", "FORMAT", "of the records: plain, pair, vpasswd, "
	    "vuserinfo, csv, tsv;\nauto (default): one that the first record "
	    "tells"},
	{OPT_COLUMNS, "columns", "LIST", "of csv and tsv: user=1,password=2,"
	    "domain=3"},
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
	"non-ascii, user,\nencoding, the messages of rules; unknown: there is "
	"no clear password.\n"
	"Exit status: 0 all are good, 1 some are not, 2 trouble, malformed "
	"records too.\n"
};

struct options {
	struct judge judge;
	struct listing listing;
	struct format_options format;
	const struct format *given;   /* NULL: auto */
	struct census census;
	bool stock;                   /* PostfixAdmin's own rules */
	bool postmaster, skip_disabled, summary, help, version;
	char delim;
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
	o->given = format_named(name);
	if (o->given || strcmp(name, "auto") == 0)
		return true;
	diag(NULL, "-f '%s' is no format; valid are auto, %s", name,
	    format_names());
	return false;
}

static bool
take_policy(struct options *o, const char *name)
{
	bool both = strcmp(name, "both") == 0;

	o->stock = both || strcmp(name, "postfixadmin") == 0;
	o->judge.builtin = both || strcmp(name, "notice") == 0;
	if (o->stock || o->judge.builtin || strcmp(name, "none") == 0)
		return true;
	diag(NULL, "--policy '%s' is not valid; valid are notice, "
	    "postfixadmin, both and none", name);
	return false;
}

static bool
take_allow(struct options *o, const char *chars)
{
	char bad;

	if (policy_allow(&o->judge.policy, chars, &bad))
		return true;
	diag(NULL, "--allow '%s': all must be symbols of ASCII, as -_.!",
	    chars);
	return false;
}

static bool
take_rule(struct options *o, const char *text)
{
	struct ruleset_error e;

	if (ruleset_add(&o->judge.rules, text, strlen(text), &e))
		return true;
	diag(NULL, "--rule '%s': %s", text, e.what);
	return false;
}

/* A file of rules holds no secret. */
static bool
take_rules(struct options *o, const char *file)
{
	struct buf text = {0};
	struct ruleset_error e;
	int fd = in_is_stdin(file) ? -1 : in_open(file);
	ssize_t n = fd == -1 ? -1 : 1;
	bool good = false;

	if (in_is_stdin(file)) {
		diag(NULL, "--rules '%s': rules must be in a file, since "
		    "passwords may come by standard input", file);
		return false;
	}
	while (n > 0) {
		n = buf_reserve(&text, 65536) != 0 ? -1 :
		    in_fill(fd, text.p + text.len, text.cap - text.len);
		text.len += n > 0 ? (size_t)n : 0;
	}
	if (n < 0)
		diag_errno(in_name(file), errno);
	else if (!(good = ruleset_read(&o->judge.rules, text.p, text.len, &e)))
		diag_at(in_name(file), e.line, "no rule", e.what,
		    strlen(e.what));
	in_close(fd);
	buf_free(&text);
	return good;
}

/* user=1,password=2,domain=3 */
static bool
take_columns(struct options *o, const char *list)
{
	const struct {
		const char *name;
		size_t *column;
	} names[] = {
		{"user=", &o->format.column_user},
		{"password=", &o->format.column_password},
		{"domain=", &o->format.column_domain}
	};
	const char *p = list;
	bool good = false;

	for (size_t i = 0; i < 3; i++)
		*names[i].column = 0;
	while (*p) {
		size_t i = 0;
		char *end = NULL;

		while (i < 3 && strncmp(p, names[i].name,
		    strlen(names[i].name)) != 0)
			i++;
		if (i < 3) {
			p += strlen(names[i].name);
			*names[i].column = (size_t)strtoul(p, &end, 10);
		}
		good = i < 3 && *p >= '1' && *p <= '9' &&
		    (*end == '\0' || (*end == ',' && end[1] != '\0'));
		if (!good)
			break;
		p = *end ? end + 1 : end;
	}
	/* a password must not be printed as another column */
	if (good && o->format.column_password > 0 &&
	    o->format.column_password != o->format.column_user &&
	    o->format.column_password != o->format.column_domain)
		return true;
	diag(NULL, "--columns '%s' is not valid; valid is "
	    "user=1,password=2,domain=3, with password at least, and in a "
	    "column of its own", list);
	return false;
}

static bool
take_domain(struct options *o, const char *name)
{
	o->format.domain = name;
	if (name[0] != '\0')
		return true;
	diag(NULL, "-D '' is no domain; valid is example.jp");
	return false;
}

static bool
take_output(struct options *o, const char *name)
{
	o->listing.tsv = strcmp(name, "tsv") == 0;
	if (o->listing.tsv || strcmp(name, "text") == 0)
		return true;
	diag(NULL, "-o '%s' is not valid; valid are text and tsv", name);
	return false;
}

static bool
take_charset(struct options *o, const char *name)
{
	if (!o->judge.decoder.mem && decoder_open(&o->judge.decoder, name) == 0)
		return true;
	diag(NULL, "--from '%s' is no charset that iconv knows, or the second "
	    "one; valid are shift_jis, euc-jp and those of iconv -l", name);
	return false;
}

static bool
set_word(struct options *o, int key)
{
	struct policy *p = &o->judge.policy;

	switch (key) {
	case 'f': return take_format(o, optarg);
	case 'D': return take_domain(o, optarg);
	case 'o': return take_output(o, optarg);
	case OPT_COLUMNS: return take_columns(o, optarg);
	case OPT_POLICY: return take_policy(o, optarg);
	case OPT_MIN: return take_number("min", optarg, &p->min);
	case OPT_LETTERS: return take_number("letters", optarg, &p->letters);
	case OPT_DIGITS: return take_number("digits", optarg, &p->digits);
	case OPT_MAX: return take_number("max", optarg, &p->max);
	case OPT_ALLOW: return take_allow(o, optarg);
	case OPT_RULE: return take_rule(o, optarg);
	case OPT_RULES: return take_rules(o, optarg);
	case OPT_FROM: return take_charset(o, optarg);
	default: return false;
	}
	return true;
}

static bool
set_option(void *options, int key)
{
	struct options *o = options;

	switch (key) {
	case OPT_NOT_USER: o->judge.not_user = true; break;
	case OPT_POSTMASTER: o->postmaster = true; break;
	case OPT_SKIP_DISABLED: o->skip_disabled = true; break;
	case '0': o->delim = '\0'; break;
	case 'a': o->listing.all = true; break;
	case 'q': o->listing.quiet = true; break;
	case 's': o->summary = true; break;
	case 'h': o->help = true; break;
	case 'V': o->version = true; break;
	default: return set_word(o, key);
	}
	return true;
}

static bool
parse_options(struct options *o, int argc, char **argv)
{
	static char dash[] = "-", *standard_input[] = {dash};
	bool ok;

	memset(o, 0, sizeof *o);
	o->delim = '\n';
	o->judge.builtin = true;
	o->format.column_user = 1;
	o->format.column_password = 2;
	policy_notice(&o->judge.policy);
	ok = opt_parse(argc, argv, &usage, set_option, o);
	o->operands = optind < argc ? argv + optind : standard_input;
	o->count = optind < argc ? argc - optind : 1;
	o->listing.names_files = o->count > 1;
	if (!ok || o->help || o->version)
		return ok;
	if (o->listing.quiet && o->listing.all) {
		diag(NULL, "-q and -a: print nothing, or all; see --help");
		return false;
	}
	if (o->stock && !ruleset_stock(&o->judge.rules)) {
		diag_errno(NULL, ENOMEM);
		return false;
	}
	if (o->judge.rules.count > VERDICT_MESSAGES) {
		diag(NULL, "more than %d rules", (int)VERDICT_MESSAGES);
		return false;
	}
	return true;
}

/* --- accounts --- */

static int
judge_one(struct options *o, const char *file, const struct account *a)
{
	struct subject s;
	struct verdict v;
	int known = 1;

	if (a->disabled && o->skip_disabled)
		return 0;
	if (a->user.p)
		known = census_add(&o->census, a);
	if (known < 0)
		return -1;
	if (judge_account(&o->judge, a, &v) != 0)
		return -1;
	v.codes |= known == 0 ? VERDICT_DUPLICATE : 0U;
	if (!listing_count(&o->listing, &v))
		return 0;
	s = (struct subject){file, a->line, a->user.p, a->domain.p, a->user.n,
	    a->domain.n};
	return listing_print(&o->listing, &s, &v);
}

/* The format that was given, or that the first record tells. */
static const struct format *
pick_format(const struct options *o, struct secrets *s, const char *file)
{
	const struct format *f = o->given;
	char *record;
	size_t n;

	if (f || secrets_peek(s, &record, &n) != SECRETS_RECORD)
		return f ? f : format_named("plain");
	f = format_guess(record, n);
	if (!f)
		diag(file, "the format cannot be told from the first record; "
		    "say it by -f: %s", format_names());
	return f;
}

static int
check_open_file(struct options *o, const char *file, struct secrets *s)
{
	const struct format *f = pick_format(o, s, file);
	struct format_state state = {0};
	struct account a;
	int status = STATUS_YES, r = f ? FORMAT_ACCOUNT : FORMAT_END;

	if (!f)
		return STATUS_TROUBLE;
	o->format.path = file;
	while (r != FORMAT_END && r != FORMAT_ERROR && !o->listing.out->err) {
		r = format_next(f, &state, s, &o->format, &a);
		if (r == FORMAT_MALFORMED) {
			o->listing.malformed++;
			diag_at(file, a.line, "malformed record of the format",
			    format_name(f), strlen(format_name(f)));
			status = STATUS_TROUBLE;
		} else if (r == FORMAT_ACCOUNT && judge_one(o, file, &a) != 0) {
			r = FORMAT_ERROR;
		}
	}
	if (r == FORMAT_ERROR && !o->listing.out->err)
		diag_errno(file, errno);
	format_state_free(&state);
	return r == FORMAT_ERROR ? STATUS_TROUBLE : status;
}

static int
check_file(struct options *o, const char *operand)
{
	const char *file = in_name(operand);
	int fd = in_open(operand), status = STATUS_TROUBLE;
	struct secrets s;

	if (fd == -1) {
		diag_errno(file, errno);
		return STATUS_TROUBLE;
	}
	if (fd == 0)
		secret_silence_terminal();
	if (secrets_open(&s, fd, o->delim) != 0) {
		diag_errno(file, errno);
	} else {
		status = check_open_file(o, file, &s);
		secrets_close(&s);
	}
	in_close(fd);
	return status;
}

static int
put_missing(struct options *o)
{
	static const struct verdict v = {.kind = VERDICT_BAD,
	    .codes = VERDICT_MISSING};
	struct subject s = {.file = "", .user = "postmaster", .user_len = 10};
	size_t at = 0;

	while (census_next_missing(&o->census, &at, &s.domain, &s.domain_len))
		if (listing_count(&o->listing, &v) &&
		    listing_print(&o->listing, &s, &v) != 0)
			return -1;
	return 0;
}

static int
run(struct options *o)
{
	const uint64_t *kinds = o->listing.kinds;
	int status = STATUS_YES;

	for (int i = 0; i < o->count; i++) {
		int r = check_file(o, o->operands[i]);

		if (r > status)
			status = r;
	}
	if (o->postmaster && put_missing(o) != 0)
		status = STATUS_TROUBLE;
	if (out_flush(o->listing.out) == 0 && o->summary)
		listing_summary(&o->listing);
	if (status == STATUS_YES && (o->listing.flaws > 0 ||
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
	out_init(&out, 1, memory, sizeof memory);
	parsed = parse_options(&o, argc, argv);
	o.listing.out = &out;
	if (parsed && o.help)
		(void)opt_help(&out, &usage);
	else if (parsed && o.version)
		(void)opt_version(&out);
	else
		status = parsed ? run(&o) : STATUS_TROUBLE;
	judge_free(&o.judge);
	census_free(&o.census);
	listing_free(&o.listing);
	secret_end();
	return out_finish(&out) == 0 ? status : STATUS_TROUBLE;
}
