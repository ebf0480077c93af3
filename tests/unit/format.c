/* format: what records become in each format, bad ones and hostile ones too. */
#include "unit.h"
#include "vpwcheck/format.h"
#include "vpwcheck/vpop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct format_state state;
static FILE *file;
static struct buf got;

/* --- accounts as text: "LINE USER@DOMAIN=PASSWORD disabled cut", with ? for no
 * password, and each NUL shown as % --- */

static void
put(struct buf *b, const char *p, size_t n)
{
	if (buf_put(b, p, n) != 0)
		exit(1);
}

static void
puts_to(struct buf *b, const char *s)
{
	put(b, s, strlen(s));
}

static void
put_span(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		put(&got, s.p[i] ? s.p + i : "%", 1);
}

static void
put_account(int r, const struct account *a)
{
	char line[32];

	(void)snprintf(line, sizeof line, "%d ", (int)a->line);
	puts_to(&got, line);
	if (r == FORMAT_MALFORMED) {
		CHECK(!a->user.p && !a->domain.p && !a->password.p);
		CHECK(!a->disabled && !a->may_be_cut);
		puts_to(&got, "malformed");
	}
	put_span(a->user);
	puts_to(&got, a->domain.p ? "@" : "");
	put_span(a->domain);
	if (r == FORMAT_ACCOUNT)
		puts_to(&got, a->password.p ? "=" : "?");
	put_span(a->password);
	puts_to(&got, a->disabled ? " disabled" : "");
	puts_to(&got, a->may_be_cut ? " cut\n" : "\n");
}

/* Bytes as a file to read from. */
static void
begin(struct secrets *s, char delim, const char *in, size_t n)
{
	rewind(file);
	CHECK(ftruncate(fileno(file), 0) == 0);
	CHECK(fwrite(in, 1, n, file) == n && fflush(file) == 0);
	CHECK(lseek(fileno(file), 0, SEEK_SET) == 0);
	CHECK(secrets_open(s, fileno(file), delim) == 0);
}

static bool
is_safe(struct span name)
{
	return !name.p || (name.n > 0 && !memchr(name.p, '\n', name.n) &&
	    !memchr(name.p, '\r', name.n) && !memchr(name.p, '\0', name.n));
}

/* Read all accounts into `got', and how often each value was returned. */
static void
read_all(const char *format, const struct format_options *o, char delim,
    const char *in, size_t n, size_t count[4])
{
	const struct format *f = format_named(format);
	struct secrets s;
	struct account a;
	int r;

	buf_clear(&got);
	state.columns = 0;   /* another file */
	begin(&s, delim, in, n);
	while ((r = format_next(f, &state, &s, o, &a)) > FORMAT_END) {
		count[r]++;
		CHECK(is_safe(a.user) && is_safe(a.domain));
		if (a.password.n < 1000)
			put_account(r, &a);
		if (r == FORMAT_LOST)
			break;
	}
	/* a csv may be lost within quotes */
	CHECK(r == FORMAT_END || (r == FORMAT_LOST && strcmp(format, "csv") == 0));
	CHECK(r == FORMAT_LOST ||
	    format_next(f, &state, &s, o, &a) == FORMAT_END);
	secrets_close(&s);
}

struct row {
	const char *in;
	size_t n;
	const char *want;
};

#define ROW(in, want) {in, sizeof in - 1, want}

static void
test_rows(const char *format, const struct format_options *o, char delim,
    const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t count[4] = {0};
		int failures = unit_failures;

		read_all(format, o, delim, rows[i].in, rows[i].n, count);
		CHECK(IS(got.p, got.len, rows[i].want));
		if (failures != unit_failures)
			(void)printf("\t%s: %s\n\t%.*s\n", format, rows[i].in,
			    (int)got.len, got.p);
	}
}

#define TEST_ROWS(format, o, delim, rows) \
	test_rows(format, o, delim, rows, sizeof rows / sizeof rows[0])

/* --- */

