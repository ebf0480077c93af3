/*
 * addrlist: the addresses of one header field, parsed as RFC 5322, 3.4 and
 * 4.4 (the obsolete forms) say, and recovered where real mail breaks the
 * rules.
 *
 * What is forgiven on purpose:
 * - addresses with white space instead of a comma between them;
 * - `<` without `>`, `>` or `)` without its other half, `<` twice; an
 *   unclosed quote or comment counts as white space, unless the comment opens
 *   behind the first address: then it goes to the end.  Between two words it
 *   spoils the address instead: neither half is one;
 * - `;` as a separator outside a group, groups that are never closed;
 * - dots anywhere in a local part; a scheme (`mailto:`) inside brackets;
 * - raw text in any charset in names and comments: bytes from 0x80 up are
 *   letters, a second byte of Shift_JIS (GBK, Big5) that looks like ASCII is
 *   none, and ISO-2022-JP is passed over whole; NUL and control bytes are
 *   letters, and whoever prints the address refuses them.
 * What is not: an encoded-word (RFC 2047) is one opaque word, so an address
 * inside one is never found; two `@` in one address make it no address, since
 * readers disagree which one counts.
 */
#ifndef HIKKOSHI_ADDRLIST_H
#define HIKKOSHI_ADDRLIST_H

#include "addrlex.h"
#include "address.h"
#include "buf.h"
#include "multibyte.h"

#include <stdbool.h>
#include <stddef.h>

enum addrlist_kind {
	ADDRLIST_MAILBOX,  /* an address */
	ADDRLIST_NULL,     /* <>, the null path of RFC 5321 */
	ADDRLIST_BROKEN    /* brackets or an @, but no address */
};

struct mailbox {
	enum addrlist_kind kind;
	struct address addr;  /* canonical; good until the next mailbox */
	size_t offset, at, end; /* in the body: the first byte of the address,
	                         * its '@', and the place behind its last byte;
	                         * for a null path, of the brackets */
	size_t name, name_end; /* where its display name or, without one, the
	                        * comment behind it stands; equal: none */
	bool name_is_comment;
};

struct addrlist {
	struct addrlex lex;
	size_t pos;                  /* where the next mailbox may begin */
	struct buf local, domain;    /* what mailbox.addr points into */
	size_t entry_end;            /* what survey_entry found last, good */
	enum addrlex_kind entry_kind; /* while pos has not passed it; 0: nothing */
};

/* Parse the len bytes at body, a field body with its folds, which stay the
 * caller's; kind tells how to step over characters of more than one byte. */
void addrlist_init(struct addrlist *l, const char *body, size_t len,
    enum multibyte kind);

/* The next mailbox, null path or broken address, in the order of the body:
 * 1; 0 at the end; -1 with errno ENOMEM. */
int addrlist_next(struct addrlist *l, struct mailbox *m);

/* Append the display name of m as it stands in the body, but without quotes,
 * comments, folds and outer white space, or the text of the comment that takes
 * its place; encoded-words are left as they are.  0, or -1 with errno
 * ENOMEM. */
int addrlist_name(const struct addrlist *l, const struct mailbox *m,
    struct buf *out);

/* The bytes of the body from m->offset to m->end: *n of them, the caller's of
 * addrlist_init. */
const char *addrlist_source(const struct addrlist *l, const struct mailbox *m,
    size_t *n);

/* Does an entry that is no address look like one that was meant: is there an
 * '@' in it, one that is no half of a character? */
bool addrlist_is_near_miss(const struct addrlist *l, const struct mailbox *m);

void addrlist_end(struct addrlist *l);

#endif
