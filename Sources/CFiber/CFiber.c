#define _GNU_SOURCE
#include "CFiber.h"

#include <sys/mman.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define LOCKSTEP_TSAN 1
#endif
#endif

#ifdef LOCKSTEP_TSAN
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

/* Boost.Context's interface, as its assembly defines it. */
typedef struct {
    void *context;
    void *data;
} transfer;
transfer jump_fcontext(void *to, void *data);
void *make_fcontext(void *stack_top, size_t size, void (*entry)(transfer));

/* What a switch hands to the flow of control that it resumes. */
typedef struct {
    lockstep_context *from;
    void (*entry)(void *argument);
    void *argument;
} handover;

static void arrive(transfer transfer) { ((handover *)transfer.data)->from->resumption = transfer.context; }

static void begin(transfer first) {
    /* The first switch to a new context only tells it what to call. */
    void (*entry)(void *) = ((handover *)first.data)->entry;
    transfer second = jump_fcontext(first.context, NULL);
    arrive(second);
    entry(((handover *)second.data)->argument);
}

lockstep_context lockstep_context_make(void *stack_base, size_t stack_size, void (*entry)(void *argument)) {
    handover handover = {.entry = entry};
    void *fresh = make_fcontext((char *)stack_base + stack_size, stack_size, begin);
    lockstep_context context = {.resumption = jump_fcontext(fresh, &handover).context};
#ifdef LOCKSTEP_TSAN
    context.sanitizer = __tsan_create_fiber(0);
#endif
    return context;
}

lockstep_context lockstep_context_current(void) {
    lockstep_context context = {0};
#ifdef LOCKSTEP_TSAN
    context.sanitizer = __tsan_get_current_fiber();
#endif
    return context;
}

void lockstep_context_forget(lockstep_context *context) {
#ifdef LOCKSTEP_TSAN
    __tsan_destroy_fiber(context->sanitizer);
#endif
    context->resumption = NULL;
}

void lockstep_context_switch(lockstep_context *from, lockstep_context *to, void *argument) {
    handover handover = {.from = from, .argument = argument};
#ifdef LOCKSTEP_TSAN
    __tsan_switch_to_fiber(to->sanitizer, 0);
#endif
    arrive(jump_fcontext(to->resumption, &handover));
}

static size_t page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

void *lockstep_stack_map(size_t size) {
    size_t guard = page_size();
    char *mapping = mmap(NULL, size + guard, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) return NULL;
    if (mprotect(mapping, guard, PROT_NONE) != 0) {
        munmap(mapping, size + guard);
        return NULL;
    }
    return mapping + guard;
}

void lockstep_stack_unmap(void *base, size_t size) {
    size_t guard = page_size();
    munmap((char *)base - guard, size + guard);
}