static void
test_plain(void)
{
	static const struct format_options o = {.domain = "example.jp"};
	static const struct row rows[] = {
		ROW("", ""),
		ROW("abc123", "1 =abc123\n"),
		ROW("abc123\n\n x \n", "1 =abc123\n2 =\n3 = x \n"),
		ROW("NULL\na:b\n", "1 =NULL\n2 =a:b\n"),
		ROW("a\0b\n\0\n", "1 =a%b\n2 =%\n"),
		ROW("0123456789abcdef\n", "1 =0123456789abcdef\n"),
	};
	static const struct row nul[] = {
		ROW("a\nb\0\0c", "1 =a\nb\n2 =\n3 =c\n"),
	};

	TEST_ROWS("plain", &o, '\n', rows);
	TEST_ROWS("plain", &o, '\0', nul);
}

static const struct row pair_rows[] = {
	ROW("user1:abc123\n", "1 user1=abc123\n"),
	ROW("user1:a:b:c\nuser2: x", "1 user1=a:b:c\n2 user2= x\n"),
	ROW("user1:\nuser2:NULL\nuser3:(null)\n", "1 user1?\n2 user2?\n3 user3?\n"),
	ROW("user1@example.jp:x\n", "1 user1@example.jp=x\n"),
	ROW("user1\n:abc\n\n", "1 malformed\n2 malformed\n3 malformed\n"),
	ROW("user1:a\0b\n", "1 user1=a%b\n"),
	/* what another separator would have ended */
	ROW("us\0er1:a\n", "1 malformed\n"),
	ROW("us\rer1:a\n", "1 malformed\n"),
};

static const struct row pair_domain[] = {
	ROW("user1:abc123\n", "1 user1@example.jp=abc123\n"),
};

static const struct row pair_nul[] = {
	ROW("user1:a\nuser2:b\n", "1 user1=a\nuser2:b\n\n"),
	ROW("x\nuser2:b\0", "1 malformed\n"),
};

static void
test_pair(void)
{
	static const struct format_options none,
	    o = {.domain = "example.jp", .path = "domains/example.com/vpasswd"};

	TEST_ROWS("pair", &none, '\n', pair_rows);
	TEST_ROWS("pair", &o, '\n', pair_domain);
	TEST_ROWS("pair", &none, '\0', pair_nul);
}

#define V "user1:$1$h:1:0:User:/home/vpopmail/domains/example.jp/user1:NOQUOTA"
#define U "user1@example.jp"

static const struct row vpasswd_rows[] = {
	ROW(V "\n", "1 " U "?\n"), ROW(V ":", "1 " U "?\n"),
	ROW(V ":(null)\n", "1 " U "?\n"), ROW(V ":NULL", "1 " U "?\n"),
	ROW(V ":null\n", "1 " U "=null\n"),
	ROW(V ":abc123\n" V ":abcd\n", "1 " U "=abc123\n2 " U "=abcd\n"),
	ROW(V ":a:b::\n", "1 " U "=a:b::\n"),
	ROW(V "::\n", "1 " U "=:\n"), ROW(V ": \n", "1 " U "= \n"),
	ROW(V ": a \n", "1 " U "= a \n"), ROW(V ":#a\n", "1 " U "=#a\n"),
	ROW(V ":a\0b\n", "1 " U "=a%b\n"),
	ROW(V ":0123456789abcdef\n", "1 " U "=0123456789abcdef cut\n"),
	ROW(V ":0123456789abcde\n", "1 " U "=0123456789abcde\n"),
	ROW(V ":0123456789abcdefg\n", "1 " U "=0123456789abcdefg\n"),
	ROW("user1::1:0:::\n", "1 user1?\n"),
	ROW("user1::1:2062::/x:S:a\n", "1 user1=a disabled\n"),
	ROW("user1::1:2063::/x:S:a\n", "1 user1=a disabled\n"),
	ROW("user1::1:14::/x:S:a\n", "1 user1=a\n"),
	ROW("user1::1:2060::/x:S:a\n", "1 user1=a\n"),
	ROW("user1::1:2058::/x:S:a\n", "1 user1=a\n"),
	ROW("user1::1:2054::/x:S:a\n", "1 user1=a\n"),
	ROW("user1::1:4294967295::/x:S:a\n", "1 user1=a disabled\n"),
	ROW("\n:h:1:0::/x:S:a\nuser1\nuser1:h:1:0:g:/x\n",
	    "1 malformed\n2 malformed\n3 malformed\n4 malformed\n"),
	ROW("user1:h::0::/x:S:a\nuser1:h:1:::/x:S:a\n",
	    "1 malformed\n2 malformed\n"),
	ROW("user1:h:x:0::/x:S:a\nuser1:h:1:-1::/x:S:a\n",
	    "1 malformed\n2 malformed\n"),
	ROW("user1:h:1: 0::/x:S:a\n", "1 malformed\n"),
	ROW("user1:h:1:4294967296::/x:S:a\n", "1 malformed\n"),
	ROW("user1:h:1:99999999999999999999999::/x:S:a\n",
	    "1 malformed\n"),
	ROW("use\0r1:h:1:0::/x:S:a\n", "1 malformed\n"),
	ROW("user1:h:1:0::/domains/exam\0ple/user1:S:a\n",
	    "1 malformed\n"),
};

