#define _GNU_SOURCE
#include "CThreading.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* What a program can die of by its own doing. */
static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV};
enum { fatal_count = sizeof fatal / sizeof fatal[0], stack_size = 64 * 1024, patience_s = 5 };

static struct sigaction handled_before[fatal_count];
static pthread_key_t stack_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static _Thread_local void (*teller)(void *context, int32_t signal, void *address);
static _Thread_local void *teller_context;
static _Thread_local bool has_stack;

static void trapped(int signal, siginfo_t *info, void *machine) {
    (void)machine;
    void (*tell)(void *, int32_t, void *) = teller;
    /* Once: a trap in telling must not tell again. */
    teller = NULL;
    if (tell) {
        /* If the thread has died in the middle of the allocator, telling may wait for ever. */
        alarm(patience_s);
        tell(teller_context, signal, info->si_addr);
        alarm(0);
    }
    for (int i = 0; i < fatal_count; i++) {
        if (fatal[i] == signal) sigaction(signal, &handled_before[i], NULL);
    }
    /* What has trapped traps again. What somebody sent, or has gone past its cause, does not. */
    if (info->si_code <= 0 || signal == SIGTRAP) raise(signal);
}

static void drop_stack(void *stack) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(stack);
}

static void install(void) {
    pthread_key_create(&stack_key, drop_stack);
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &action, &handled_before[i]);
}

/* The thread's own may be what has run out. */
static void provide_stack(void) {
    has_stack = true;
    stack_t present;
    if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return;
    void *memory = malloc(stack_size);
    if (!memory) return;
    stack_t stack = {.ss_sp = memory, .ss_size = stack_size};
    if (sigaltstack(&stack, NULL) != 0) {
        free(memory);
        return;
    }
    pthread_setspecific(stack_key, memory);
}

void lockstep_traps_tell(void (*tell)(void *context, int32_t signal, void *address), void *context) {
    if (tell) {
        pthread_once(&once, install);
        if (!has_stack) provide_stack();
    }
    teller_context = context;
    teller = tell;
}
