use super::{
    carnot::{Carnot, Rating, RatingError},
    eir::{Eir, EirError},
    *,
};
use crate::physics::reference;
use proptest::prelude::*;

/// McQuay WSC 471 kW, COP 5.89, inlet vanes: a set shipped with EnergyPlus (BSD-like licence).
const MCQUAY: Eir = Eir {
    capacity: 471_200.0,
    cop: 5.89,
    cap_ft: [
        2.521_130e-1,
        1.324_053e-2,
        -8.637_329e-3,
        8.581_056e-2,
        -4.261_176e-3,
        8.661_899e-3,
    ],
    eir_ft: [
        4.475_238e-1,
        -2.588_210e-2,
        -1.459_053e-3,
        4.342_595e-2,
        -1.000_651e-3,
        1.920_106e-3,
    ],
    eir_plr: [2.778_889e-1, 2.338_363e-1, 4.883_748e-1, 0.0],
    part_load: [0.10, 0.10, 1.15],
    leaving: [7.22, 12.78],
    sink: [12.78, 26.67],
    motor_share: 1.0,
    beyond: Beyond::GoOn,
};

/// Warm water: 1 MW at 32 °C leaving, air at 40 °C, COP 8.
fn warm() -> Rating {
    Rating {
        capacity: 1e6,
        cop: 8.0,
        t_out: 32.0,
        sink: Sink::air(40.0),
        pinch: [3.0, 12.0],
        leaving: [17.0, 47.0],
        entering: [10.0, 45.0],
        least_lift: 10.0,
        part_load: [0.7, 0.6, -0.3],
        least_part_load: 0.2,
        motor_share: 1.0,
    }
}

fn request(t_in: f64, t_set: f64) -> Request {
    Request {
        t_in,
        flow: 18.0,
        cp: 4_186.0,
        t_set,
        sink: Sink::air(24.0),
    }
}

/// Held at the ends of its ranges a set gives what it gives there; inside them nothing changes.
#[test]
fn curves_may_be_held_at_their_ends() {
    let held = Eir {
        beyond: Beyond::Hold,
        ..MCQUAY
    };
    let power = |set: &Eir, t_out, sink| set.load(420e3, t_out, sink).power;
    assert_eq!(power(&held, 8.89, 22.0), power(&MCQUAY, 8.89, 22.0));
    assert_eq!(power(&held, 8.89, 31.0), power(&MCQUAY, 8.89, 26.67));
    assert_eq!(power(&held, 18.0, 22.0), power(&MCQUAY, 12.78, 22.0));
    assert!(power(&MCQUAY, 8.89, 31.0) > 1.05 * power(&held, 8.89, 31.0));
    assert_eq!(held.available(6.0, 31.0), MCQUAY.available(7.22, 26.67));
    assert!(!held.load(420e3, 8.89, 31.0).validity.inside());
}

#[test]
fn reference_point_of_the_set() {
    let load = MCQUAY.load(471_200.0, 8.89, 26.67);
    assert!(
        (471_200.0 / load.power / 5.89 - 1.0).abs() < 5e-3,
        "{load:?}"
    );
    assert!(load.validity.inside());
}

