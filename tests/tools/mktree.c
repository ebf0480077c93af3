/*
 * mktree [-p] SEED ENTRIES DIR: below DIR a tree of ENTRIES entries such as an
 * old server has, the same for the same seed everywhere: many directories of
 * a few entries, some of hundreds and of thousands, 12 deep at the most; empty
 * files, a few symbolic links.  Beside a directory a there may be a-b, a.b,
 * a+ and a b, which whole paths in order part from it.
 *   -p  plain: no name that a list of lines or the marks of a drawn tree could
 *       not carry; without it one entry in 40 has control bytes, '|', a
 *       backslash before digits, Shift_JIS, EUC-JP or what is no text at all
 */
#include "any.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 12, NAME = 256 };
enum kind { A_FILE, A_LINK, A_DIRECTORY };

static int plain;

static uint32_t
between(uint32_t low, uint32_t high)
{
	return low + any(high - low + 1);
}

static const char *const words[] = {"access", "admin", "alias", "archive",
    "backup", "base", "cache", "cgi-bin", "common", "config", "contact",
    "content", "css", "data", "default", "docs", "domain", "error", "form",
    "gallery", "header", "home", "htdocs", "images", "include", "index",
    "install", "js", "lang", "lib", "list", "local", "log", "mail", "main",
    "manual", "module", "new", "news", "old", "order", "page", "plugin",
    "print", "public_html", "report", "server", "session", "setup", "shop",
    "site", "spool", "style", "template", "test", "themes", "tmp", "upload",
    "user", "vendor", "web", "work", "www", "x", "a"};
/* none that a makefile's own search would take for one of its files */
static const char *const endings[] = {"php", "html", "css", "js", "txt", "jpg",
    "png", "gif", "cgi", "pl", "conf", "log", "gz", "bak", "old", "inc", "pdf",
    "csv", "xml", "po", "so", "so.0.1", "tar.gz", "html~"};
static const char *const dotted[] = {".htaccess", ".htpasswd", ".bashrc",
    ".profile", ".forward", ".procmailrc", ".cache", ".config", ".git",
    ".ssh", ".well-known", ".DS_Store", ".qmail-default", "..."};
static const char *const japanese[] = {"メール", "設定", "見積書", "会社案内",
    "写真", "議事録", "ポータル", "表示", "予定表", "新しいフォルダ",
    "ソース", "旧サイト", "ﾃﾞｰﾀ", "受信箱", "カ゛", "請求書（控）"};
/* what follows a directory's name in its neighbour's, all before '/' */
static const char *const tails[] = {"-", ".", "+", " ", "-old", ".bak", "-1.0",
    " (2)", ".orig", "+x", "-b", ".b", "!", "#", "$", "%", "&", "'", "(", ","};

/* What a line, a drawn tree or a decoder may stumble over. */
static const char *const hostile[] = {"|", "a|b", "| |--x", "|--", "\n",
    "line\nfeed", "\n|--x", "tab\tx", "\033[31mred\033[m", "\033]0;x\007",
    "cr\rx", "bell\007", "\177", "del\177x", "\\012", "\\134", "a\\101b",
    "\\377\\", "\001", "\303", "\343\203", "\300\257", "\355\240\200", "\377",
    "\364\220\200\200", "\302\205", "\302\2331m", "x\200", "\342\200\256x",
    "\376\377x",
    /* Shift_JIS: second bytes 0x5C and 0x7C */
    "\203\134\201\133\203\130", "\225\134\216\246", "\224\134\227\315.txt",
    "\227\134\222\350\225\134", "\203\174\201\133\203\136\203\213",
    "\203\174\203\130\203\147", "\203\201\201\133\203\213", "\260\261\262",
    /* EUC-JP, with kana of half width and a character of JIS X 0212 */
    "\245\275\241\274\245\271", "\245\341\241\274\245\353.txt",
    "\300\337\304\352", "\216\303\216\336\216\260\216\300",
    "\217\260\241", "\245\335\241\274\245\277\245\353"};

#define COUNT(list) (uint32_t)(sizeof list / sizeof list[0])
#define PICK(list) list[any(COUNT(list))]

