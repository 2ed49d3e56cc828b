//! Jobs that a pool of threads does side by side, taken one after the other in their order.

use rayon::ThreadPool;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

/// Does `jobs` jobs by `work` and hands what each comes to over to `take`, in order, on the calling thread, which is none of the
/// pool's; `take` returns whether to stop, and then those that nobody has begun to do are left. At most `ahead` jobs are begun before the first of them is taken; with one nothing is done side by side.
///
/// # Errors
/// The first of `take`; jobs after it are not taken.
///
/// # Panics
/// Where a job does.
pub(super) fn in_order<T: Send, E>(
    pool: &ThreadPool,
    (jobs, ahead): (usize, usize),
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> Result<bool, E>,
) -> Result<(), E> {
    debug_assert!(pool.current_thread_index().is_none());
    let (over, (send, receive)) = (AtomicBool::new(false), mpsc::channel());
    let mut waiting: Vec<Option<_>> = (0..jobs).map(|_| None).collect();
    pool.in_place_scope(|scope| {
        let begin = |job: usize| {
            let (send, work, over) = (send.clone(), &work, &over);
            scope.spawn(move |_| {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let done = catch_unwind(AssertUnwindSafe(|| work(job)));
                // Nobody waits for what comes after a job that could not be taken.
                let _ = send.send((job, done));
            });
        };
        (0..ahead.min(jobs)).for_each(begin);
        for job in 0..jobs {
            let done = loop {
                if let Some(done) = waiting[job].take() {
                    break done;
                }
                let (which, done) = receive.recv().expect("this thread can send too");
                waiting[which] = Some(done);
            };
            let stop = match done {
                Ok(done) => take(done),
                Err(panic) => {
                    over.store(true, Ordering::Relaxed);
                    resume_unwind(panic)
                }
            };
            if !matches!(stop, Ok(false)) {
                over.store(true, Ordering::Relaxed);
                return stop.map(drop);
            }
            if job + ahead < jobs {
                begin(job + ahead);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn pool(threads: usize) -> ThreadPool {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
        builder.build().unwrap()
    }

    /// A job that takes the longer the earlier it is.
    fn slow(job: usize) -> usize {
        std::thread::sleep(std::time::Duration::from_micros(200 * (20 - job as u64)));
        job
    }

    #[test]
    fn all_are_taken_in_order() {
        for (threads, ahead) in [(1, 1), (3, 2), (3, 12), (2, 100)] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_order(&pool(threads), (20, ahead), slow, |job| {
                taken.push(job);
                Ok(false)
            });
            assert!(done.is_ok() && taken.iter().copied().eq(0..20), "{taken:?}");
        }
    }

    #[test]
    fn no_more_are_begun_than_may_wait() {
        let (begun, mut taken) = (AtomicUsize::new(0), 0);
        let work = |job| {
            begun.fetch_add(1, Ordering::SeqCst);
            job
        };
        let done: Result<(), ()> = in_order(&pool(2), (50, 4), work, |_| {
            assert!(begun.load(Ordering::SeqCst) <= taken + 4);
            taken += 1;
            Ok(taken == 30)
        });
        assert!(done.is_ok() && begun.load(Ordering::SeqCst) <= 33 && taken == 30);
    }

    #[test]
    fn an_error_ends_it() {
        let mut taken = 0;
        let done = in_order(
            &pool(2),
            (50, 8),
            |job| job,
            |job: usize| {
                taken += 1;
                if job == 5 { Err("five") } else { Ok(false) }
            },
        );
        assert_eq!((done, taken), (Err("five"), 6));
    }

    #[test]
    #[should_panic(expected = "job 3")]
    fn a_job_that_panics_is_heard() {
        let work = |job: usize| assert!(job != 3, "job {job}");
        let _: Result<(), ()> = in_order(&pool(2), (9, 4), work, |()| Ok(false));
    }
}
