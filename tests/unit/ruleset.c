/* ruleset: PostfixAdmin's lists of patterns, and PHP's way to write them. */
#include "unit.h"
#include "vpwcheck/phptok.h"
#include "vpwcheck/ruleset.h"

#include <stdint.h>
#include <stdlib.h>

/* A string with its length, NULs included. */
#define S(s) s, sizeof(s) - 1

/* What was reported: the messages, a line each, ! before those that failed. */
struct told {
	char text[1000];
};

static void
tell(void *ctx, const char *message, bool failed)
{
	struct told *t = ctx;
	size_t n = strlen(t->text);

	(void)snprintf(t->text + n, sizeof t->text - n, "%s%s\n",
	    failed ? "!" : "", message);
}

static const char *
check(const struct ruleset *r, const char *password, size_t n)
{
	static struct told t;
	size_t count = 0, bad;

	t.text[0] = '\0';
	bad = ruleset_check(r, password, n, tell, &t);
	for (const char *p = t.text; (p = strchr(p, '\n')); p++)
		count++;
	CHECK(bad == count && bad == ruleset_check(r, password, n, NULL, NULL));
	return t.text;
}

static void
test_add(void)
{
	static const struct {
		const char *text;
		size_t n;
		const char *want;   /* told of a password that fails */
	} cases[] = {
		{S("/x/=no x"), "no x\n"},
		{S("/x/i=no=x"), "no=x\n"},
		{S("/x/"), "/x/\n"},
		{S("/x/i"), "/x/i\n"},
		{S("/x/i="), "/x/i\n"},
		{S("/a=b/=m"), "m\n"},
		{S("/a\\/=b/ =m"), "m\n"},
		{S("=x=i=m"), "m\n"},
		{S("=x=i"), "=x=i\n"},
		{S("{x{2}}u=a/b"), "a/b\n"},
		{S("/x/=\xFF\x1B"), "\xFF\x1B\n"},
		{S("/x/u=m"), "!m\n"}
	};
	struct ruleset_error e;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ruleset r = {0};
		const char *password = cases[i].want[0] == '!' ? "\xFF" : "qq";

		CHECK(ruleset_add(&r, cases[i].text, cases[i].n, &e));
		CHECK(strcmp(check(&r, password, strlen(password)),
		    cases[i].want) == 0);
		ruleset_free(&r);
	}
}

static void
test_order(void)
{
	struct ruleset r = {0};
	struct ruleset_error e = {7, ""};

	CHECK(ruleset_check(&r, "x", 1, NULL, NULL) == 0);
	CHECK(ruleset_add(&r, S("/x/=1"), &e));
	CHECK(ruleset_add(&r, S("/y/=2"), &e));
	CHECK(ruleset_add(&r, S("/z/=3"), &e));
	CHECK(strcmp(check(&r, S("q")), "1\n2\n3\n") == 0);
	CHECK(strcmp(check(&r, S("qy")), "1\n3\n") == 0);
	/* a key that PHP's array has already */
	CHECK(ruleset_add(&r, S("/x/=4"), &e) && r.count == 3);
	CHECK(strcmp(check(&r, S("q")), "4\n2\n3\n") == 0);
	/* errors leave it as it was */
	CHECK(!ruleset_add(&r, S("/x/e=5"), &e) && e.line == 0 &&
	    strncmp(e.what, "'e' is no flag here; ", 21) == 0);
	CHECK(!ruleset_add(&r, S("no rule"), &e) &&
	    strncmp(e.what, "the delimiter 'n' ", 18) == 0);
	CHECK(!ruleset_add(&r, S("/a=b"), &e) &&
	    strcmp(e.what, "no closing delimiter '/'") == 0);
	CHECK(!ruleset_add(&r, S("/ab(/=m"), &e) &&
	    strstr(e.what, " at offset 3"));
	CHECK(!ruleset_add(&r, NULL, 0, &e) && !ruleset_add(&r, S("=m"), &e));
	CHECK(!ruleset_add(&r, S("/x/=a\0b"), &e) &&
	    strcmp(e.what, "a NUL stands in the message") == 0);
	CHECK(strcmp(check(&r, S("q")), "4\n2\n3\n") == 0);
	while (r.count < RULESET_MOST) {
		char text[32];

		(void)snprintf(text, sizeof text, "/%zu/", r.count);
		CHECK(ruleset_add(&r, text, strlen(text), &e));
	}
	CHECK(!ruleset_add(&r, S("/new/"), &e) && strstr(e.what, "64 rules"));
	CHECK(ruleset_add(&r, S("/x/=8"), &e));
	ruleset_free(&r);
	CHECK(r.count == 0 && !r.v);
}