static const struct row vpasswd_nul[] = {
	ROW(V ":ab\nc\0" V "\0", "1 " U "=ab\nc\n2 " U "?\n"),
	ROW("\n" V ":ab\n", "1 malformed\n"),
};

static void
test_vpasswd(void)
{
	static const struct format_options none;

	TEST_ROWS("vpasswd", &none, '\n', vpasswd_rows);
	TEST_ROWS("vpasswd", &none, '\0', vpasswd_nul);
}

static const char *const paths[][2] = {
	{"", NULL}, {"/", NULL}, {"vpasswd", NULL}, {"domains", NULL},
	{"domains/", NULL}, {"domains/example.jp", NULL},
	{"domains/example.jp/", NULL}, {"domains/a/b/c", NULL},
	{"domains/example.jp/x", "example.jp"},
	{"/v/domains/example.jp/x", "example.jp"},
	{"/v//domains//example.jp//x/", "example.jp"},
	{"/v/domains/0/example.jp/x", "example.jp"},
	{"/v/domains/0/Z/example.jp/x", "example.jp"},
	{"/v/domains/example.jp/0/x", "example.jp"},
	{"/v/domains/example.jp/domains", "example.jp"},
	{"/v/domains/example.jp/0/domains", "example.jp"},
	{"/domains/v/domains/example.jp/x", "example.jp"},
	{"/domains/vpop/domains/example.jp/x", "example.jp"},
	{"/domains/./example.jp/x", "example.jp"},
	{"/domains/../example.jp/x", NULL},
	{"/mydomains/example.jp/x", NULL},
	{"/domains.old/example.jp/x", NULL},
};

/* -D, then dir, then the path. */
static void
test_domain(void)
{
	static const struct format_options
	    told = {.domain = "example.com", .path = "domains/c.jp/vpasswd"},
	    path = {.path = "/v/domains/3/c.jp/vpasswd"};
	static const struct row by_option[] = {
		ROW(V ":a\n", "1 user1@example.com=a\n"),
	}, by_path[] = {
		ROW(V ":a\n", "1 " U "=a\n"),
		ROW("user1:h:1:0::/home/user1:S:a\n", "1 user1@c.jp=a\n"),
	};

	TEST_ROWS("vpasswd", &told, '\n', by_option);
	TEST_ROWS("vpasswd", &path, '\n', by_path);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct span d = vpop_domain(paths[i][0], strlen(paths[i][0]));
		const char *want = paths[i][1];

		CHECK(want ? d.p && IS(d.p, d.n, want) : !d.p);
	}
}

/* --- vuserinfo, as 5.4 and 5.5 print it --- */

