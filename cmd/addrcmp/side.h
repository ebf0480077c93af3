/*
 * side: one side of the comparison: the mailboxes of a header field, over all
 * the occurrences of that field that count.
 *
 * Which do, RFC 5322 says:
 * - of a trace field (Return-Path, Delivered-To, Resent-...: 3.6.6, 3.6.7) the
 *   topmost alone: each host writes its own above what came in, and a forged
 *   one lies below.  Fields the RFC does not know are taken to be such;
 * - destination fields (To, Cc, Bcc) are taken together (4.5.3);
 * - originator fields (From, Sender, Reply-To) may occur once only (3.6), and
 *   readers differ in which of two they show: all are walked, and the side
 *   counts as ambiguous.
 */
#ifndef ADDRCMP_SIDE_H
#define ADDRCMP_SIDE_H

#include "addrlist.h"
#include "header.h"

#include <stdbool.h>

enum side_rule { SIDE_TOPMOST, SIDE_TOGETHER, SIDE_ONCE };

struct side {
	const struct header *header;
	const char *field;      /* a C string */
	enum side_rule rule;
	size_t pos;             /* in the header: behind the occurrences seen */
	unsigned occurrences;   /* seen so far, 2 standing for more */
	bool parsing;           /* list is in one of them */
	struct addrlist list;
};

/* Walk that field of the header, which stays the caller's. */
void side_begin(struct side *s, const struct header *h, const char *field);

/* The next entry, as addrlist_next: 1; 0 at the end; -1 with errno ENOMEM. */
int side_next(struct side *s, struct mailbox *m);

/* At the end: did a field occur twice that may occur once only? */
bool side_is_ambiguous(const struct side *s);

void side_end(struct side *s);

#endif