/* Texts, and what is told of the password "q". */
static void
test_read(void)
{
	static const struct {
		const char *text;
		size_t n;
		const char *want;
	} cases[] = {
		{S("'/.{5}/' => 'password_too_short 5',\n"),
		    "password_too_short 5\n"},
		{S("'/x/'=>'m'"), "m\n"},
		{S("'/x/' => 'm', '/y/' => 'n'"), "m\nn\n"},
		{S("'/x/' => 'm'\n'/y/' => 'n'\n"), "m\nn\n"},
		{S("\xEF\xBB\xBF<?php\r\n$CONF['password_validation'] = array("
		    "\r\n    '/x/' => 'm',   # comment 'a\r\n"
		    "//  '/y/' => 'n',\r\n/* '/z/'\n => */ );\r\n?>\r\n"),
		    "m\n"},
		{S("$CONF['password_validation'] = [\n'/x/' => 'm'\n];\n"),
		    "m\n"},
		{S("$CONF [ \"password_validation\" ]=Array ( '/x/'\n=>\n'm')"),
		    "m\n"},
		{S("array(\n#'/y/' => 'n',\n'/x/' => 'm')"), "m\n"},
		{S("/* ?> */ '/x/' => 'm'"), "m\n"},
		{S("'/x/' => 'm' // ?> , '/y/' => 'n'"), "m\n"},
		{S("'/x/' => 'm' ?> , '/y/' => 'n' <?php , '/z/' => 'o'"), "m\no\n"},
		{S("# \r'/x/' => 'm'"), "m\n"},
		{S("'#x#' => '// m /* #'"), "// m /* #\n"},
		/* other elements are not looked at */
		{S("$CONF['configured'] = true;\n"
		    "$CONF['aliases'] = array('abuse' => \"abuse@$x\",\n"
		    "  'x' => function($a) { return [$a => 1]; });\n"
		    "$CONF['password_validation'] = ['/x/' => 'm'];\n"
		    "$CONF['a'] = 'b'"), "m\n"},
		/* quoting */
		{S("'/\\\\\\'\\n/' => 'it\\'s\\\\n\\n'"), "it's\\n\\n\n"},
		{S("\"/x/\" => \"a\\\"\\$b\\\\\\t\\q$ {1}\\{$\""),
		    "a\"$b\\\t\\q$ {1}\\{$\n"},
		{S("\"/\\x71\\161?/\" => 'm', '/x/' => 'n'"), "n\n"},
		{S("\"/^.{2,}$/\" => \"\\X41\\102\\u{43}\\u{e4}\""),
		    "ABC\xC3\xA4\n"},
		{S("'/x/' => ''"), "/x/\n"},
		{S("'/x/' => 'm', '/y/' => 'n', '/x/' => 'o'"), "o\nn\n"},
		{S("'/x/' => 'a\nb'"), "a\nb\n"}
	};
	struct ruleset_error e;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ruleset r = {0};
		struct told got;
		bool good = ruleset_read(&r, cases[i].text, cases[i].n, &e);

		got.text[0] = '\0';
		(void)ruleset_check(&r, "q", 1, tell, &got);
		if (!good || strcmp(got.text, cases[i].want) != 0)
			(void)printf("%s\n  %s %s\n", cases[i].text,
			    good ? "" : e.what, got.text);
		CHECK(good && strcmp(got.text, cases[i].want) == 0);
		ruleset_free(&r);
	}
}

