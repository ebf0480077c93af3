/*
 * rules: PostfixAdmin's rules out of PHP text, and patterns as options give
 * them.
 *
 * An error names a line that is there, in printable words.  What was read can be
 * asked, and says of a password always the same; a rule more that nothing meets is
 * one more that is not met, and one that all meet is none.
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

static void
check_one_more(struct ruleset *r)
{
	static const char none[] = "/(*FAIL)/=none", all[] = "//=all";
	struct ruleset_error e;
	size_t bad = ruleset_check(r, "abc123", 6, NULL, NULL);

	if (ruleset_add(r, all, strlen(all), &e))
		HOLDS(ruleset_check(r, "abc123", 6, NULL, NULL) == bad);
	if (ruleset_add(r, none, strlen(none), &e))
		HOLDS(ruleset_check(r, "abc123", 6, NULL, NULL) == bad + 1);
	else
		HOLDS(r->count > 1);   /* as many as there may be */
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
	check_one_more(&r);
	ruleset_free(&r);
	return 0;
}
