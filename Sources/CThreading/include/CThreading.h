/* The C edges of Threading: the current-thread slot, and the futex that parks a thread.
 *
 * Swift reaches neither by itself: it has no thread-local storage of its own, and syscall(2) is variadic. */
#ifndef CTHREADING_H
#define CTHREADING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The calling OS thread's slot: a pointer that only this thread reads and writes; null at first. */
extern _Thread_local void *lockstep_slot;

static inline void *lockstep_slot_get(void) { return lockstep_slot; }
static inline void lockstep_slot_set(void *value) { lockstep_slot = value; }

/* Sets the slot, and has `release(value)` called when the OS thread ends. For threads that somebody else
 * started: a key's destructor is the only hook that POSIX gives for their end. */
void lockstep_slot_adopt(void *value, void (*release)(void *));

/* Blocks while *word == expected, until woken, or until CLOCK_MONOTONIC reads deadline_ns (negative: for ever).
 * Returns false if the deadline passed. May return early and without cause: check the word and call again. */
bool lockstep_futex_wait(const void *word, uint32_t expected, int64_t deadline_ns);

/* Wakes at most `count` threads that wait on the word. */
void lockstep_futex_wake(const void *word, int32_t count);

/* CLOCK_MONOTONIC in nanoseconds: one clock for all threads and processes of the machine. */
int64_t lockstep_monotonic_ns(void);

/* The kernel's number for the calling thread, as ps -L shows it. */
int32_t lockstep_gettid(void);

/* Gives the calling thread the name that ps -L and debuggers show; the kernel keeps the first 15 bytes. */
void lockstep_set_thread_name(const char *name);

/* How many processors the process may use, as its affinity says, which containers set. */
int32_t lockstep_processor_count(void);

/* Has `tell(context, signal, address)` called before the process dies of a trap, a bad access or an abort on the calling
 * thread, with what the signal says of the address; a null `tell` has it called no more. It runs on a stack of its own, and
 * must not rely on any lock that the thread may hold. Whoever handled the signal before handles it afterwards. The first
 * call installs the handlers, for the whole process. */
void lockstep_traps_tell(void (*tell)(void *context, int32_t signal, void *address), void *context);

/* Tells the processor that it is in a spin loop. */
static inline void lockstep_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

#endif