static void
test_refusals(void)
{
	static const struct {
		const char *text;
		size_t n, line;
		const char *begin;
	} cases[] = {
		{S("'/x/' => 'm',\n'a' => function($p) { return ''; },\n"), 2,
		    "a PHP function"},
		{S("\n\n'a' => fn($p) => '',"), 3, "a PHP function"},
		{S("'a' => static fn($p) => '',"), 1, "a PHP function"},
		{S("'/x/' => strtolower('m'),"), 1, "the message is no string"},
		{S("'/x/' => 5,"), 1, "the message is no string"},
		{S("'/x/' => array('m'),"), 1, "the message is no string"},
		{S("'/x/' => ['m'],"), 1, "the message is no string"},
		{S("'/x/' =>"), 1, "the message is no string"},
		{S("'/x/' => 'a' . 'b',"), 1, "behind the message"},
		{S("'/x/' => 'a'\n  . 'b',"), 2, "not understood"},
		{S("'/x/' => 'a\nb',\n'/y/' => 5,"), 3,
		    "the message is no string"},
		{S("'/x' . '/' => 'a',"), 1, "no => behind the pattern"},
		{S("'/x/', 'a',"), 1, "no => behind the pattern"},
		{S("\n5 => 'a',"), 2, "the pattern is no string"},
		{S("FOO => 'a',"), 1, "the pattern is no string"},
		{S("$re => 'a',"), 1, "the pattern is no string"},
		{S("=> 'a',"), 1, "the pattern is no string"},
		{S("(string) 5 => 'a'"), 1, "the pattern is no string"},
		{S("if (1) { }"), 1, "the pattern is no string"},
		{S("\"/$x/\" => 'a',"), 1, "a variable"},
		{S("'/x/' =>\n\"a{$b}\","), 1, "a variable"},
		{S("'/x/' => \"${b}\","), 1, "a variable"},
		{S("\"/\\u{110000}/\" => 'a',"), 1, "no character"},
		{S("\"/\\u{}/\" => 'a',"), 1, "no character"},
		{S("\n'/x/' => 'a"), 2, "a string has no end"},
		{S("'/x/' => 'a\\'"), 1, "a string has no end"},
		{S("\n'/x/\n\n"), 2, "a string has no end"},
		{S("'/x/' => 'a',\n/* b"), 2, "a comment has no end"},
		{S("'/x/' => 'a' /* b"), 1, "a comment has no end"},
		{S("'/x/' => 'a',\n'/x/e' => 'b'"), 2, "'e' is no flag here; "},
		{S("'x' => 'a'"), 1, "the delimiter 'x' is "},
		{S("'' => 'a'"), 1, "it is empty"},
		{S("\n'/(/' => 'a'"), 2, "missing "},
		{S("'/x/' => \"\\0\""), 1, "a NUL stands in the message"},
		{S("$CONF['min_password_length'] = 5;"), 1,
		    "min_password_length is a rule too"},
		{S("$CONF['password_validation']['/x/'] = 'a';"), 1,
		    "valid is $CONF["},
		{S("$CONF['password_validation'] += ['/x/' => 'a'];"), 1,
		    "valid is $CONF["},
		{S("$CONF = 5;"), 1, "valid is $CONF["},
		{S("$CONF['password_validation'] = ['/x/' => 'a'];\n"
		    "$CONF['password_validation'] = ['/y/' => 'a'];\n"), 2,
		    "password_validation is assigned twice"},
		{S("'/x/' => <<<EOM\n'\nEOM\n,"), 1, "a here-document is not"},
		{S("'/x/' => <<<EOM\n'\n"), 1, "a here-document has no end"},
		{S("array('/x/' => 'a', ['/y/' => 'b'])"), 1, "an array in"},
		{S("<?php\nif (1) { $CONF['password_validation'] = []; }"), 2,
		    "password_validation stands in code"},
		{S("<?php unset($CONF['password_validation']);"), 1,
		    "password_validation stands in code"},
		{S("$conf['password_validation'] = ['/x/' => 'a'];"), 1,
		    "the pattern is no string"},
		{S("$CONF['a'] = 'b"), 1, "a string has no end"},
		{S("@x"), 1, "not understood"},
		{S("\0"), 1, "not understood"},
		{S("{"), 1, "not understood"},
		/* nothing would ever fail */
		{S(""), 1, "there is no pass"},
		{S("array(\n);\n"), 3, "there is no pass"},
		{S("# '/x/' => 'm'\n"), 2, "there is no pass"},
		{S("?>\n'/x/' => 'm'\n"), 3, "there is no pass"},
		{S("$CONF['a'] = ['/x/' => 'm']"), 1, "there is no pass"}
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ruleset r = {0};
		struct ruleset_error e = {0, ""};
		bool good = ruleset_read(&r, cases[i].text, cases[i].n, &e);
		size_t n = strlen(cases[i].begin);

		if (good || e.line != cases[i].line ||
		    strncmp(e.what, cases[i].begin, n) != 0)
			(void)printf("%s\n  %zu: %s\n", cases[i].text, e.line,
			    e.what);
		CHECK(!good && e.line == cases[i].line);
		CHECK(strncmp(e.what, cases[i].begin, n) == 0);
		ruleset_free(&r);
	}
}

