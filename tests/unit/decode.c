/* charset, mime, display: from the bytes of old mail to UTF-8. */
#include "charset.h"
#include "display.h"
#include "mime.h"
#include "unit.h"

#include <errno.h>

/* Decode n bytes of `name`, `step` at a time. */
static int
decodes(const char *name, const char *in, size_t n, size_t step,
    const char *out, ssize_t unknown)
{
	struct charset cs;
	struct buf b = {0};
	size_t held = 0, given = 0, used;
	ssize_t bad = 0, r;
	char mem[256];
	int ok;

	if (charset_open(&cs, name, strlen(name)) != 0)
		return 0;
	do {
		if (step > n - given)
			step = n - given;
		memcpy(mem + held, in + given, step);
		held += step;
		given += step;
		r = charset_decode(&cs, &b, mem, held, given == n, &used);
		if (r < 0)
			break;
		bad += r;
		memmove(mem, mem + used, held - used);
		held -= used;
	} while (given < n);
	ok = r >= 0 && held == 0 && bad == unknown && IS(b.p, b.len, out);
	if (!ok)
		(void)printf("%s: got %zd, %.*s\n", name, bad, (int)b.len, b.p);
	charset_close(&cs);
	buf_free(&b);
	return ok;
}

#define DECODES(name, in, out, unknown) do { \
	for (size_t step_ = 1; step_ < 12; step_++) \
		CHECK(decodes(name, in, sizeof in - 1, step_, out, unknown)); \
} while (0)

static void
test_charset(void)
{
	struct charset cs;

	DECODES("utf-8", "a\xE8\xA1\xA8z", "a表z", 0);
	DECODES("UTF-8", "a\xE8\xA1z", "a\xEF\xBF\xBD\xEF\xBF\xBDz", 2);
	DECODES("Shift_JIS", "\x95\x5C\x8E\xA6\\~ \xB1\x87\x40", "表示\\~ ｱ①", 0);
	/* an undefined pair: its second byte is no '@' */
	DECODES("cp932", "a\x85\x40z", "a\xEF\xBF\xBDz", 1);
	DECODES("EUC-JP", "\xC9\xBD\xBC\xA8 \x8E\xB1\xAD\xA1", "表示 ｱ①", 0);
	DECODES("ISO-2022-JP", "\033$B\x49\x3D\x3C\x28\x2D\x21\033(B a@\033(I1\033(B",
	    "表示① a@ｱ", 0);
	DECODES("iso-2022-jp", "\033$BI=\nI=", "表\nI=", 0);
	DECODES("iso-2022-jp", "\033$BI=\033(B\\\033(J\\", "表\\\\", 0);
	/* an undefined pair takes nothing of what follows along */
	DECODES("EUC-JP", "\xA9\xA1\xC9\xBD\xBC\xA8", "\xEF\xBF\xBD表示", 1);
	DECODES("ISO-2022-JP", "\033$B)!I=<(\033(B", "\xEF\xBF\xBD表示", 1);
	/* half a character takes no line end and no shift along */
	DECODES("ISO-2022-JP", "\033$B0\na@b\n", "\xEF\xBF\xBD\na@b\n", 1);
	DECODES("ISO-2022-JP", "\033$B0\033(Ba@b", "\xEF\xBF\xBD" "a@b", 1);
	DECODES("UTF-16LE", "x\0\0\330a\0@\0b\0", "x\xEF\xBF\xBD" "a@b", 1);
	/* iconv holds a letter back, an accent might follow */
	DECODES("windows-1258", "\xE9 x@ya", "é x@ya", 0);
	DECODES("windows-1258", "Qabc@de.example", "Qabc@de.example", 0);
	DECODES("TCVN5712-1", "x@bora", "x@bora", 0);
	DECODES("windows-1258", "x@a\xCC c", "x@à c", 0);
	DECODES("gb2312", "\xB1\xED", "表", 0);
	DECODES("big5", "\xAA\xED", "表", 0);
	DECODES("iso-8859-1", "Andr\xE9", "André", 0);
	errno = 0;
	CHECK(charset_open(&cs, "no-such-thing", 13) == -1 && errno == EINVAL);
	CHECK(charset_open(&cs, "UTF-8//IGNORE", 13) == -1);
	CHECK(charset_open(&cs, "../x", 4) == -1);
	CHECK(charset_open(&cs, "", 0) == -1);
}

