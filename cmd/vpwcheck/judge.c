#include "judge.h"

#include "secret.h"
#include "secrets.h"
#include "utf8.h"

#include <errno.h>
#include <string.h>

/* A byte becomes three of UTF-8 in most charsets, U+FFFD, and twelve in TSCII;
 * EUC-JP is shorter than ISO-2022-JP.  None of it is touched before it is
 * needed. */
enum {
	DECODED = 16 * SOURCE_RECORD_MAX,
	EUC = 4 * SOURCE_RECORD_MAX,
	MEMORY = DECODED + EUC
};

int
judge_from(struct judge *j, const char *charset)
{
	if (charset_open(&j->from, charset, strlen(charset)) != 0)
		return -1;
	if (charset_ready(&j->from) != 0) {
		charset_close(&j->from);
		return -1;
	}
	j->decoded = secret_map(MEMORY);
	if (!j->decoded) {
		charset_close(&j->from);
		return -1;
	}
	/* it never grows beyond what it has, nor is it given back */
	j->from.euc = (struct buf){j->decoded + DECODED, 0, EUC};
	j->decodes = true;
	return 0;
}

static size_t
characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

/* The reasons of the policy, of the text that the bytes are. */
static int
check(struct judge *j, struct span p, unsigned *reasons)
{
	struct buf text = {j->decoded, 0, DECODED};
	size_t used;
	ssize_t bad;

	if (!j->decodes) {
		*reasons = policy_check(&j->policy, p.p, p.n, p.n);
		return 0;
	}
	j->from.set = JIS_ASCII;
	bad = charset_decode(&j->from, &text, p.p, p.n, true, &used);
	if (bad < 0)
		return -1;
	*reasons = policy_check(&j->policy, text.p, text.len,
	    characters(text.p, text.len)) | (bad > 0 ? POLICY_ENCODING : 0U);
	secret_wipe(text.p, text.len);
	secret_wipe(j->from.euc.p, j->from.euc.len);
	charset_wash(&j->from, p.n);
	return 0;
}

static void
take_message(void *verdict, const char *message, bool failed)
{
	struct verdict *v = verdict;

	if (v->message_count < VERDICT_MESSAGES)
		v->messages[v->message_count++] = message;
	v->rule_failed = v->rule_failed || failed;
}

int
judge_account(struct judge *j, const struct account *a, struct verdict *v)
{
	size_t missed;

	verdict_clear(v);
	v->disabled = a->disabled;
	v->may_be_cut = a->may_be_cut;
	if (!a->password.p) {
		v->kind = VERDICT_UNKNOWN;
		return 0;
	}
	if ((j->builtin || j->decodes) &&
	    check(j, a->password, &v->reasons) != 0)
		return -1;
	if (!j->builtin)
		v->reasons &= POLICY_ENCODING;
	if (j->not_user && a->user.p && policy_holds_user(a->password.p,
	    a->password.n, a->user.p, a->user.n))
		v->reasons |= POLICY_USER;
	missed = ruleset_check(&j->rules, a->password.p, a->password.n,
	    take_message, v);
	v->kind = v->reasons || missed > 0 ? VERDICT_BAD : VERDICT_GOOD;
	return 0;
}

void
judge_free(struct judge *j)
{
	if (j->decodes) {
		j->from.euc = (struct buf){0};
		charset_close(&j->from);
		secret_unmap(j->decoded, MEMORY);
	}
	ruleset_free(&j->rules);
}
