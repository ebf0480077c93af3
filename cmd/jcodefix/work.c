#include "work.h"

#include "candidate.h"
#include "diag.h"
#include "edit.h"
#include "grow.h"
#include "in.h"
#include "isperl.h"
#include "linecount.h"
#include "literal.h"
#include "perllex.h"
#include "print.h"
#include "text.h"
#include "utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
tell(struct work *w, const char *path, int err)
{
	w->trouble = true;
	if (err == EFBIG)
		diag(path, "larger than 256 MiB, which is what one file may "
		    "have; --literal takes more");
	else
		diag_errno(path, err);
}

/* --- what was found --- */

/* The edits of the sites that may be changed. */
static int
gather_edits(struct work *w)
{
	w->edit_count = 0;
	for (size_t i = 0; i < w->sites.count; i++) {
		const struct site *s = &w->sites.v[i];
		struct edit *v;

		if (s->left || s->rule->use == RULE_REPORT)
			continue;
		v = grow_array(w->edits, w->edit_count, &w->edit_cap,
		    sizeof *v);
		if (!v)
			return -1;
		w->edits = v;
		w->edits[w->edit_count++] = s->edit;
	}
	return 0;
}

static int
put_edited(void *work, struct out *out)
{
	struct work *w = work;

	return edit_write(out, w->text.p, w->text.len, w->edits,
	    w->edit_count);
}

/* Of an operand, what its links lead to; in a walk, the file itself. */
static int
find_target(struct replace_target *t, const struct file *f)
{
	if (!f->walked)
		return replace_find(t, f->path);
	*t = (struct replace_target){.dirfd = f->dirfd};
	if (buf_put(&t->name, f->name, strlen(f->name) + 1) != 0)
		return -1;
	t->name.len--;
	return 0;
}

/* Put what put(put_ctx, out) writes in place of the file; n sites of it were
 * found. */
static void
change(struct work *w, const struct file *f, const struct stat *st,
    int (*put)(void *ctx, struct out *out), void *put_ctx, uint64_t n)
{
	struct replace_target t;
	struct buf words = {0};

	if (find_target(&t, f) != 0) {
		tell(w, f->path, errno);
		w->left += n;
		return;
	}
	if (replace_file(&t, f->path, st, put, put_ctx, &w->o.replace,
	    &words) == REPLACE_DONE) {
		w->changed += n;
	} else {
		w->trouble = true;
		w->left += n;
		diag(f->path, "%s", words.p ? words.p : strerror(ENOMEM));
	}
	buf_free(&words);
	replace_forget(&t);
}

static void
count_sites(struct work *w)
{
	for (size_t i = 0; i < w->sites.count; i++) {
		const struct site *s = &w->sites.v[i];

		if (s->rule->use != RULE_REPORT)
			w->found++;
		if (s->left)
			w->left++;
	}
	w->reports += w->sites.reports;
	if (w->o.mode != WORK_IN_PLACE)
		w->changed += w->edit_count;
}

/* What the mode does with the sites of a file. */
static void
act(struct work *w, const struct file *f, const struct stat *st)
{
	uint64_t before = w->found;
	int r = 0;

	count_sites(w);
	if (w->o.mode != WORK_CHECK && w->o.mode != WORK_LIST)
		r = print_left(f->path, &w->text, &w->sites);
	switch (w->o.mode) {
	case WORK_PRINT:
		(void)put_edited(w, w->out);
		break;
	case WORK_IN_PLACE:
		if (w->edit_count > 0)
			change(w, f, st, put_edited, w, w->edit_count);
		break;
	case WORK_LIST:
		if (w->found > before)
			r = print_name(w->out, f->path, w->o.null);
		break;
	case WORK_DIFF:
		r = print_diff(w->out, f->path, &w->text, w->edits,
		    w->edit_count, w->o.raw);
		break;
	case WORK_CHECK:
		r = print_sites(w->out, f->path, &w->text, &w->sites);
		break;
	}
	/* a failed output is told when it is closed */
	if (r != 0 && !w->out->err)
		tell(w, f->path, errno);
}

/* Every place that the sed changes. */
static int
find_literal(struct work *w)
{
	size_t at = 0;

	while ((at = literal_next(w->text.p, w->text.len, at)) < w->text.len) {
		struct site s = {.at = at, .end = at + strlen(LITERAL_OLD),
		    .rule = &rule_literal, .left_at = SIZE_MAX,
		    .edit = {at, strlen(LITERAL_OLD), LITERAL_NEW,
		    strlen(LITERAL_NEW)}};

		if (site_add(&w->sites, s) != 0)
			return -1;
		at = s.end;
	}
	return 0;
}

/* What is no Perl stays as it is.  Somebody who named the file may be of
 * another opinion. */
