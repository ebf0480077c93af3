#include "judge.h"

static size_t
characters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

/* The reasons of the policy, of the text that the bytes are: 0, or -1 with
 * errno. */
static int
check_text(struct judge *j, struct span p, unsigned *reasons)
{
	const struct buf *text = &j->decoder.text;
	int bad = decoder_decode(&j->decoder, p);

	if (bad < 0)
		return -1;
	*reasons = bad ? POLICY_ENCODING : 0U;
	if (j->builtin)
		*reasons |= policy_check(&j->policy, text->p, text->len,
		    characters(text->p, text->len));
	decoder_wipe(&j->decoder);
	return 0;
}

static void
take_message(void *verdict, const char *message, bool failed)
{
	struct verdict *v = verdict;

	v->messages[v->message_count++] = message;
	v->codes |= failed ? VERDICT_RULE_FAILED : 0U;
}

static int
judge_password(struct judge *j, const struct account *a, struct verdict *v)
{
	struct span p = a->password;
	unsigned reasons = 0;
	size_t missed = 0;

	if (j->decoder.open) {
		if (check_text(j, p, &reasons) != 0)
			return -1;
	} else if (j->builtin) {
		reasons = policy_check(&j->policy, p.p, p.n, p.n);
	}
	if (j->not_user && a->user.p &&
	    policy_holds_user(p.p, p.n, a->user.p, a->user.n))
		reasons |= POLICY_USER;
	if (j->rules.count > 0)
		missed = ruleset_check(&j->rules, p.p, p.n, take_message, v);
	v->codes |= reasons;
	v->kind = (reasons | missed) != 0 ? VERDICT_BAD : VERDICT_GOOD;
	return 0;
}

int
judge_account(struct judge *j, const struct account *a, struct verdict *v)
{
	verdict_clear(v);
	v->codes = (a->disabled ? VERDICT_DISABLED : 0U) |
	    (a->may_be_cut ? VERDICT_MAY_BE_CUT : 0U);
	if (a->password.p)
		return judge_password(j, a, v);
	v->kind = VERDICT_UNKNOWN;
	return 0;
}

void
judge_free(struct judge *j)
{
	decoder_close(&j->decoder);
	ruleset_free(&j->rules);
}
