#include "side.h"

#include "ascii.h"
#include "charset.h"

#include <string.h>

static enum side_rule
rule_of(const char *field)
{
	static const struct {
		const char *field;
		enum side_rule rule;
	} rules[] = {
		{"From", SIDE_ONCE},
		{"Sender", SIDE_ONCE},
		{"Reply-To", SIDE_ONCE},
		{"To", SIDE_TOGETHER},
		{"Cc", SIDE_TOGETHER},
		{"Bcc", SIDE_TOGETHER},
	};

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (ascii_same(field, strlen(field), rules[i].field,
		    strlen(rules[i].field)))
			return rules[i].rule;
	return SIDE_TOPMOST;
}

void
side_begin(struct side *s, const struct header *h, const char *field)
{
	*s = (struct side){.header = h, .field = field,
	    .rule = rule_of(field)};
}

/* Go on to the next occurrence that counts.  False: there is none. */
static bool
next_occurrence(struct side *s)
{
	struct field f;

	if (s->rule == SIDE_TOPMOST && s->occurrences > 0)
		return false;
	while (header_field(s->header, &s->pos, &f)) {
		if (!ascii_same(f.name, f.name_len, s->field, strlen(s->field)))
			continue;
		addrlist_init(&s->list, f.body, f.body_len,
		    charset_kind_of(multibyte_guess(f.body, f.body_len)));
		if (s->occurrences < 2)
			s->occurrences++;
		return true;
	}
	return false;
}

int
side_next(struct side *s, struct mailbox *m)
{
	for (;;) {
		int more;

		if (!s->parsing && !next_occurrence(s))
			return 0;
		s->parsing = true;
		more = addrlist_next(&s->list, m);
		if (more != 0)
			return more;
		addrlist_end(&s->list);
		s->parsing = false;
	}
}

bool
side_is_ambiguous(const struct side *s)
{
	return s->rule == SIDE_ONCE && s->occurrences > 1;
}

void
side_end(struct side *s)
{
	if (s->parsing)
		addrlist_end(&s->list);
	s->parsing = false;
}