static void
pass_by(struct work *w, const struct file *f, bool whole)
{
	const char *p = w->text.p;
	size_t n = w->text.len, at = candidate_next(p, n, 0, n);
	struct linecount lines;

	w->not_perl++;
	if (whole && w->o.mode == WORK_PRINT && !f->walked)
		(void)out_put(w->out, p, n);
	if (!whole || f->source != ISPERL_NAMED || f->walked || at == n ||
	    p[0] == '#' || memchr(p, '\0', n))
		return;
	linecount_begin(&lines, p, 1);
	diag_at(f->path, linecount_at(&lines, p + at), "the file does not look "
	    "like Perl, so it stays as it is; if it is, use standard input",
	    p + at, p[at + 1] == 'o' ? 2 : 7);
}

/* What a text asks for must be known before it is changed: of a file, that was
 * gathered with all others. */
static int
scan(struct work *w, const struct file *f)
{
	struct scan_options o = {w->o.rules, &w->library};
	bool alone = f->source == ISPERL_PIPED &&
	    w->library.state == LIBRARY_GATHERING;

	library_enter(&w->library, f->path, f->root_len);
	if (scan_text(&w->sites, w->text.p, w->text.len, &o) != 0)
		return -1;
	if (!alone || !(w->o.rules & rules_gathered()))
		return library_leave(&w->library);
	if (rules_note(&w->sites, w->text.p, &w->library, true) != 0)
		return -1;
	library_settle(&w->library, true);
	site_clear(&w->sites);
	if (scan_text(&w->sites, w->text.p, w->text.len, &o) != 0)
		return -1;
	return library_leave(&w->library);
}

/* What was read of an open file; `whole` tells whether that is all.  Is it
 * Perl? */
static bool
work_text(struct work *w, const struct file *f, const struct stat *st,
    bool whole)
{
	int r;

	site_clear(&w->sites);
	w->sites.counts_reports = w->o.mode != WORK_CHECK;
	w->edit_count = 0;
	if (!w->o.literal &&
	    !isperl(f->name, w->text.p, w->text.len, f->source)) {
		pass_by(w, f, whole);
		return false;
	}
	w->files++;
	if (!whole)
		return true;
	r = w->o.literal ? find_literal(w) : scan(w, f);
	if (r != 0 || gather_edits(w) != 0)
		tell(w, f->path, errno);
	else
		act(w, f, st);
	return true;
}

/* --- files --- */

/* Of a file whose name is none of Perl's, the first bytes will do, where they
 * are not #!: as for isperl. */
static bool
is_no_script(const char *p, size_t n)
{
	size_t bom = utf8_bom(p, n);

	return n - bom >= 2 && memcmp(p + bom, "#!", 2) != 0;
}

/* Read an open file, as far as these rules need it.  As text_read. */
static int
read_text(struct work *w, const struct file *f, int fd, rule_set set)
{
	bool needs_line = f->source == ISPERL_WALKED &&
	    !isperl_name(f->name) && w->o.mode != WORK_PRINT;
	const struct text_options o = {
		.max = PERLLEX_MAX,
		.enough = needs_line ? is_no_script : NULL,
		.skims = !w->o.literal && scan_needs_candidates(set)
	};

	return text_read(&w->text, fd, &o);
}

/* --- the sed, as a stream --- */

static int
put_literal(void *fd, struct out *out)
{
	uint64_t count = 0;

	if (lseek(*(int *)fd, 0, SEEK_SET) != 0)
		return -1;
	return literal_copy(*(int *)fd, out, &count);
}

/* Only count. */
static int
count_literal(int fd, uint64_t *count)
{
	char memory[4096];
	struct out none;

	out_init(&none, OUT_NOWHERE, memory, sizeof memory);
	return literal_copy(fd, &none, count);
}

static void
work_stream(struct work *w, const struct file *f)
{
	uint64_t count = 0;
	struct stat st;
	int fd = files_open(f);

	if (fd == -1 || fstat(fd, &st) != 0 ||
	    (w->o.mode == WORK_PRINT ? literal_copy(fd, w->out, &count) :
	    count_literal(fd, &count)) != 0) {
		tell(w, f->path, errno);
	} else {
		w->files++;
		w->found += count;
		if (w->o.mode == WORK_IN_PLACE && count > 0)
			change(w, f, &st, put_literal, &fd, count);
		else
			w->changed += count;
		if (w->o.mode == WORK_LIST && count > 0)
			(void)print_name(w->out, f->path, w->o.null);
	}
	in_close(fd);
}

/* Something that can be read again, and replaced?  What is not there is another
 * matter. */
static bool
is_file(const struct file *f)
{
	struct stat st;

	return f->walked || (f->source != ISPERL_PIPED &&
	    (stat(f->name, &st) != 0 || S_ISREG(st.st_mode)));
}

/* What is done with an open file: 0, or -1 with errno.  *fd may be closed then,
 * and is -1. */