#define ACCOUNT(name, clear, gid, dir) \
	"name:   " name "\npasswd: $1$h\nclear passwd: " clear "\n" \
	"comment/gecos: User\nuid:    1\ngid:    " gid "\ngecos: User\n" \
	"        all services available\ndir:       " dir "\n" \
	"quota:     NOQUOTA\nusage:     NOQUOTA\n" \
	"last auth: Never logged in\n"
#define DIR "/home/vpopmail/domains/example.jp/user1"
#define ONE(clear) ACCOUNT("user1", clear, "0", DIR)

static const struct row vuserinfo_rows[] = {
	ROW("", ""), ROW("\n---\n\n", ""),
	ROW(ONE("abc123"), "1 " U "=abc123\n"),
	ROW(ONE("a") ONE("b"), "1 " U "=a\n13 " U "=b\n"),
	ROW(ONE("a") "----\n\n" ONE("b") "----\n", "1 " U "=a\n15 " U "=b\n"),
	ROW("----\n\n" ONE("a") "\n" ONE("b"), "3 " U "=a\n16 " U "=b\n"),
	ROW(ONE(""), "1 " U "?\n"), ROW(ONE("(null)"), "1 " U "?\n"),
	ROW(ONE("NULL"), "1 " U "?\n"), ROW(ONE(" "), "1 " U "= \n"),
	ROW(ONE("  a b "), "1 " U "=  a b \n"),
	ROW(ONE("\ta"), "1 " U "=\ta\n"), ROW(ONE("a\0b"), "1 " U "=a%b\n"),
	ROW(ONE("dir: /x"), "1 " U "=dir: /x\n"),
	ROW(ONE("name: x"), "1 " U "=name: x\n"),
	ROW(ONE("--"), "1 " U "=--\n"),
	ROW(ACCOUNT("user1", "a", "2062", "/x"), "1 user1=a disabled\n"),
	ROW(ACCOUNT("user1", "a", "2060", "/x"), "1 user1=a\n"),
	ROW(ACCOUNT("user1", "a", "6\nflags:  2062", DIR),
	    "1 " U "=a disabled\n"),
	ROW(ACCOUNT("user1", "a", "2062\nflags:  0", "/x"),
	    "1 user1=a disabled\n"),
	ROW(ACCOUNT("user1", "a", "x", DIR), "1 malformed\n"),
	ROW(ACCOUNT("user1", "a", "", DIR), "1 malformed\n"),
	/* a name alone is somebody's password, perhaps */
	ROW("name: user1", "1 malformed\n"),
	ROW("name:user1\npasswd: h", "1 user1?\n"),
	ROW("dir: " DIR "\n", "1 malformed\n"),
	ROW("name:   user1\nclear passwd:\n", "1 user1?\n"),
	ROW("name:   user1\nclear passwd:a\n", "1 user1=a\n"),
	/* all that is needed first */
	ROW("name: user1\ngid: 0\ndir: " DIR "\nclear passwd: a\n",
	    "1 " U "=a\n"),
	ROW("name:\nclear passwd: a\n", "1 malformed\n"),
	ROW("name:   \n" ONE("a"), "1 malformed\n2 " U "=a\n"),
	ROW("clear passwd: a\n" ONE("a"), "1 malformed\n2 " U "=a\n"),
	ROW("no such user user1@example.jp\n", "1 malformed\n"),
	ROW("name: user1\nclear passwd: a\nclear passwd: b\n",
	    "1 malformed\n"),
	ROW("name: user1\nclear passwd: \nclear passwd: b\n",
	    "1 malformed\n"),
	ROW("name: us\0er1\nclear passwd: a\n", "1 malformed\n"),
	ROW("name: user1\ndir: /domains/x\0y/z\n", "1 malformed\n"),
	ROW("name: user1\ndir: /domains/xx/y\ndir: " DIR "\n", "1 " U "?\n"),
};

