/*
 * gen KIND SEED BYTES: text for tests and benchmarks, the same for the same
 * seed everywhere.
 *   mail    messages, 72 % of their bytes base64 attachments
 *   dense   log-like lines, each with an address
 *   random  bytes in which address characters are frequent
 *   jis     the same with shift sequences of ISO-2022-JP, whole and broken
 *   passwords  a line each, one in three against vpwcheck's notice
 */
#include "any.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t written, wanted;

static void
put(const char *s, size_t n)
{
	if (n > wanted - written)
		n = (size_t)(wanted - written);
	written += fwrite(s, 1, n, stdout);
}

static void
say(const char *s)
{
	put(s, strlen(s));
}

static const char *const words[] = {"server", "mail", "the", "moved", "to",
    "host", "quota", "of", "folder", "and", "alias", "was", "backup", "on",
    "delivery", "queue", "with", "domain", "record", "old", "new", "user"};
static const char *const hosts[] = {"example.com", "mail.example.net",
    "example.co.jp", "office.example.org", "mx1.example.ne.jp"};

#define PICK(list) list[any(sizeof list / sizeof list[0])]

static void
address(void)
{
	char b[80];

	(void)snprintf(b, sizeof b, "%s.%s%u@%s", PICK(words), PICK(words),
	    any(1000), PICK(hosts));
	say(b);
}

static void
prose(unsigned lines)
{
	while (lines-- > 0) {
		unsigned n = 6 + any(8);

		while (n-- > 0) {
			say(PICK(words));
			say(n ? " " : any(6) ? "\n" : ".\n");
		}
	}
}

static void
base64(unsigned lines)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char b[77];

	b[76] = '\n';
	while (lines-- > 0) {
		for (int i = 0; i < 76; i++)
			b[i] = digits[any(64)];
		put(b, 77);
	}
}

static void
message(void)
{
	say("From sender@example.com Mon Apr  1 09:00:00 2019\nReturn-Path: <");
	address();
	say(">\nReceived: from mail.example.net (mail.example.net "
	    "[192.0.2.7])\n\tby mx1.example.ne.jp; "
	    "Mon, 1 Apr 2019 09:00:00 +0900\nFrom: ");
	say(PICK(words));
	say(" <");
	address();
	say(">\nTo: ");
	address();
	say("\nSubject: ");
	prose(1);
	say("MIME-Version: 1.0\n\n");
	prose(20 + any(40));
	base64(any(110));
	say("\n");
}

static void
dense_line(void)
{
	say("Apr  1 09:00:00 mx1 postfix/smtp[");
	say(PICK(words));
	say("]: to=<");
	address();
	say(">, status=sent\n");
}

static void
junk(const char *alphabet, size_t n, int shifts)
{
	static const char *const seq[] = {"\033$B", "\033$@", "\033(B",
	    "\033(J", "\033(I", "\033$(D", "\033", "\033$", "\033("};
	char c = alphabet[any((uint32_t)n)];

	if (shifts && any(12) == 0)
		say(PICK(seq));
	else if (any(40) == 0)
		put("\n", 1);
	else if (any(20) == 0)
		c = (char)any(shifts ? 27 : 256);
	if (shifts && c == 27)
		c = ' ';
	put(&c, 1);
}

static void
password(void)
{
	static const char characters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-!";

	for (uint32_t n = 5 + any(9); n > 0; n--)
		put(&characters[any(sizeof characters - 1)], 1);
	put("\n", 1);
}

int
main(int argc, char **argv)
{
	static const char alphabet[] = "abcZ09-_.=+@@@@@ \t<>\"(),;";
	const char *kind = argc == 4 ? argv[1] : "";

	if (argc != 4)
		return 2;
	any_state = strtoull(argv[2], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) + 1;
	wanted = strtoull(argv[3], NULL, 10);
	while (written < wanted && !ferror(stdout)) {
		if (strcmp(kind, "mail") == 0)
			message();
		else if (strcmp(kind, "dense") == 0)
			dense_line();
		else if (strcmp(kind, "random") == 0)
			junk(alphabet, sizeof alphabet - 1, 0);
		else if (strcmp(kind, "jis") == 0)
			junk(alphabet, sizeof alphabet - 1, 1);
		else if (strcmp(kind, "passwords") == 0)
			password();
		else
			return 2;
	}
	return fclose(stdout) == 0 ? 0 : 1;
}
