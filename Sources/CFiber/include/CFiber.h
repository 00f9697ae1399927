/* The C edge of fibers: Boost.Context's switch, and stacks with a guard page.
 *
 * Boost's own header is C++; its three functions have C's calling convention. */
#ifndef CFIBER_H
#define CFIBER_H

#include <stdbool.h>
#include <stddef.h>

/* A flow of control that is suspended: where it goes on. Only meaningful while it is suspended. */
typedef struct {
    void *resumption;
    /* By what name ThreadSanitizer knows it; null without ThreadSanitizer. */
    void *sanitizer;
} lockstep_context;

/* A new context on a stack, suspended before `entry`. The first switch to it calls `entry(argument)` with the
 * argument of that switch; `entry` must never return. */
lockstep_context lockstep_context_make(void *stack_base, size_t stack_size, void (*entry)(void *argument));

/* The context of the calling flow of control, to be suspended by a switch away from it. */
lockstep_context lockstep_context_current(void);

/* Gives back what ThreadSanitizer keeps for a context that will never be resumed. */
void lockstep_context_forget(lockstep_context *context);

/* Suspends the calling flow of control into `from`, and resumes `to`. Returns when somebody switches back. Both must
 * be of the same thread of the operating system. */
void lockstep_context_switch(lockstep_context *from, lockstep_context *to, void *argument);

/* Maps a stack of `size` bytes, a multiple of the page size, with a page below it that may not be touched: an overflow
 * ends the process instead of writing over another's stack. Returns the lowest usable address; null if there is no
 * memory. */
void *lockstep_stack_map(size_t size);

/* Gives a stack back. */
void lockstep_stack_unmap(void *base, size_t size);

#endif