static void
test_vuserinfo(void)
{
	static const struct format_options none, o = {.domain = "example.com"};
	static const struct row domain[] = {
		ROW(ONE("a"), "1 user1@example.com=a\n"),
	}, nul[] = {
		ROW("name: user1\0dir: /domains/x\nclear passwd: a/b\0",
		    "1 malformed\n"),
		ROW(ONE("a"), "1 malformed\n"),
	};

	TEST_ROWS("vuserinfo", &none, '\n', vuserinfo_rows);
	TEST_ROWS("vuserinfo", &o, '\n', domain);
	/* -0 by mistake: the password is no part of a name, and is not in
	 * memory for names */
	TEST_ROWS("vuserinfo", &none, '\0', nul);
	CHECK(state.user.len == 0 && state.domain.len == 0);
	for (size_t i = 0; i + 5 < state.user.cap; i++)
		CHECK(memcmp(state.user.p + i, "passwd", 6) != 0);
}

/* --- tables --- */

static const struct row csv_rows[] = {
	ROW("u,a,,d\n", "1 u@d=a\n"), ROW("u,a,,\n", "1 u=a\n"),
	ROW("u,a,x,d,y,z\r\n", "1 u@d=a\n"),
	ROW("\"u\",\"a\",\"\",\"d\"\n", "1 u@d=a\n"),
	ROW("u,\"a,\"\"b\"\"\",,d\n", "1 u@d=a,\"b\"\n"),
	ROW("u,\"\"\"\",,d\n", "1 u@d=\"\n"),
	ROW("u,,,d\nu,\"\",,d\n", "1 u@d?\n2 u@d?\n"),
	ROW("u,NULL,,NULL\nu,\\N,,d\n", "1 u?\n2 u@d?\n"),
	ROW("u,(null),,d\n", "1 u@d?\n"),
	ROW("u,a\"b\",,d\n", "1 malformed\n"),
	ROW("u, \"a\",,d\n", "1 malformed\n"),
	ROW("u,a\0b,,d\n", "1 u@d=a%b\n"),
	ROW("u,0123456789abcdef,,d\n", "1 u@d=0123456789abcdef cut\n"),
	/* lines within quotes */
	ROW("u,\"a\n\nb\",,d\nv,x,,d\n", "1 u@d=a\n\nb\n4 v@d=x\n"),
	ROW("u,\"a\r\nb\",\",\n\",d\nv,x,,d\n",
	    "1 u@d=a\r\nb\n4 v@d=x\n"),
	ROW("u,\"a\"\"\n\"\"b\",,d\n", "1 u@d=a\"\n\"b\n"),
	ROW("u,\"\n\",,d", "1 u@d=\n\n"),
	ROW("u,a,\"\n\",d\n\n", "1 u@d=a\n3 malformed\n"),
	/* bad ones */
	ROW("u,a,\n,a,,d\n", "1 malformed\n2 malformed\n"),
	ROW("u,a\nNULL,a,,d\n", "1 malformed\n2 malformed\n"),
	ROW("u,\"a\"b,,d\n", "1 malformed\n"),
	ROW("u,\"a\" ,,d\n", "1 malformed\n"),
	ROW("u,a,,d\nu,\"a,,d\nu,b,,d\n", "1 u@d=a\n2 malformed\n"),
	ROW("u,a,,\"", "1 malformed\n"), ROW("u,\"", "1 malformed\n"),
	ROW("u,a,,d\"\n", "1 malformed\n"),
	ROW("\"u\nv\",a,,d\nu,a,,\"\nd\"\n", "1 malformed\n3 malformed\n"),
	ROW("u\rv,a,,d\n", "1 malformed\n"),
};

static const struct row csv_nul[] = {
	ROW("u,\"a\nb\",,d\0v,x,,d", "1 u@d=a\nb\n2 v@d=x\n"),
	ROW("u,\"a\0v,x,,d", "1 malformed\n2 v@d=x\n"),
	ROW("v\nu,a,,d", "1 malformed\n"),
};

