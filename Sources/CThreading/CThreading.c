#define _GNU_SOURCE
#include "CThreading.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

_Thread_local void *lockstep_slot;

static pthread_key_t adoption_key;
static pthread_once_t adoption_once = PTHREAD_ONCE_INIT;
static _Thread_local void (*adoption_release)(void *);

static void adopted_thread_ended(void *value) {
    lockstep_slot = NULL;
    adoption_release(value);
}

static void make_adoption_key(void) { pthread_key_create(&adoption_key, adopted_thread_ended); }

void lockstep_slot_adopt(void *value, void (*release)(void *)) {
    pthread_once(&adoption_once, make_adoption_key);
    lockstep_slot = value;
    adoption_release = release;
    pthread_setspecific(adoption_key, value);
}

bool lockstep_futex_wait(const void *word, uint32_t expected, int64_t deadline_ns) {
    struct timespec deadline = {.tv_sec = deadline_ns / 1000000000, .tv_nsec = deadline_ns % 1000000000};
    /* WAIT_BITSET takes an absolute deadline, so an early return needs no arithmetic before the next try. */
    long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected,
                          deadline_ns < 0 ? NULL : &deadline, NULL, FUTEX_BITSET_MATCH_ANY);
    return !(result == -1 && errno == ETIMEDOUT);
}

void lockstep_futex_wake(const void *word, int32_t count) {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

int64_t lockstep_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int32_t lockstep_gettid(void) { return (int32_t)syscall(SYS_gettid); }

void lockstep_set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int32_t lockstep_processor_count(void) {
    cpu_set_t allowed;
    /* It fails where there are more processors than a set has room for. */
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return (int32_t)sysconf(_SC_NPROCESSORS_ONLN);
    return CPU_COUNT(&allowed);
}