/// COP from the logged temperatures of the peer library, samples on events left out.
#[test]
fn eir_of_the_peer_library() {
    let Some(table) = reference::csv("plant/13_chiller_eir/dymola_EIR_McQuay471.csv") else {
        return;
    };
    let kelvin = |name| -> Vec<f64> { table.column(name).iter().map(|t| t - 273.15).collect() };
    let (out, sink) = (kelvin("chi.TEvaLvg"), kelvin("chi.TConEnt"));
    let (plr, cop) = (table.column("chi.PLR1"), table.column("chi.COP"));
    let mut compared = 0;
    for k in 1..cop.len() - 1 {
        if cop[k - 1] > 0.0 && cop[k] > 0.0 && cop[k + 1] > 0.0 {
            let cooling = plr[k] * MCQUAY.available(out[k], sink[k]);
            let got = cooling / MCQUAY.load(cooling, out[k], sink[k]).power;
            assert!(
                (got / cop[k] - 1.0).abs() < 1e-4,
                "row {k}: {got} {}",
                cop[k]
            );
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn eir_of_an_energyplus_year() {
    let Some(table) = reference::csv("plant/31_ep_chiller_tower_york/energyplus_hourly.csv") else {
        return;
    };
    let column = |name| table.column(name);
    let (out, sink) = (column("chi_TevaOut_C"), column("chi_TconIn_C"));
    let (cooling, power) = (column("chi_Qeva_W"), column("chi_P_W"));
    for k in 0..out.len() {
        let got = MCQUAY.load(cooling[k], out[k], sink[k]).power;
        let off = (got - power[k]).abs();
        assert!(off < 1e-4 * power[k], "hour {k}: {got} {}", power[k]);
    }
}

#[test]
fn holds_its_set_point_until_it_is_too_small() {
    let chiller = Chiller::Eir(MCQUAY);
    let held = chiller.run(&request(13.0, 9.0));
    assert_eq!((held.t_out, held.reach), (9.0, Reach::Held));
    assert!((held.rejected - held.cooling - held.power).abs() < 1e-6);
    let small = chiller.run(&request(24.0, 9.0));
    assert_eq!(small.reach, Reach::AtHigh);
    assert!(small.t_out > 9.0 && (small.part_load / 1.15 - 1.0).abs() < 1e-9);
    let idle = chiller.run(&request(8.0, 9.0));
    assert_eq!((idle.power, idle.t_out), (0.0, 8.0));
    // A quarter of a milliwatt of 471 kW is what rounding leaves of a set point that is held already.
    let rounding = chiller.run(&request(9.0 + 3e-9, 9.0));
    assert_eq!((rounding.cooling, rounding.power), (0.0, 0.0));
    assert!(chiller.run(&request(9.0 + 1e-6, 9.0)).power > 0.0);
}

#[test]
fn cycles_below_its_least_part_load() {
    let at = |share: f64| MCQUAY.load(share * MCQUAY.available(9.0, 20.0), 9.0, 20.0);
    assert!((at(0.05).power / at(0.10).power - 0.5).abs() < 1e-9);
    assert!((at(0.05).running - 0.5).abs() < 1e-12 && at(0.2).running == 1.0);
    let machine = Carnot::rated(&warm()).unwrap();
    let part = |share: f64| machine.load(share * 1e6, 32.0, Sink::air(35.0));
    assert!((part(0.1).power / part(0.2).power - 0.5).abs() < 1e-9);
}

#[test]
fn carnot_meets_its_rating_and_flags_small_lifts() {
    let machine = Carnot::rated(&warm()).unwrap();
    let load = machine.load(1e6, 32.0, Sink::air(40.0));
    assert!((1e6 / load.power - 8.0).abs() < 1e-9 && load.validity.inside());
    // Reversible machine between 29 °C and 52 °C.
    assert!((machine.share - 8.0 / (302.15 / 23.0)).abs() < 1e-9);
    let at = |t_out, sink| machine.load(1e6, t_out, Sink::air(sink)).validity;
    assert!(at(32.0, 20.0).is_outside(0) && at(12.0, 30.0).is_outside(1));
    assert!(at(32.0, 46.0).is_outside(3) && !at(32.0, 44.0).is_outside(3));
}

/// A share of Carnot beside the rated COP fixes the condenser's pinch; the two must agree.
#[test]
fn share_and_cop_fix_the_condenser_pinch() {
    let machine = Carnot::of_share(&warm(), 0.609).unwrap();
    let load = machine.load(1e6, 32.0, Sink::air(40.0));
    assert!((1e6 / load.power - 8.0).abs() < 1e-9);
    assert!((machine.share - 0.609).abs() < 1e-12 && (machine.pinch[1] - 12.0).abs() < 0.1);
    for share in [0.2, 0.97] {
        let error = Carnot::of_share(&warm(), share).unwrap_err();
        assert!(
            matches!(error, RatingError::Contradiction { .. }),
            "{error}"
        );
    }
}

#[test]
fn refuses_what_cannot_be() {
    let dream = Rating {
        cop: 14.0,
        ..warm()
    };
    assert!(matches!(
        Carnot::rated(&dream),
        Err(RatingError::Share(s)) if s > 1.0
    ));
    let bad = Rating {
        part_load: [1.0, 1.0, 0.0],
        ..warm()
    };
    assert!(matches!(
        Carnot::rated(&bad),
        Err(RatingError::Figure { .. })
    ));
    let mut set = MCQUAY;
    set.cap_ft[2] = f64::NAN;
    assert_eq!(set.checked(), Err(EirError::Curve("CAPFT")));
    assert!(MCQUAY.checked().is_ok());
}

/// Condensing at 30 + 10 °C takes 90 kW for each 900 kW with ample water; with water that warms by Q/C = 36.8 K
/// it condenses 1 K above what leaves.
#[test]
fn a_choked_condenser_condenses_above_what_leaves_it() {
    let machine = Carnot::rated(&warm()).unwrap();
    let sink = Sink {
        t: 30.0,
        capacity: 1e6 / 36.8,
    };
    let load = machine.load(1e6, 32.0, sink);
    let leaving = sink.t + (1e6 + load.power) / sink.capacity;
    let lift = leaving + carnot::WATER_PINCH - 29.0;
    let carnot = 1e6 * lift / (machine.share * 302.15);
    assert!((load.power / carnot - 1.0).abs() < 1e-12, "{load:?}");
    let ample = machine.load(1e6, 32.0, Sink::air(30.0));
    assert!(load.power > 2.0 * ample.power, "{load:?} {ample:?}");
}

/// Where the lift would pass 80 K the machine unloads; without any flow it delivers nothing.
#[test]
fn a_starved_condenser_unloads_the_machine() {
    let machine = Carnot::rated(&warm()).unwrap();
    let most = |capacity| machine.most_cooling(32.0, Sink { t: 30.0, capacity });
    assert_eq!(most(f64::INFINITY), 1e6);
    let some = most(1e4);
    assert!(some > 0.1e6 && some < 0.9e6, "{some}");
    let sink = Sink {
        t: 30.0,
        capacity: 1e4,
    };
    let lift = machine.load(some, 32.0, sink).validity.at(0).unwrap();
    assert!((lift - carnot::MOST_LIFT).abs() < 1e-6, "{lift}");
    assert_eq!(most(0.0), 0.0);
}

proptest! {
    /// Entropy of both streams together never falls, however little water the condenser gets.
    #[test]
    fn entropy_never_falls(
        share in 0.02..1.0f64, t_out in 18.0..40.0f64, sink in 10.0..40.0f64, flow in 0.02..3.0f64,
    ) {
        let chiller = Chiller::Carnot(Carnot::rated(&warm()).unwrap());
        let evaporator = 1e6 / 6.0;
        let sink = Sink { t: sink, capacity: flow * 1.1e6 / 6.0 };
        let done = chiller.run(&Request {
            t_in: t_out + 6.0 * share, flow: evaporator / 4_186.0, cp: 4_186.0, t_set: t_out, sink,
        });
        let kelvin = |t: f64| t + 273.15;
        let warm = sink.t + done.rejected / sink.capacity;
        let gained = sink.capacity * (kelvin(warm) / kelvin(sink.t)).ln();
        let given = evaporator * (kelvin(t_out + 6.0 * share) / kelvin(done.t_out)).ln();
        prop_assert!(gained >= given, "{gained} {given} {done:?}");
        prop_assert!((done.rejected - done.cooling - done.power).abs() < 1e-6);
    }

    #[test]
    fn never_beats_the_reversible_machine(
        share in 0.2..1.0f64, t_out in 10.0..40.0f64, lift in 0.0..40.0f64,
    ) {
        let machine = Carnot::rated(&warm()).unwrap();
        let sink = t_out + lift;
        let load = machine.load(share * 1e6, t_out, Sink::air(sink));
        let reversible = (t_out + 273.15) / lift.max(1e-9);
        prop_assert!(share * 1e6 / load.power < reversible);
    }

    #[test]
    fn warmer_sinks_cost_more(sink in 14.0..26.0f64, t_in in 10.0..14.0f64) {
        let chiller = Chiller::Carnot(Carnot::rated(&warm()).unwrap());
        let at = |sink| chiller.run(&Request { sink: Sink::air(sink), ..request(t_in + 22.0, 30.0) }).power;
        prop_assert!(at(sink + 20.0) >= at(sink + 19.0));
    }

    #[test]
    fn power_is_finite_far_outside_the_curves(
        t_out in -20.0..60.0f64, sink in -30.0..60.0f64, cooling in 0.0..2e6f64,
    ) {
        let load = MCQUAY.load(cooling, t_out, sink);
        prop_assert!(load.power.is_finite() && load.power >= 0.0);
        let inside = (7.22..=12.78).contains(&t_out) && (12.78..=26.67).contains(&sink);
        prop_assert!(inside || !load.validity.inside());
    }
}