static void
fail(const char *what)
{
	(void)fprintf(stderr, "mktree: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* A name's bytes as they are put together; what is too long is left out. */
static void
add(char *name, const char *s)
{
	size_t n = strlen(name);

	if (n + strlen(s) < NAME)
		(void)strcpy(name + n, s);
}

static void
add_number(char *name, uint32_t n, int width)
{
	char b[16];

	(void)snprintf(b, sizeof b, "%0*lu", width, (unsigned long)n);
	add(name, b);
}

static void
add_hex(char *name, int digits)
{
	char b[2] = "";

	while (digits-- > 0) {
		b[0] = "0123456789abcdef"[any(16)];
		add(name, b);
	}
}

static void
add_ending(char *name)
{
	add(name, ".");
	add(name, PICK(endings));
}

/* As long as a name may be. */
static void
add_long(char *name)
{
	while (strlen(name) < NAME - 1)
		add(name, "x");
}

/* What one program or another makes many of in a row. */
static void
add_serial(char *name, enum kind kind)
{
	switch (kind == A_DIRECTORY ? 5 : any(6)) {
	case 0:
		add(name, "IMG_");
		add_number(name, any(10000), 4);
		add(name, ".JPG");
		return;
	case 1:
		add(name, "sess_");
		add_hex(name, 26);
		return;
	case 2:  /* a mail in a maildir */
		add_number(name, 1500000000 + any(60000000), 10);
		add(name, ".M");
		add_number(name, any(1000000), 0);
		add(name, "P4711.mx1:2,S");
		return;
	case 3:
		add(name, "access.log.");
		add_number(name, any(400), 0);
		return;
	case 4:
		add(name, "2019-04-");
		add_number(name, between(1, 30), 2);
		add_ending(name);
		return;
	default:
		add_hex(name, 2);
	}
}

static void
add_words(char *name, enum kind kind)
{
	static const char *const joints[] = {"-", "_", ".", "", "-lib", "_v"};

	add(name, PICK(words));
	if (any(kind == A_DIRECTORY ? 6 : 2) == 0) {
		add(name, PICK(joints));
		add(name, PICK(words));
	}
	if (any(4) == 0)
		add_number(name, any(100), 0);
}

static void
add_japanese(char *name)
{
	add(name, PICK(japanese));
	if (any(3) == 0)
		add_number(name, any(2020), 0);
	if (any(2) == 0)
		add_ending(name);
}

static void
make_name(char *name, enum kind kind)
{
	uint32_t n = any(1000);

	name[0] = '\0';
	if (!plain && n < 25) {
		add(name, PICK(hostile));
		return;
	}
	if (n < 26)
		add_long(name);
	else if (n < 60)
		add(name, PICK(dotted));
	else if (n < 110)
		add_japanese(name);
	else if (n < 112 && kind == A_FILE)
		add(name, "dev-disk-by\\x2dlabel.device");
	else if (n < 300)
		add_serial(name, kind);
	else
		add_words(name, kind);
	if (n >= 300 && kind == A_FILE)
		add_ending(name);
}

/* One entry; 0: its name is taken. */
static int
make(int fd, const char *name, enum kind kind)
{
	static const char *const targets[] = {".", "..", "../..", "gone",
	    "/tmp", "index.html", "current/", "a|b"};
	int r, file;

	if (kind == A_DIRECTORY) {
		r = mkdirat(fd, name, 0755);
	} else if (kind == A_LINK) {
		r = symlinkat(targets[any(COUNT(targets) - (uint32_t)plain)],
		    fd, name);
	} else {
		file = openat(fd, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
		r = file == -1 ? -1 : close(file);
	}
	if (r == -1 && errno != EEXIST)
		fail(name);
	return r == 0;
}

/* One entry with a new name; where names repeat they get numbers. */
static void
make_new(int fd, char *name, enum kind kind)
{
	uint32_t bound = 100;

	make_name(name, kind);
	while (!make(fd, name, kind)) {
		make_name(name, kind);
		if (strlen(name) > NAME - 16)
			continue;
		add_number(name, any(bound), 0);
		bound += bound / 4;
	}
}

static void
make_files(int fd, uint32_t n)
{
	char name[NAME];

	while (n-- > 0)
		make_new(fd, name, any(50) ? A_FILE : A_LINK);
}

/* What sorts between the directory and what is in it; 0: it is there. */
static int
make_neighbour(int fd, char *name, enum kind kind)
{
	add(name, PICK(tails));
	if (any(3) == 0)
		add(name, PICK(words));
	return make(fd, name, kind);
}

/* How many files there are in a directory. */
static uint32_t
how_many(void)
{
	uint32_t n = any(1000);

	if (n < 500)
		return any(10);
	if (n < 930)
		return between(5, 40);
	return n < 975 ? between(100, 500) : between(500, 3000);
}

static void fill(int fd, unsigned depth, uint32_t budget);

/* A directory of so many entries, itself among them.  name holds the one
 * made before it beside it, if there is any, and is set. */
static void
make_directory(int fd, char *name, unsigned depth, uint32_t budget)
{
	char file[NAME] = "";
	int sub;

	if (name[0] == '\0' || any(3) != 0 ||
	    !make_neighbour(fd, name, A_DIRECTORY))
		make_new(fd, name, A_DIRECTORY);
	budget--;
	add(file, name);
	if (budget > 0 && any(4) == 0 && make_neighbour(fd, file, A_FILE))
		budget--;
	sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (sub == -1)
		fail(name);
	fill(sub, depth + 1, budget);
	(void)close(sub);
}

/* So many entries below fd: files first, and the rest in directories, most of
 * it in the first ones, so that some branches are deep and others are not. */
static void
fill(int fd, unsigned depth, uint32_t budget)
{
	uint32_t files = how_many(), many, share;
	char name[NAME] = "";

	if (files > budget || depth == DEPTH || (budget < 40 && any(3) != 0))
		files = budget;
	make_files(fd, files);
	budget -= files;
	many = any(8) == 0 ? 1 : between(2, 20);
	if (many > budget / 12 + 1)
		many = budget / 12 + 1;
	for (; budget > 0; budget -= share) {
		share = many > 1 ? 1 + any(1 + budget / many * 2) : budget;
		if (share > budget)
			share = budget;
		if (many > 1)
			many--;
		make_directory(fd, name, depth, share);
	}
}

int
main(int argc, char **argv)
{
	uint32_t budget;
	int fd, opt;

	while ((opt = getopt(argc, argv, "p")) != -1) {
		if (opt != 'p')
			return 2;
		plain = 1;
	}
	if (argc - optind != 3) {
		(void)fprintf(stderr, "usage: mktree [-p] SEED ENTRIES DIR\n");
		return 2;
	}
	any_state = strtoull(argv[optind], NULL, 10) *
	    UINT64_C(0x9E3779B97F4A7C15) + 1;
	budget = (uint32_t)strtoul(argv[optind + 1], NULL, 10);
	if (mkdir(argv[optind + 2], 0755) != 0)
		fail(argv[optind + 2]);
	fd = open(argv[optind + 2], O_RDONLY | O_DIRECTORY);
	if (fd == -1)
		fail(argv[optind + 2]);
	fill(fd, 1, budget);
	return 0;
}
