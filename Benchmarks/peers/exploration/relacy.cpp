// The programs that are explored, for Relacy's full search: relacy PROGRAM SECONDS
//
// Answers with executions, nanoseconds of the processor, and how it ended: finished, unfinished (the time was up), or
// stopped (Relacy ends at the first deadlock). A search of less than a tenth of a second is made twice, and the second is told: the
// first one pays for what a process meets for the first time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <ostream>
#include <string>

#include <relacy/relacy.hpp>

using Clock = std::chrono::steady_clock;

static Clock::time_point began;
static Clock::duration limit;
static std::clock_t start;
static long executions;

static void tell(const char *end) {
    std::printf("%ld %.0f %s\n", executions, 1e9 * (std::clock() - start) / CLOCKS_PER_SEC, end);
}

// Counts an execution, and ends the process when the time is up: Relacy has no limit of its own for a full search.
static void count() {
    executions += 1;
    if (executions % 1024 != 0 || Clock::now() - began < limit) return;
    tell("unfinished");
    std::fflush(nullptr);
    std::_Exit(0);
}

template <int threads>
struct LostUpdate : rl::test_suite<LostUpdate<threads>, threads> {
    rl::atomic<int> value;

    void before() {
        count();
        value.store(0, rl::memory_order_seq_cst, $);
    }
    void thread(unsigned) {
        int seen = value.load(rl::memory_order_seq_cst, $);
        value.store(seen + 1, rl::memory_order_seq_cst, $);
    }
};

template <int threads, int sections>
struct Sections : rl::test_suite<Sections<threads, sections>, threads> {
    rl::mutex lock;

    void before() { count(); }
    void thread(unsigned) {
        for (int section = 0; section < sections; ++section) {
            lock.lock($);
            lock.unlock($);
        }
    }
};

template <int seats>
struct Philosophers : rl::test_suite<Philosophers<seats>, seats> {
    rl::mutex forks[seats];

    void before() { count(); }
    void thread(unsigned seat) {
        rl::mutex &left = forks[seat], &right = forks[(seat + 1) % seats];
        left.lock($);
        right.lock($);
        right.unlock($);
        left.unlock($);
    }
};

template <typename Program>
static void explore() {
    bool finished;
    for (int round = 0; round < 2; ++round) {
        std::ostream unread(nullptr);
        rl::test_params params;
        params.search_type = rl::sched_full;
        params.output_stream = &unread;
        params.progress_stream = &unread;
        executions = 0;
        began = Clock::now();
        start = std::clock();
        finished = rl::simulate<Program>(params);
        if (Clock::now() - began > std::chrono::milliseconds(100)) break;
    }
    // To tell of a deadlock, Relacy makes its execution once more.
    if (!finished) executions -= 1;
    tell(finished ? "finished" : "stopped");
}

int main(int argc, char **argv) {
    const std::map<std::string, void (*)()> programs = {
        {"lost-update-2", explore<LostUpdate<2>>},
        {"lost-update-3", explore<LostUpdate<3>>},
        {"lost-update-4", explore<LostUpdate<4>>},
        {"lost-update-5", explore<LostUpdate<5>>},
        {"sections-2x3", explore<Sections<2, 3>>},
        {"sections-3x2", explore<Sections<3, 2>>},
        {"philosophers-3", explore<Philosophers<3>>},
        {"philosophers-4", explore<Philosophers<4>>},
        {"philosophers-5", explore<Philosophers<5>>},
    };
    auto program = argc == 3 ? programs.find(argv[1]) : programs.end();
    if (program == programs.end()) {
        std::fputs("usage: relacy PROGRAM SECONDS\n", stderr);
        return 2;
    }
    limit = std::chrono::seconds(std::atoi(argv[2]));
    program->second();
}
