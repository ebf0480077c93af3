/*
 * format: accounts out of records.  A format is a row of a table and a
 * function.
 *
 * A name that holds LF, CR, NUL, a tab or ; makes an account malformed, in every
 * format: such a byte separates records or columns elsewhere, and where -0 or -f
 * is wrongly given, or wrongly missing, somebody's password follows it.
 */
#ifndef HIKKOSHI_FORMAT_H
#define HIKKOSHI_FORMAT_H

#include "buf.h"
#include "keep.h"
#include "secrets.h"
#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Its bytes are the present record's, the format_state's or the options': they
 * stay valid until the next call of format_next. */
struct account {
	uint64_t line;         /* where its record begins */
	struct span user;      /* NULL: the format has none; never empty */
	struct span domain;    /* NULL: not told; never empty */
	struct span password;  /* NULL: unknown, only a hash is there */
	bool disabled;         /* no POP, no IMAP, no webmail, no SMTP */
	bool may_be_cut;       /* 16 bytes, perhaps from a CHAR(16) column */
};

struct format_options {
	const char *domain;    /* -D, or NULL; wins over what records tell */
	const char *path;      /* of the file, or NULL; may tell the domain */
	/* csv, tsv; 1: the first; 0: none */
	size_t column_user, column_password, column_domain;
	size_t columns;        /* in each record; 0: not said */
};

/*
 * What an account of several records needs of those that are wiped already.
 * One of all zeroes is ready for use, for one file.
 */
struct format_state {
	struct keep secret;        /* vuserinfo: password; csv: joined lines */
	struct buf user, domain;   /* vuserinfo */
	size_t columns;            /* csv, tsv: of the first record */
};

/* Wipe and give the memory back; the state is ready again. */
void format_state_free(struct format_state *st);

struct format;

/* plain, pair, vpasswd, vuserinfo, csv or tsv; NULL: there is none of that
 * name. */
const struct format *format_named(const char *name);

/* All names, for messages: "plain, pair, vpasswd, ...". */
const char *format_names(void);

/* What the first record leaves no doubt about: vpasswd, vuserinfo, or plain
 * where there is no colon in it; NULL: it must be said. */
const struct format *format_guess(const char *record, size_t n);

const char *format_name(const struct format *f);

/* Do its records name the users of passwords, with these options? */
bool format_has_users(const struct format *f, const struct format_options *o);

/* Do they say which accounts are disabled? */
bool format_has_flags(const struct format *f);

/* Is it csv or tsv? */
bool format_has_columns(const struct format *f);

/* Can this be a name, as far as the bytes go that separate records? */
bool format_is_name(struct span name);

enum {
	FORMAT_END = 0,
	FORMAT_ACCOUNT = 1,
	FORMAT_MALFORMED = 2,  /* a->line tells where; all else is empty */
	FORMAT_LOST = 3,       /* the same, and nobody knows where the next
	                        * record begins: not to be called any more */
	FORMAT_ERROR = -1      /* errno tells */
};

/* The next account of a source.  What st holds of the one before is wiped. */
int format_next(const struct format *f, struct format_state *st,
    struct secrets *s, const struct format_options *o, struct account *a);

#endif
