// The programs that are explored, for Nidhugg and GenMC: compiled with LOST_UPDATE, SECTIONS or PHILOSOPHERS, N
// threads, and K sections of each. What is a lock to them is a lock of POSIX; the variable is atomic, or each access would be a data race.
#include <pthread.h>
#include <stdatomic.h>

#if defined LOST_UPDATE
static atomic_int value;

static void *work(void *argument) {
    int seen = atomic_load_explicit(&value, memory_order_seq_cst);
    atomic_store_explicit(&value, seen + 1, memory_order_seq_cst);
    return argument;
}
#elif defined SECTIONS
static pthread_mutex_t lock;

static void *work(void *argument) {
    for (int section = 0; section < K; ++section) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    return argument;
}
#elif defined PHILOSOPHERS
static pthread_mutex_t forks[N];

static void *work(void *argument) {
    long seat = (long)argument;
    pthread_mutex_lock(&forks[seat]);
    pthread_mutex_lock(&forks[(seat + 1) % N]);
    pthread_mutex_unlock(&forks[(seat + 1) % N]);
    pthread_mutex_unlock(&forks[seat]);
    return argument;
}
#endif

int main(void) {
    pthread_t threads[N];
#if defined SECTIONS
    pthread_mutex_init(&lock, NULL);
#elif defined PHILOSOPHERS
    for (int fork = 0; fork < N; ++fork) pthread_mutex_init(&forks[fork], NULL);
#endif
    for (long index = 0; index < N; ++index) pthread_create(&threads[index], NULL, work, (void *)index);
    for (int index = 0; index < N; ++index) pthread_join(threads[index], NULL);
    return 0;
}
