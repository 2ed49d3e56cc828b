//! Solving a network again allocates nothing: once buffers exist, a step costs arithmetic only.

use halltwin::model::hydraulic::{HydraulicsBuilder, LinkId};
use halltwin::physics::hydraulic::curve::Curve;
use halltwin::physics::hydraulic::efficiency::Efficiency;
use halltwin::physics::hydraulic::flow_limiter::FlowLimiter;
use halltwin::physics::hydraulic::pipe::Pipe;
use halltwin::physics::hydraulic::power_law::PowerLaw;
use halltwin::physics::hydraulic::pump::Pump;
use halltwin::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};
use halltwin::solver::network::{Flows, Network, Tolerance, Workspace, solve};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

static CALLS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Ordering::Relaxed);
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

#[test]
fn a_new_solution_allocates_nothing() {
    let mut b = HydraulicsBuilder::new(1013.0, 1.3e-3);
    let (mut supply, mut back) = (b.node("s", 0.0), b.node("r", 0.0));
    b.anchor(back, 2e5);
    let pump = Curve::rated(3e5, 0.03, 2.2e5)
        .and_then(|curve| Pump::new(curve, 1013.0, Efficiency::parabola(0.7, 0.03)?, 2))
        .and_then(|pump| RegulatedPump::new(pump, &[PowerLaw::new(40.0, 5e4, 1.8)?], 0.2, 1.0));
    let hold = Hold {
        pressure: 1.3e5,
        droop: 20.0,
        running: 2.0,
        fouling: 1.0,
        slack: 0.0,
        bias: 0.0,
    };
    let cdu = b.regulated_pump("cdu", back, supply, pump, hold);
    let mut valves: Vec<LinkId> = Vec::new();
    for i in 0..24 {
        let (s, r) = (b.node(format!("s{i}"), 0.0), b.node(format!("r{i}"), 0.0));
        b.pipe(
            format!("ps{i}"),
            supply,
            s,
            Pipe::new(0.75, 0.15, 4.5e-5, 0.1),
        );
        b.pipe(
            format!("pr{i}"),
            r,
            back,
            Pipe::new(0.75, 0.15, 4.5e-5, 0.1),
        );
        let x = b.node(format!("x{i}"), 1.0);
        let law = FlowLimiter::rated(2.0, 2e4, 1013.0);
        valves.push(b.flow_limiter(format!("valve{i}"), s, x, law, 1.4));
        b.power_law(format!("rack{i}"), x, r, PowerLaw::new(1.5, 8e4, 1.85));
        (supply, back) = (s, r);
    }
    let mut h = b.build().expect("a drawn row has no faults");
    let network = Network::new(&h);
    let mut workspace = Workspace::new(&h, &network);
    let mut flows = Flows::new(&h);
    let tolerance = Tolerance::default();
    solve(&h, &network, &mut workspace, &mut flows, &tolerance).expect("converges");
    let before = CALLS.load(Ordering::Relaxed);
    let mut iterations = 0;
    for step in 0..200u32 {
        let valve = valves[step as usize % valves.len()];
        h.set_flow(valve, f64::from(step % 7) * 0.3)
            .expect("a limiter");
        h.set_pressure(cdu, 1.0e5 + 200.0 * f64::from(step))
            .expect("a pump group");
        h.density.all_mut().fill(1013.0 - 0.02 * f64::from(step));
        let report =
            solve(&h, &network, &mut workspace, &mut flows, &tolerance).expect("converges");
        iterations += report.iterations;
    }
    assert_eq!(CALLS.load(Ordering::Relaxed), before);
    assert!(iterations > 400, "the steps were not trivial: {iterations}");
}
