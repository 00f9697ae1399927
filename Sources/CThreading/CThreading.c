#define _GNU_SOURCE
#include "CThreading.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Thread_local void *slot;

void *lockstep_slot_get(void) { return slot; }
void lockstep_slot_set(void *value) { slot = value; }

/* A key's destructor is the only hook that POSIX gives for the end of a thread that somebody else started. */
struct adoption {
    void (*release)(void *);
};
static pthread_key_t adoption_key;
static pthread_once_t adoption_once = PTHREAD_ONCE_INIT;
static _Thread_local struct adoption adoption;

static void thread_ended(void *value) {
    slot = NULL;
    adoption.release(value);
}
static void make_key(void) { pthread_key_create(&adoption_key, thread_ended); }

void lockstep_slot_adopt(void *value, void (*release)(void *)) {
    pthread_once(&adoption_once, make_key);
    slot = value;
    adoption.release = release;
    pthread_setspecific(adoption_key, value);
}

bool lockstep_futex_wait(const uint32_t *word, uint32_t expected, int64_t deadline_ns) {
    struct timespec deadline = {.tv_sec = deadline_ns / 1000000000, .tv_nsec = deadline_ns % 1000000000};
    /* WAIT_BITSET takes an absolute deadline, so an early return needs no arithmetic before the next try. */
    long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                          deadline_ns < 0 ? NULL : &deadline, NULL, FUTEX_BITSET_MATCH_ANY);
    return !(result == -1 && errno == ETIMEDOUT);
}

void lockstep_futex_wake(const uint32_t *word, int32_t count) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

int64_t lockstep_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int32_t lockstep_gettid(void) { return (int32_t)syscall(SYS_gettid); }
