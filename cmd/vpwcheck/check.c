#include "check.h"

#include "diag.h"
#include "in.h"
#include "secret.h"
#include "secrets.h"
#include "vpop.h"

#include <errno.h>
#include <string.h>

static int
judge_one(struct check *c, const char *file, const struct account *a)
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
	s = (struct subject){file, a->line, a->user.p, a->domain.p, a->user.n,
	    a->domain.n};
	return listing_print(&c->listing, &s, &v);
}

/* What asks for users is no good where there are none. */
static bool
tells_users(const struct check *c, const struct format *f, const char *file)
{
	if ((!c->postmaster && !c->judge.not_user) ||
	    format_has_users(f, &c->records))
		return true;
	diag(file, "the records (-f %s) tell no users, which %s needs",
	    format_name(f), c->postmaster ? "--require-postmaster" :
	    "--not-user");
	return false;
}

/* The format that was given, or that the first record tells; NULL after a
 * message. */
static const struct format *
pick_format(const struct check *c, const char *file, const char *record,
    size_t n)
{
	const struct format *f = c->format;

	/* without a record: what cannot be read, or is too long */
	if (!f)
		f = record ? format_guess(record, n) : format_named("plain");
	if (!f)
		diag(file, "the format cannot be told from the first record; "
		    "say it by -f: %s", format_names());
	return f && tells_users(c, f, file) ? f : NULL;
}

static int
check_records(struct check *c, const char *file, const struct format *f,
    struct secrets *s)
{
	struct format_state state = {0};
	struct account a;
	int status = STATUS_YES, r = FORMAT_ACCOUNT;

	while (r != FORMAT_END && r != FORMAT_ERROR && !c->listing.out->err) {
		r = format_next(f, &state, s, &c->records, &a);
		if (r == FORMAT_MALFORMED) {
			c->listing.malformed++;
			diag_at(file, a.line, "malformed record of the format",
			    format_name(f), strlen(format_name(f)));
			status = STATUS_TROUBLE;
		} else if (r == FORMAT_ACCOUNT && judge_one(c, file, &a) != 0) {
			r = FORMAT_ERROR;
		}
	}
	if (r == FORMAT_ERROR && !c->listing.out->err)
		diag_errno(file, errno);
	format_state_free(&state);
	c->cut = c->cut || r == FORMAT_ERROR;
	return r == FORMAT_ERROR ? STATUS_TROUBLE : status;
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
	size_t n = 0;

	if (secrets_peek(s, &record, &n) == SECRETS_END) {
		if (!c->postmaster || expect_domain(c, file) == 0)
			return STATUS_YES;
		diag_errno(file, errno);
		return STATUS_TROUBLE;
	}
	f = pick_format(c, file, record, n);
	c->records.path = file;
	return f ? check_records(c, file, f, s) : STATUS_TROUBLE;
}

int
check_file(struct check *c, const char *operand)
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
	if (secrets_open(&s, fd, c->delim) == 0) {
		status = check_open_file(c, file, &s);
		secrets_close(&s);
	} else {
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
	struct subject s = {.file = "", .user = "postmaster", .user_len = 10};
	size_t at = 0;

	if (c->cut) {
		diag(NULL, "postmasters are not checked, since not all was read");
		return 0;
	}
	while (census_next_missing(&c->census, &at, &s.domain, &s.domain_len))
		if (listing_count(&c->listing, &v) &&
		    listing_print(&c->listing, &s, &v) != 0)
			return -1;
	return 0;
}

void
check_free(struct check *c)
{
	judge_free(&c->judge);
	census_free(&c->census);
	listing_free(&c->listing);
}
