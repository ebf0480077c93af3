/*
 * tick: a clock for what is done every now and then (clock_gettime(2)).
 */
#ifndef HIKKOSHI_TICK_H
#define HIKKOSHI_TICK_H

#include <stdint.h>

/* Milliseconds since some moment, never less than before; exact to some ten of
 * them, and had without a call to the system where there is such a clock.  Where
 * none goes evenly, those of the calendar. */
int64_t tick_ms(void);

#endif