static void
test_csv(void)
{
	static const struct format_options
	    o = {.column_user = 1, .column_password = 2, .column_domain = 4};

	TEST_ROWS("csv", &o, '\n', csv_rows);
	TEST_ROWS("csv", &o, '\0', csv_nul);
}

static const struct row tsv_rows[] = {
	ROW("a\tx\tu\n", "1 u=a\n"), ROW(" a\tx\tu\ty\n", "1 u= a\n"),
	ROW("a\\tb\\nc\\\\d\\0e\tx\tu\n", "1 u=a\tb\nc\\d%e\n"),
	ROW("\\\\n\\\\\\t\tx\tu\n", "1 u=\\n\\\t\n"),
	ROW("a\\\tx\tu\na\\x\\\tx\tu\n", "1 u=a\\\n2 u=a\\x\\\n"),
	ROW("NULL\tx\tu\n\\N\tx\tu\n\tx\tu\n(null)\tx\tu\n",
	    "1 u?\n2 u?\n3 u?\n4 u?\n"),
	ROW("\\\\N\tx\tu\nNULLa\tx\tu\n", "1 u=\\N\n2 u=NULLa\n"),
	ROW("0123456789abcde\\t\tx\tu\n", "1 u=0123456789abcde\t cut\n"),
	ROW("\"a\",\t\tu\n", "1 u=\"a\",\n"), ROW("a\0\t\tu", "1 u=a%\n"),
	ROW("a\tu\n\n", "1 malformed\n2 malformed\n"),
	ROW("a\tx\t\na\tx\tNULL\n", "1 malformed\n2 malformed\n"),
	ROW("a\tx\tu\\nb\na\tx\tu\\0b\n", "1 malformed\n2 malformed\n"),
};

static const struct row tsv_without_user[] = {
	ROW("x\ta\n", "1 =a\n"), ROW("x\n", "1 malformed\n"),
};

static void
test_tsv(void)
{
	static const struct format_options
	    o = {.column_user = 3, .column_password = 1},
	    only = {.column_password = 2};

	TEST_ROWS("tsv", &o, '\n', tsv_rows);
	TEST_ROWS("tsv", &only, '\n', tsv_without_user);
}

/* --- */

static void
test_names(void)
{
	char names[100] = "", *name, *rest = names;
	static const char *const want[] = {
		"plain", "pair", "vpasswd", "vuserinfo", "csv", "tsv",
	};
	size_t i = 0;

	(void)snprintf(names, sizeof names, "%s", format_names());
	while ((name = strtok_r(rest, ", ", &rest))) {
		const struct format *f = format_named(name);

		CHECK(f && strcmp(format_name(f), name) == 0);
		CHECK(i < 6 && strcmp(want[i], name) == 0);
		i++;
	}
	CHECK(i == 6);
	CHECK(!format_named("") && !format_named("auto"));
	CHECK(!format_named("Plain") && !format_named("plain, pair"));
}

static void
test_guess(void)
{
	static const struct row rows[] = {
		ROW("", NULL), ROW("----", NULL), ROW("abc123", "plain"), ROW("a\0b", "plain"),
		ROW("user1,abc", "plain"), ROW("name user1", "plain"),
		ROW(V, "vpasswd"), ROW(V ":a:b", "vpasswd"),
		ROW("name: x:1:0:::/x:", NULL),
		ROW("name::1:0::/x:", "vpasswd"),
		ROW("name:   user1", "vuserinfo"), ROW("name: ", NULL),
		ROW("name: user1", NULL),
		ROW("name: :1:0::/x:", "vpasswd"),
		ROW("name:", NULL), ROW("name:user1", NULL),
		ROW("Name: user1", NULL), ROW(" name: user1", NULL),
		ROW("user1:abc", NULL), ROW(":", NULL), ROW("::::::", NULL),
		ROW("user1:h:1:0:g:/x", NULL), ROW("user1:h:1:0:g:x:S", NULL),
		ROW("user1:h::0:g:/x:S", NULL), ROW("user1:h:1:y:g:/x:S", NULL),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct format *f = format_guess(rows[i].in, rows[i].n);
		const char *want = rows[i].want;
		int failures = unit_failures;

		CHECK(want ? f && strcmp(format_name(f), want) == 0 : !f);
		if (failures != unit_failures)
			(void)printf("\t%s\n", rows[i].in);
	}
}