static void
test_step(void)
{
	CHECK(multibyte_step(MULTIBYTE_SJIS, "\x95\x5C", 2) == 2);
	CHECK(multibyte_step(MULTIBYTE_SJIS, "\xB1\x5C", 2) == 1);  /* kana */
	CHECK(multibyte_step(MULTIBYTE_SJIS, "\x95", 1) == 1);
	CHECK(multibyte_step(MULTIBYTE_SJIS, "\x95\"", 2) == 1);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\x95\x5C", 2) == 1);
	CHECK(multibyte_step(MULTIBYTE_DBCS, "\xA5\x5C", 2) == 2);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033$B\"\"\033(Bx", 9) == 8);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033$B\"\"\nx", 7) == 5);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033(Bx", 4) == 1);
	/* half a character, a space: not believed */
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033$B\"\033(B", 7) == 1);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033$B\" \033(B", 8) == 1);
	CHECK(multibyte_step(MULTIBYTE_NONE, "\033$BI=\033$BI=", 10) == 5);
}

static void
test_guess(void)
{
	CHECK(multibyte_guess("abc", 3) == NULL);
	CHECK(strcmp(multibyte_guess("\xE8\xA1\xA8", 3), "UTF-8") == 0);
	CHECK(strcmp(multibyte_guess("\xC9\xBD\xBC\xA8", 4), "EUC-JP") == 0);
	CHECK(strcmp(multibyte_guess("\x95\x5C\x8E\xA6", 4), "Shift_JIS") == 0);
	CHECK(strcmp(multibyte_guess("\033$BI=\033(B", 8), "ISO-2022-JP") == 0);
	CHECK(multibyte_guess("Andr\xE9\" ", 7) == NULL);
}

static int
reads(const char *in, const char *charset, const char *out)
{
	struct buf b = {0};
	int ok = display_text(&b, in, strlen(in), charset) == 0 &&
	    IS(b.p, b.len, out);

	if (!ok)
		(void)printf("got %.*s\n", (int)b.len, b.p);
	buf_free(&b);
	return ok;
}

static void
test_display(void)
{
	CHECK(reads("plain", NULL, "plain"));
	CHECK(reads("=?UTF-8?B?6KGo56S6?=", NULL, "表示"));
	CHECK(reads("=?utf-8?q?=E8=A1=A8_x?=", NULL, "表 x"));
	CHECK(reads("=?UTF-8*ja?B?6KGo?=", NULL, "表"));
	/* RFC 2231: the language is no part of the charset's name */
	CHECK(reads("=?iso-2022-jp*ja?B?GyRCPjBMTBsoQg==?=", NULL, "尚面"));
	CHECK(reads("=?gbk?B?1tDOxA==?=", NULL, "中文"));
	CHECK(reads("a =?UTF-8?Q?b?= c", NULL, "a b c"));
	/* white space between encoded-words goes */
	CHECK(reads("=?UTF-8?Q?a?= =?UTF-8?Q?b?=", NULL, "ab"));
	CHECK(reads("=?UTF-8?Q?a?= =?ISO-8859-1?Q?=E9?=", NULL, "aé"));
	/* a character cut in two */
	CHECK(reads("=?UTF-8?B?6KE=?= =?UTF-8?B?qA==?=", NULL, "表"));
	CHECK(reads("=?iso-2022-jp?B?GyRCST0bKEI=?=", NULL, "表"));
	CHECK(reads("=?x-unknown?Q?abc?=", NULL, "abc"));
	CHECK(reads("=?UTF-8?X?abc?=", NULL, "=?UTF-8?X?abc?="));
	CHECK(reads("=?UTF-8?Q?abc", NULL, "=?UTF-8?Q?abc"));
	CHECK(reads("=?UTF-8?Q?=E?=", NULL, "=E"));
	CHECK(reads("=?", NULL, "=?") && reads("=", NULL, "="));
	CHECK(reads("\x95\x5C\x8E\xA6", NULL, "表示"));
	CHECK(reads("\xC9\xBD", "Shift_JIS", "ﾉｽ"));
	CHECK(reads("\xC9\xBD\xBC\xA8", NULL, "表示"));
}

int
main(void)
{
	test_charset();
	test_step();
	test_guess();
	test_display();
	return unit_end();
}
