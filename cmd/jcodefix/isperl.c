#define _GNU_SOURCE   /* memmem (POSIX.1-2024) */
#include "isperl.h"

#include "ascii.h"
#include "perlbyte.h"
#include "utf8.h"

#include <string.h>

/* How many bytes from the beginning are looked at. */
enum { HEAD = 64 * 1024 };

bool
isperl_name(const char *name)
{
	static const char *const endings[] = {
		"pl", "cgi", "pm", "ph", "plx", "perl", "al", "t"
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++)
		if (ascii_same(dot + 1, strlen(dot + 1), endings[i],
		    strlen(endings[i])))
			return true;
	return false;
}

/* What of a line says that it is one of Perl's: how it begins, and ends. */
static bool
begins_like_code(const char *p, size_t n)
{
	static const char *const words[] = {
		"sub ", "my ", "local", "our ", "package ", "use ", "require",
		"if", "unless", "while", "until", "for", "elsif", "else",
		"print", "open", "close", "return", "eval", "do ", "die",
		"push", "&", "$", "@", "%", "}", "{", "1;", "(", "s/", "tr/",
		"exit", "last", "next", "chop", "BEGIN", "__END__"
	};

	size_t name = perlbyte_skip_word(p, n, 0);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (n >= strlen(words[i]) &&
		    memcmp(p, words[i], strlen(words[i])) == 0)
			return true;
	return name > 0 && name < n && p[name] == '(';
}

/* Where the code of the line p[at..end) ends, before blanks and a comment. */
static size_t
code_end(const char *p, size_t at, size_t end)
{
	for (size_t i = end; i > at + 1; i--)
		if (p[i - 1] == '#' && (p[i - 2] == ' ' || p[i - 2] == '\t'))
			end = i - 1;
	while (end > at && strchr(" \t\r", p[end - 1]))
		end--;
	return end;
}

/* Lines of code, among n bytes that are whole lines: three of them, or one in
 * ten, make a program; here-documents may be most of one. */
static bool
holds_code(const char *p, size_t n)
{
	size_t code = 0, all = 0;

	while (n > 0) {
		const char *nl = memchr(p, '\n', n);
		size_t len = nl ? (size_t)(nl - p) : n, skip = 0, end = len;

		while (skip < len && (p[skip] == ' ' || p[skip] == '\t'))
			skip++;
		end = code_end(p, skip, end);
		if (end > skip && p[skip] != '#') {
			all++;
			if (strchr(";{}(,", p[end - 1]) &&
			    begins_like_code(p + skip, end - skip))
				code++;
		}
		len += nl != NULL;
		p += len;
		n -= len;
	}
	return code >= 3 || (code > 0 && code * 10 >= all);
}

/* Does the head name perl, as what it is for or by way of
 * eval 'exec perl ...' in a shell's name? */
static bool
names_perl(const char *text, size_t n)
{
	const char *end = memchr(text, '\n', n);
	size_t line = end ? (size_t)(end - text) : n;
	size_t head = n < 1024 ? n : 1024;

	return memmem(text, line, "perl", 4) ||
	    memmem(text, head, "exec perl", 9) ||
	    (memmem(text, head, "exec ", 5) && memmem(text, head, "/perl", 5));
}

bool
isperl(const char *name, const char *text, size_t n, enum isperl_source source)
{
	size_t bom = utf8_bom(text, n);

	if (n >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 ||
	    memcmp(text, "\xFE\xFF", 2) == 0))
		return false;
	text += bom;
	n -= bom;
	if (n >= 2 && memcmp(text, "#!", 2) == 0)
		return names_perl(text, n);
	if (source == ISPERL_PIPED)
		return true;
	if (source == ISPERL_WALKED && !isperl_name(name))
		return false;
	if (n > HEAD)
		n = HEAD;
	return !memchr(text, '\0', n) && holds_code(text, n);
}
