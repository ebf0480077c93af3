/*
 * policy: what a password must be, and the reasons why one is not.
 *
 * The reasons are codes that tell nothing of the password but which rule it
 * breaks: no length, no count.  Characters are those of the notice, by the
 * ASCII table: letters A-Z and a-z, digits, and the symbols that are allowed.
 */
#ifndef HIKKOSHI_POLICY_H
#define HIKKOSHI_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum policy_reason {
	POLICY_SHORT = 1 << 0,
	POLICY_LONG = 1 << 1,
	POLICY_LETTERS = 1 << 2,
	POLICY_DIGITS = 1 << 3,
	POLICY_SYMBOL = 1 << 4,
	POLICY_SPACE = 1 << 5,
	POLICY_CONTROL = 1 << 6,
	POLICY_NON_ASCII = 1 << 7,
	POLICY_USER = 1 << 8,      /* it holds the user's name */
	POLICY_ENCODING = 1 << 9   /* it is no text of the charset given */
};
enum { POLICY_REASONS = 10 };

/* What is printed: n bytes of text, which may be copied whole. */
struct code {
	unsigned char n;
	char text[15];
};
#define CODE(word) {sizeof word - 1, word}

/* The stable code of reason number i, from bit 0 on. */
extern const struct code policy_codes[POLICY_REASONS];

struct policy {
	size_t min, max;       /* characters; max 0: any number */
	size_t letters, digits;
	uint64_t kind[256];    /* of each byte: policy.c */
};

/* The notice: at least 6 characters, 3 of them letters, no symbol but _. */
void policy_notice(struct policy *p);

/* The symbols that are allowed are those of chars, and no others.  False: one
 * of them is no ASCII symbol. */
bool policy_allow(struct policy *p, const char *chars);

/* The reasons against the n bytes of a password, of `length` characters; 0:
 * none. */
unsigned policy_check(const struct policy *p, const char *s, size_t n,
    size_t length);

/* Does the password hold the name, whatever the case of its letters?  A name of
 * more than 255 bytes is not looked for. */
bool policy_holds_user(const char *s, size_t n, const char *user, size_t len);

#endif
