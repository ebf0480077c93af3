/*
 * rules: PostfixAdmin's rules out of PHP text, and patterns as options give
 * them.
 *
 * An error names a line that is there, in printable words.  What was read can be
 * asked, and says of a password always the same.
 */
#include "fuzz.h"

#include "vpwcheck/ruleset.h"

#include <stdbool.h>

static void
check_words(const char *what)
{
	HOLDS(*what);
	for (; *what; what++)
		HOLDS(*what >= ' ' && *what <= '~');
}

static void
check_set(struct ruleset *r, const char *text, size_t n)
{
	static const char *const passwords[] = {"", "abc123", "\xe3\x81\x82\xff"};

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(passwords[i]);
		size_t bad = ruleset_check(r, passwords[i], len, NULL, NULL);

		HOLDS(bad <= r->count);
		HOLDS(ruleset_check(r, passwords[i], len, NULL, NULL) == bad);
	}
	(void)ruleset_check(r, text, n < 24 ? n : 24, NULL, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);
	const char *text = (const char *)data;
	struct ruleset r = {0};
	struct ruleset_error e = {0};
	size_t lines = 1;
	bool good;

	/* long ones only take long */
	if (size == 0 || size > 1000)
		return 0;
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	good = choice & 1 ? ruleset_read(&r, text, size, &e) :
	    ruleset_add(&r, text, size, &e);
	HOLDS(!good || r.count > 0);
	if (!good)
		check_words(e.what);
	HOLDS(good || (choice & 1 ? e.line >= 1 && e.line <= lines :
	    e.line == 0));
	check_set(&r, text, size);
	ruleset_free(&r);
	return 0;
}