/* Every beginning of a text is read without harm. */
static void
test_cut(void)
{
	static const char text[] = "\xEF\xBB\xBF<?php /* */ # x\n"
	    "$CONF['a'] = array('b' => {$c});\n"
	    "$CONF['password_validation'] = array(\n"
	    "\"/\\x41\\101\\u{00041}\\$x\\n/i\" => 'it\\'s',\n// x\n"
	    "'/\\\\d/' => \"\\u{10FFFF}\\x\",\n); ?>\n";

	for (size_t n = 0; n < sizeof text; n++) {
		struct ruleset r = {0};
		struct ruleset_error e = {0, ""};
		char *cut = malloc(n ? n : 1);   /* a sanitizer sees its end */

		CHECK(cut);
		memcpy(cut, text, n);
		if (!ruleset_read(&r, cut, n, &e))
			CHECK(e.line >= 1 && e.line <= 7 && e.what[0]);
		if (n == sizeof text - 1)
			CHECK(r.count == 2);
		ruleset_free(&r);
		free(cut);
	}
}

static uint64_t seed = 88172645463325252;

static unsigned
draw(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % below;
}

/* PostfixAdmin's three rules in C: a line has to hold enough. */
static void
oracle(const unsigned char *p, size_t n, char want[200])
{
	bool longer = false, letters = false, digits = false;
	size_t len = 0, l = 0, d = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = p[i];

		if (c == '\n') {
			len = l = d = 0;
			continue;
		}
		longer |= ++len == 5;
		l += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		d += c >= '0' && c <= '9';
		letters |= l == 3;
		digits |= d == 2;
	}
	(void)snprintf(want, 200, "%s%s%s",
	    longer ? "" : "password_too_short 5\n",
	    letters ? "" : "password_no_characters 3\n",
	    digits ? "" : "password_no_digits 2\n");
}

static void
test_stock(void)
{
	static const char often[] = "abzAZ059\n_-";
	unsigned char p[20];
	char want[200];
	struct ruleset r = {0};
	struct ruleset_error e;
	size_t passed = 0, wrong = 0;

	CHECK(ruleset_stock(&r, &e) && r.count == 3);
	for (int i = 0; i < 100000; i++) {
		size_t n = draw(sizeof p);
		unsigned some = draw(4);
		struct told got = {""};

		for (size_t k = 0; k < n; k++)
			p[k] = (unsigned char)(draw(4) < some ? (int)draw(256) :
			    often[draw(sizeof often - 1)]);
		oracle(p, n, want);
		passed += ruleset_check(&r, (char *)p, n, tell, &got) == 0;
		wrong += strcmp(got.text, want) != 0;
	}
	CHECK(wrong == 0);
	CHECK(passed > 1000 && passed < 90000);
	ruleset_free(&r);
}

int
main(void)
{
	test_add();
	test_order();
	test_read();
	test_refusals();
	test_cut();
	test_stock();
	return unit_end();
}