/* A megabyte in every place; a record beyond that is malformed. */
enum { MOST = SECRETS_RECORD_MAX };
static const struct {
	const char *format, *before, *fill, *after;
	size_t n, accounts, malformed;
} large_rows[] = {
	{"plain", "", "a", "\nb\n", MOST, 2, 0},
	{"plain", "", "a", "\nb\n", MOST + 1, 1, 1},
	{"pair", "", "a", ":b\n", MOST - 2, 1, 0},
	{"pair", "", ":", "\n", MOST, 0, 1},
	{"pair", "a", ":", "\n", MOST - 1, 1, 0},
	{"vpasswd", "", ":", "\n", MOST, 0, 1},
	{"vpasswd", "u:h:1:0:g:", "/", ":S:a\n", MOST - 20, 1, 0},
	{"vpasswd", V ":", "a", "\n", MOST - 100, 1, 0},
	{"vpasswd", "u:h:", "1", ":0:g:/:S\n", MOST - 20, 0, 1},
	{"vuserinfo", "name: ", "a", "\npasswd: h\n", MOST - 6, 1, 0},
	{"vuserinfo", "name: ", "a", "\nname: b\ngid: 0\n", MOST, 1, 1},
	{"vuserinfo", "name: u\n", "a", "\nname: b\ngid: 0\n", MOST + 1, 1, 1},
	{"vuserinfo", "name: u\nclear passwd: ", "a", "\nname: b\ngid: 0\n",
	    MOST - 14, 2, 0},
	{"vuserinfo", "", "name: u\ngid: 0\n", "", 100000, 100000, 0},
	{"vuserinfo", "name: u\n", "clear passwd: a\n", "", 100000, 0, 1},
	{"vuserinfo", "", "-\n", "", MOST, 0, 0},
	{"vuserinfo", "name: u\ngid: 0\n", "\n", "name: v\ngid: 0", MOST, 2, 0},
	{"vuserinfo", "name: u\ndir: ", "/domains", "\n", 130000, 1, 0},
	{"csv", "u,", ",", "d\n", MOST - 10, 1, 0},
	{"csv", "u,\"", "\"\"", "\",,d\n", MOST / 2 - 10, 1, 0},
	{"csv", "u,\"", "\n", "\",,d\n", MOST - 7, 1, 0},
	{"csv", "u,\"", "\n", "\",,d\n", MOST - 6, 0, 0},
	{"csv", "u,\"", "\n", "\",,d\nu,,,d", MOST - 5, 0, 0},
	{"csv", "u,\"", "\n\"\"", "\",,d\n", MOST / 3 - 9, 1, 0},
	{"csv", "u,\"", "aaaaaaa\n", "", MOST / 8 - 1, 0, 1},
	{"csv", "", "\"", "\n", MOST, 0, 1},
	{"csv", "", "u,\"a\n\",,d\n", "", 30000, 30000, 0},
	{"tsv", "u\t", "\\t", "\t\td\n", MOST / 2 - 10, 1, 0},
	{"tsv", "u", "\t", "d\n", MOST - 10, 1, 0},
};

static void
test_large(void)
{
	static const struct format_options
	    o = {.column_user = 1, .column_password = 2, .column_domain = 4};
	struct buf in = {0};

	for (size_t i = 0; i < sizeof large_rows / sizeof large_rows[0]; i++) {
		size_t count[4] = {0};
		int failures = unit_failures;

		buf_clear(&in);
		puts_to(&in, large_rows[i].before);
		for (size_t n = large_rows[i].n; n > 0; n--)
			puts_to(&in, large_rows[i].fill);
		puts_to(&in, large_rows[i].after);
		read_all(large_rows[i].format, &o, '\n', in.p, in.len, count);
		CHECK(count[FORMAT_ACCOUNT] == large_rows[i].accounts);
		CHECK(count[FORMAT_MALFORMED] == large_rows[i].malformed);
		if (failures != unit_failures)
			(void)printf("\t%s: %zu, %zu\n", large_rows[i].before,
			    count[FORMAT_ACCOUNT], count[FORMAT_MALFORMED]);
	}
	buf_free(&in);
}

