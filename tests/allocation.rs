//! A step of a hall allocates nothing once its columns are warm.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    // Counted by thread: the test harness has threads of its own.
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that ends has no counter any more, and nothing to count.
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: `at` came from `alloc` above with the same layout.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Steps that may fill columns: the swings and the checkpoint of a training load are among them.
const WARM: usize = 40;
const COUNTED: usize = 80;

fn calls_of_warm_steps(config: &str, sets: &[&str], dt: f64) -> usize {
    let hall = support::hall(config, sets);
    let mut march = support::March::begin(&hall, 212.0 * 86_400.0, dt);
    let mut passes = 0;
    for _ in 0..WARM {
        march.step(dt).expect("a step has a solution");
    }
    let before = CALLS.with(Cell::get);
    for _ in 0..COUNTED {
        passes += march.step(dt).expect("a step has a solution").passes;
    }
    let calls = CALLS.with(Cell::get) - before;
    assert!(passes as usize > COUNTED, "the steps were not trivial");
    calls
}

#[test]
fn a_step_after_warm_up_allocates_nothing() {
    assert_eq!(calls_of_warm_steps("02_cdu_and_row.toml", &[], 15.0), 0);
}

#[test]
fn a_step_of_a_hall_with_a_cdu_in_the_rack_allocates_nothing() {
    assert_eq!(calls_of_warm_steps("01_one_rack.toml", &[], 15.0), 0);
}

#[test]
fn a_step_of_the_local_loops_allocates_nothing() {
    let slow = ["cdu.a.pump_reset=20 s"];
    assert_eq!(calls_of_warm_steps("02_cdu_and_row.toml", &slow, 1.0), 0);
}