static int
work_open_file(struct work *w, const struct file *f, int *fd)
{
	off_t from = w->o.mode == WORK_PRINT ? lseek(*fd, 0, SEEK_CUR) : 0;
	struct stat st;
	int r;
	bool prints;

	if (w->o.mode == WORK_IN_PLACE && fstat(*fd, &st) != 0)
		return -1;
	r = read_text(w, f, *fd, w->o.rules);
	if (r == TEXT_ERROR)
		return -1;
	/* file servers do not like an open file to be replaced */
	if (r != TEXT_SKIMMED) {
		in_close(*fd);
		*fd = -1;
	}
	prints = (work_text(w, f, &st, r == TEXT_WHOLE) || !f->walked) &&
	    w->o.mode == WORK_PRINT;
	/* of a file without a candidate, nothing was kept */
	return r == TEXT_SKIMMED && prints ?
	    text_copy(*fd, from, &w->text, w->out) : 0;
}

void
work_file(void *work, const struct file *f)
{
	struct work *w = work;
	int fd;

	if (w->out->err)
		return;
	if (w->o.mode == WORK_IN_PLACE && !is_file(f)) {
		diag(f->path, "is no file that could be changed in place");
		w->trouble = true;
		return;
	}
	if (w->o.literal && w->o.mode != WORK_DIFF &&
	    w->o.mode != WORK_CHECK) {
		work_stream(w, f);
		return;
	}
	fd = files_open(f);
	if (fd == -1 || work_open_file(w, f, &fd) != 0)
		tell(w, f->path, errno);
	in_close(fd);
}

/* Will the file be changed, if something is found in it? */
static bool
may_change(const struct work *w, const struct file *f, const struct stat *st)
{
	struct replace_target t;
	struct buf words = {0};
	bool may;

	if (w->o.mode != WORK_IN_PLACE)
		return true;
	if (find_target(&t, f) != 0)
		return false;
	may = replace_check(&t, f->path, st, &w->o.replace, &words) ==
	    REPLACE_DONE;
	buf_free(&words);
	replace_forget(&t);
	return may;
}

void
work_gather(void *work, const struct file *f)
{
	struct work *w = work;
	struct scan_options o = {w->o.rules & rules_gathered(), &w->library};
	struct stat st;
	int fd, r;

	site_clear(&w->sites);
	/* what can be read once only, is not yet */
	if (!is_file(f))
		return;
	fd = files_open(f);
	r = fd != -1 && fstat(fd, &st) == 0 ? read_text(w, f, fd, o.rules) :
	    TEXT_ERROR;
	in_close(fd);
	/* which one is told when it is time to change it */
	w->ungathered = w->ungathered || r == TEXT_ERROR;
	if (r != TEXT_WHOLE ||
	    !isperl(f->name, w->text.p, w->text.len, f->source))
		return;
	library_enter(&w->library, f->path, f->root_len);
	if (scan_text(&w->sites, w->text.p, w->text.len, &o) != 0 ||
	    rules_note(&w->sites, w->text.p, &w->library,
	    w->sites.count == 0 || may_change(w, f, &st)) != 0 ||
	    library_leave(&w->library) != 0)
		tell(w, f->path, errno);
}

void
work_filter(struct work *w)
{
	static const struct file f = {
		.path = DIAG_STDIN, .name = "-", .source = ISPERL_PIPED
	};

	work_file(w, &f);
}

/* --- the end --- */

void
work_summary(const struct work *w)
{
	bool changes = w->o.mode == WORK_PRINT || w->o.mode == WORK_IN_PLACE;
	char others[64] = "", reports[96] = "";

	if (w->not_perl > 0)
		(void)snprintf(others, sizeof others, " (%" PRIu64 " more %s "
		    "not Perl)", w->not_perl, w->not_perl == 1 ? "is" : "are");
	if (w->reports > 0)
		(void)snprintf(reports, sizeof reports, "; %" PRIu64
		    " finding%s of report%s", w->reports,
		    w->reports == 1 ? "" : "s",
		    w->o.mode == WORK_CHECK ? "" : ", which --check tells");
	diag(NULL, "files: %" PRIu64 "%s, sites: %" PRIu64 ", %s: %" PRIu64
	    ", left alone: %" PRIu64 "%s", w->files, others, w->found,
	    changes ? "changed" : "to change", w->changed, w->left, reports);
}

int
work_status(const struct work *w)
{
	bool looks = w->o.mode != WORK_PRINT && w->o.mode != WORK_IN_PLACE;

	if (w->trouble)
		return STATUS_TROUBLE;
	if (w->o.mode == WORK_CHECK && w->reports > 0)
		return STATUS_NO;
	return w->left > 0 || (looks && w->found > 0) ? STATUS_NO : STATUS_YES;
}

void
work_free(struct work *w)
{
	library_free(&w->library);
	buf_free(&w->text);
	site_free(&w->sites);
	free(w->edits);
}
