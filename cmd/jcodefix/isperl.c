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

/* How a line begins says that it may be one of Perl's. */
static bool
begins_like_code(const char *p, size_t n)
{
	static const char *const words[] = {
		"sub ", "my ", "local", "our ", "package ", "use ", "require",
		"if", "unless", "while", "until", "for", "elsif", "else",
		"print", "open", "close", "return", "eval", "do ", "die",
		"push", "s/", "tr/", "exit", "last", "next", "chop", "BEGIN",
		"__END__"
	};
	size_t name;

	/* most lines of data begin with something else than a word */
	if (!perlbyte_is_start((unsigned char)p[0]))
		return strchr("&$@%}{(", p[0]) || (n > 1 && p[0] == '1' &&
		    p[1] == ';');
	name = perlbyte_skip_word(p, n, 0);
	if (name < n && p[name] == '(')
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i][0] == p[0] && n >= strlen(words[i]) &&
		    memcmp(p, words[i], strlen(words[i])) == 0)
			return true;
	return false;
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

/* Is the line one of code, by its beginning and its end? */
static bool
is_code(const char *p, size_t n)
{
	size_t end;

	if (!begins_like_code(p, n))
		return false;
	end = code_end(p, 0, n);
	return end > 0 && strchr(";{}(,", p[end - 1]);
}

/* Lines of code, among n bytes that are whole lines: three of them, or one in
 * ten, make a program; here-documents may be most of one. */
static bool
holds_code(const char *p, size_t n)
{
	const char *end = p + n;
	size_t code = 0, all = 0;

	while (p < end && code < 3) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *line_end = nl ? nl : end;

		while (p < line_end && (*p == ' ' || *p == '\t' || *p == '\r'))
			p++;
		if (p < line_end && *p != '#') {
			all++;
			code += is_code(p, (size_t)(line_end - p));
		}
		p = nl ? nl + 1 : end;
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
