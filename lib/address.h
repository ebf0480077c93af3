/*
 * address: what a mail address is made of, and which may be shown to a shell.
 *
 * An addr-spec (RFC 5322, 3.4.1) is handled as its two halves.  Both are
 * byte strings in canonical form: no white space or comments around the parts,
 * a local part in quotes only where it could not stand without.
 *
 * Deliberately wider than RFC 5322: dots may stand anywhere in a local part
 * (Japanese mobile carriers gave out `foo..bar.@`), bytes from 0x80 up are
 * letters (RFC 6532, and raw charsets).
 */
#ifndef HIKKOSHI_ADDRESS_H
#define HIKKOSHI_ADDRESS_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

struct address {
	const char *local, *domain;
	size_t local_len, domain_len;
};

/* Classes of bytes, bits of addr_class. */
enum {
	ADDR_LOCAL = 1,   /* [-a-zA-Z0-9_.=+], the documented local part */
	ADDR_DOMAIN = 2,  /* [-a-zA-Z0-9_.], the documented domain */
	ADDR_ATEXT = 4    /* RFC 5322 atext, and the dot */
};
extern const unsigned char addr_class[256];

/* Are all n bytes of that class? */
bool addr_all(const char *s, size_t n, int class);

/* Is the address made of the documented bytes only?  Nothing in it means
 * anything to a shell then, but what a leading '-' means to a command. */
bool addr_plain(const struct address *a);

/*
 * Is it one that RFC 5321, 5322 or 6532 allow, and fit to be shown?  Quoted
 * local parts, domain literals and UTF-8 are; control bytes, line breaks,
 * invalid UTF-8 and empty halves are not.
 */
bool addr_extended(const struct address *a);

/* Could a command take the address for an option: does it begin with '-'? */
bool addr_like_option(const struct address *a);

/* Can a local part or a domain be shown alone: could no command take it for an
 * option, or for the directory "." or ".."? */
bool addr_stands_alone(const char *part, size_t n);

/* What is said, with the bytes, of an address that is not printed, and of what
 * holds an '@' and is none. */
#define ADDR_UNSAFE "unsafe, not printed"
#define ADDR_NONE "no address, not printed"

/*
 * Drop what prose glues on: trailing . - _ of the domain and, in prose only,
 * leading . - = + of the local part (parsed, they are the mailbox's own).
 * False where what is left is no address by the limits of
 * RFC 5321, 4.5.3.1: 1-64 octets before the @, 1-255 behind.
 */
bool addr_trim(struct address *a, bool prose);

/*
 * Take the quotes off a local part that holds nothing but documented bytes:
 * `"foo..bar"@` and `foo..bar@` are one mailbox.  The first is what RFC 5322
 * asks for, the second what a shell can take.
 */
void addr_unquote(struct address *a);

/* Append the address, local@domain.  0, or -1 with errno ENOMEM. */
int addr_put(struct buf *out, const struct address *a);

/* Append n bytes of a domain in lower case, as which domains are compared.
 * 0, or -1 with errno ENOMEM. */
int addr_put_domain(struct buf *out, const char *domain, size_t n);

/* Split the n bytes at their last '@'.  False: there is none. */
bool addr_split(struct address *a, const char *s, size_t n);

#endif
