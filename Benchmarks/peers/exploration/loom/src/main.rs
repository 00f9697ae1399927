//! The programs that are explored, for loom: loom-peer PROGRAM SECONDS
//!
//! Answers with executions, nanoseconds of the clock, and how it ended: finished, unfinished (the time was up), or stopped
//! (loom ends at the first deadlock). A search that is over at once is made again until a tenth of a second has gone by;
//! the average is told.
//!
//! Loom has room for five threads, so the main thread does the last one's work.

use loom::sync::atomic::AtomicUsize;
use loom::sync::atomic::Ordering::SeqCst;
use loom::sync::{Arc, Mutex};
use loom::thread;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

static EXECUTIONS: AtomicU64 = AtomicU64::new(0);
static START: OnceLock<Instant> = OnceLock::new();

fn elapsed() -> Duration {
    START.get_or_init(Instant::now).elapsed()
}

fn report(time: Duration, end: &str) {
    println!("{} {} {end}", EXECUTIONS.load(Ordering::Relaxed), time.as_nanos());
}

fn lost_update(threads: usize) {
    let count = Arc::new(AtomicUsize::new(0));
    run(threads, move |_| {
        let seen = count.load(SeqCst);
        count.store(seen + 1, SeqCst);
    });
}

fn sections(threads: usize, sections: usize) {
    let lock = Arc::new(Mutex::new(()));
    run(threads, move |_| {
        for _ in 0..sections {
            drop(lock.lock().unwrap());
        }
    });
}

fn philosophers(seats: usize) {
    let forks: Arc<Vec<Mutex<()>>> = Arc::new((0..seats).map(|_| Mutex::new(())).collect());
    run(seats, move |seat| {
        let left = forks[seat].lock().unwrap();
        let right = forks[(seat + 1) % seats].lock().unwrap();
        drop(right);
        drop(left);
    });
}

fn run(threads: usize, act: impl Fn(usize) + Clone + 'static) {
    let started: Vec<_> = (0..threads - 1)
        .map(|seat| {
            let act = act.clone();
            thread::spawn(move || act(seat))
        })
        .collect();
    act(threads - 1);
    for thread in started {
        thread.join().unwrap();
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, seconds] = &arguments[..] else {
        eprintln!("usage: loom-peer PROGRAM SECONDS");
        std::process::exit(2);
    };
    // lost-update-4, or sections-2x3: threads, and how many sections each has.
    let (program, size) = name.rsplit_once('-').expect("a program and its size");
    let (threads, each) = size.split_once('x').unwrap_or((size, "1"));
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let (program, threads, each) = (program.to_string(), number(threads), number(each));
    let limit = Duration::from_secs(number(seconds) as u64);

    elapsed();
    // What a deadlock panics with would unwind through threads that are still waiting.
    std::panic::set_hook(Box::new(|panic| {
        if !panic.to_string().contains("deadlock") {
            eprintln!("{panic}");
            std::process::exit(1);
        }
        report(elapsed(), "stopped");
        std::process::exit(0);
    }));
    let mut searches = 0;
    while searches == 0 || elapsed() < Duration::from_millis(100) {
        EXECUTIONS.store(0, Ordering::Relaxed);
        let program = program.clone();
        loom::model::Builder::new().check(move || {
            if elapsed() > limit {
                report(elapsed(), "unfinished");
                std::process::exit(0);
            }
            EXECUTIONS.fetch_add(1, Ordering::Relaxed);
            match program.as_str() {
                "lost-update" => lost_update(threads),
                "sections" => sections(threads, each),
                _ => philosophers(threads),
            }
        });
        searches += 1;
    }
    report(elapsed() / searches, "finished");
}
