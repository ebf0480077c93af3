/*
 * formats: the functions behind the rows of format.c's table, and what they
 * share.  Only they and format.c include this.
 *
 * A format's function is format_next for that format.  What is the same for all
 * is done by format_next itself: -D, bad names, may_be_cut.
 */
#ifndef HIKKOSHI_FORMATS_H
#define HIKKOSHI_FORMATS_H

#include "format.h"

typedef int format_function(struct format_state *st, struct secrets *s,
    const struct format_options *o, struct account *a);

format_function vpasswd_next, vuserinfo_next, csv_next, tsv_next;

/* Do these bytes look like a record of that format, and of no other? */
bool vpasswd_looks(const char *record, size_t n);
bool vuserinfo_looks(const char *record, size_t n);

/* Take a record, and its line as that of the account.  FORMAT_ACCOUNT: there it
 * is; else what the format's function is to return. */
int format_record(struct secrets *s, struct account *a, char **p, size_t *n);

#endif
