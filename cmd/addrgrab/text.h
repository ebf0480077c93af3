/*
 * text: addresses in running text, the documented pattern's (addrscan.h) or
 * those of the user's own pattern.
 */
#ifndef ADDRGRAB_TEXT_H
#define ADDRGRAB_TEXT_H

#include "answer.h"
#include "regex.h"
#include "source.h"

#include <stdbool.h>

/* Hand every match of the source to the answer, until it has enough.  False,
 * after a diagnostic: the source could not be read to its end. */
bool text_grab(struct source *s, struct answer *a);

/* The same with a pattern of the user's, line by line as grep has it. */
bool text_grab_pattern(struct source *s, struct answer *a, struct regex *re);

#endif