/* Whatever comes: every line is read, nothing is read that is not there, and no
 * name holds what separates records. */
static void
test_random(void)
{
	static const char *const formats[] = {
		"plain", "pair", "vpasswd", "vuserinfo", "csv", "tsv",
	}, *const pieces[] = {
		"name: ", "clear passwd: ", "gid: ", "dir: /domains/", "---",
		":", ":1:0:", "/", "\n", "\n", "\n", "\r\n", ",", ",", "\"",
		"\"\"", "\t", "\\", "\\n", "NULL", "\xff", "a",
	};
	static const struct format_options
	    o = {.column_user = 1, .column_password = 2, .column_domain = 3};
	struct buf in = {0};

	srand(1);
	for (int round = 0; round < 3000; round++) {
		size_t count[4] = {0};

		buf_clear(&in);
		for (int i = rand() % 60; i > 0; i--) {
			char byte = (char)rand();

			if (rand() % 8)
				puts_to(&in, pieces[(size_t)rand() %
				    (sizeof pieces / sizeof pieces[0])]);
			else
				put(&in, &byte, 1);
		}
		for (size_t i = 0; i < 6; i++)
			read_all(formats[i], &o, round & 1 ? '\0' : '\n',
			    in.p ? in.p : "", in.len, count);
		(void)format_guess(in.p ? in.p : "", in.len);
	}
	buf_free(&in);
}

/* What was held is zero once its account is done with. */
static void
test_wipes(void)
{
	static const char in[] = ONE("abc123") "name: x\ngid: 0\n";
	static const struct format_options none;
	const struct format *f = format_named("vuserinfo");
	struct secrets s;
	struct account a;
	size_t i;

	begin(&s, '\n', in, sizeof in - 1);
	CHECK(format_next(f, &state, &s, &none, &a) == FORMAT_ACCOUNT);
	CHECK(IS(a.password.p, a.password.n, "abc123"));
	CHECK(a.password.p == state.secret.p);
	CHECK(format_next(f, &state, &s, &none, &a) == FORMAT_ACCOUNT);
	CHECK(state.secret.n == 0 && !a.password.p);
	for (i = 0; i < state.secret.cap && state.secret.p[i] == 0; i++)
		;
	CHECK(i > 0 && i == state.secret.cap);
	secrets_close(&s);
}

/* A directory cannot be read. */
static void
test_error(void)
{
	static const char *const formats[] = {
		"plain", "pair", "vpasswd", "vuserinfo", "csv", "tsv",
	};
	static const struct format_options none;

	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		int fd = open("/", O_RDONLY | O_DIRECTORY);
		struct secrets s;
		struct account a;

		CHECK(fd >= 0 && secrets_open(&s, fd, '\n') == 0);
		errno = 0;
		CHECK(format_next(format_named(formats[i]), &state, &s, &none,
		    &a) == FORMAT_ERROR && errno == EISDIR);
		secrets_close(&s);
		(void)close(fd);
	}
}

int
main(void)
{
	file = tmpfile();
	if (!file)
		return 1;
	test_plain();
	test_pair();
	test_vpasswd();
	test_domain();
	test_vuserinfo();
	test_csv();
	test_tsv();
	test_names();
	test_guess();
	test_large();
	test_random();
	test_wipes();
	test_error();
	format_state_free(&state);
	CHECK(!state.secret.p && !state.user.p && !state.domain.p);
	buf_free(&got);
	(void)fclose(file);
	return unit_end();
}
