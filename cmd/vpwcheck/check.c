#include "check.h"

#include "diag.h"
#include "in.h"
#include "progress.h"
#include "secret.h"
#include "secrets.h"
#include "vpop.h"

#include <errno.h>
#include <string.h>

static int
judge_one(struct check *c, struct span file, const struct account *a)
{
	struct subject s;
	struct verdict v;
	int known = 1;

	if (a->disabled && c->skip_disabled)
		return 0;
	if (a->user.p)
		known = census_add(&c->census, a);
	if (known < 0 || judge_account(&c->judge, a, &v) != 0)
		return -1;
	v.codes |= known == 0 ? VERDICT_DUPLICATE : 0U;
	if (!listing_count(&c->listing, &v))
		return 0;
	s = (struct subject){file, a->line, a->user, a->domain};
	return listing_print(&c->listing, &s, &v);
}

/* What asks for users, or for flags, is no good where there are none. */
static bool
tells_enough(const struct check *c, const struct format *f, const char *file)
{
	const char *option = NULL, *what = "users";

	if (!format_has_users(f, &c->records))
		option = c->postmaster ? "--require-postmaster" :
		    c->judge.not_user ? "--not-user" : NULL;
	if (!option && c->skip_disabled && !format_has_flags(f)) {
		option = "--skip-disabled";
		what = "flags";
	}
	if (!option)
		return true;
	diag(file, "the records (-f %s) tell no %s, which %s needs",
	    format_name(f), what, option);
	return false;
}

/* The format that was given, or that the first record tells: secrets_peek has
 * said r of it.  NULL after a message. */
static const struct format *
pick_format(const struct check *c, const char *file, int r, const char *record,
    size_t n)
{
	const struct format *f = c->format;

	if (!f && r == SECRETS_RECORD)
		f = format_guess(record, n);
	if (!f)
		diag(file, "the format cannot be told from the first record; "
		    "say it by -f: %s", format_names());
	return f && tells_enough(c, f, file) ? f : NULL;
}

static void
tell_malformed(struct check *c, const char *file, const struct format *f,
    uint64_t line, bool lost)
{
	c->listing.malformed++;
	diag_at(file, line, lost ? "malformed record, and where the next begins "
	    "nobody knows, so the rest is not read; the format" :
	    "malformed record of the format", format_name(f),
	    strlen(format_name(f)));
}

static int
check_records(struct check *c, const char *file, const struct format *f,
    struct secrets *s)
{
	const struct span name = {file, strlen(file)};
	struct format_state state = {0};
	struct account a;
	uint64_t accounts = 0, malformed = 0;
	int status = STATUS_YES, r;

	while ((r = format_next(f, &state, s, &c->records, &a)) ==
	    FORMAT_ACCOUNT || r == FORMAT_MALFORMED) {
		if (r == FORMAT_MALFORMED) {
			tell_malformed(c, file, f, a.line, false);
			status = STATUS_TROUBLE;
			malformed++;
		} else if (judge_one(c, name, &a) != 0) {
			r = FORMAT_ERROR;
			break;
		} else {
			accounts++;
		}
	}
	if (r == FORMAT_END && accounts == 0 && malformed > 1)
		diag(file, "no record is of the format %s; -f takes another: %s",
		    format_name(f), format_names());
	if (r == FORMAT_LOST)
		tell_malformed(c, file, f, a.line, true);
	else if (r == FORMAT_ERROR && !c->listing.out->err)
		diag_errno(file, errno);
	format_state_free(&state);
	c->cut = c->cut || r != FORMAT_END;
	return r == FORMAT_END ? status : STATUS_TROUBLE;
}

/* A domain that has no account has no postmaster either. */
static int
expect_domain(struct check *c, const char *file)
{
	struct span domain = vpop_domain(file, strlen(file));

	if (c->records.domain)
		domain = (struct span){c->records.domain,
		    strlen(c->records.domain)};
	return domain.p ? census_expect(&c->census, domain) : 0;
}

static int
check_open_file(struct check *c, const char *file, struct secrets *s)
{
	const struct format *f;
	char *record = NULL;
	size_t n = 0, users = c->census.users.len;
	int r = secrets_peek(s, &record, &n), status = STATUS_YES;

	if (r == SECRETS_ERROR) {
		c->cut = true;
		diag_errno(file, errno);
		return STATUS_TROUBLE;
	}
	census_begin(&c->census, file);
	c->records.path = file;
	if (r != SECRETS_END) {
		f = pick_format(c, file, r, record, n);
		c->cut = c->cut || !f;
		status = f ? check_records(c, file, f, s) : STATUS_TROUBLE;
	}
	if (c->postmaster && c->census.users.len == users &&
	    expect_domain(c, file) != 0) {
		diag_errno(file, errno);
		status = STATUS_TROUBLE;
	}
	return status;
}

int
check_file(struct check *c, const char *operand)
{
	const char *file = in_name(operand);
	int fd = in_open(operand), status = STATUS_TROUBLE;
	struct secrets s;

	if (fd == -1) {
		c->cut = true;
		diag_errno(file, errno);
		return STATUS_TROUBLE;
	}
	secret_silence_terminal(fd);
	progress_bytes(fd, c->file, c->files);
	if (secrets_open(&s, fd, c->delim) == 0) {
		status = check_open_file(c, file, &s);
		secrets_close(&s);
	} else {
		c->cut = true;
		diag_errno(file, errno);
	}
	in_close(fd);
	return status;
}

int
check_postmasters(struct check *c)
{
	static const struct verdict v = {.kind = VERDICT_BAD,
	    .codes = VERDICT_MISSING};
	struct subject s = {.user = {"postmaster", 10}};
	size_t at = 0;

	if (c->cut || c->census.domains.len == 0) {
		diag(NULL, "postmasters are not checked, since %s", c->cut ?
		    "not all was read" : "there is no account and no domain");
		return STATUS_TROUBLE;
	}
	while (census_next_missing(&c->census, &at, &s.domain, &s.file))
		if (listing_count(&c->listing, &v) &&
		    listing_print(&c->listing, &s, &v) != 0) {
			if (!c->listing.out->err)
				diag_errno(NULL, errno);
			return STATUS_TROUBLE;
		}
	return STATUS_YES;
}

void
check_free(struct check *c)
{
	judge_free(&c->judge);
	census_free(&c->census);
	listing_free(&c->listing);
}
