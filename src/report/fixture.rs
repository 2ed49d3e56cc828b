//! A made-up but plausible run to draw: a 12 MW hall in a Japanese summer, or over a year.

use crate::results::*;
use std::path::Path;

/// Noise of a counter, −1 to 1, the same everywhere.
fn noise(i: usize) -> f64 {
    let mut z = (i as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// Probes in the order of [`row`].
fn probes() -> Vec<Probe> {
    use well_known as w;
    [
        (w::FACILITY_POWER, Unit::KiloWatt),
        (w::IT_POWER, Unit::KiloWatt),
        (w::COOLING_POWER, Unit::KiloWatt),
        (w::POWER_LOSS, Unit::KiloWatt),
        (w::HOUSE_POWER, Unit::KiloWatt),
        (w::ENERGY_RATIO, Unit::One),
        (w::DRY_BULB, Unit::DegC),
        (w::WET_BULB, Unit::DegC),
        (w::RACK_SUPPLY, Unit::DegC),
        (w::RACK_RETURN, Unit::DegC),
        (w::FACILITY_SUPPLY, Unit::DegC),
        (w::FACILITY_RETURN, Unit::DegC),
        (w::WORST_MARGIN, Unit::Kelvin),
        (w::WATER_USE, Unit::LitrePerMinute),
        (w::HALL_AIR, Unit::DegC),
        (w::HALL_DEW_POINT, Unit::DegC),
    ]
    .into_iter()
    .map(|(name, unit)| Probe::hall(name, name, unit))
    .collect()
}

/// Values of one step ending at `t` \[s\], SI.
fn row(i: usize, t: f64, year: bool) -> [f64; 16] {
    let day = std::f64::consts::TAU * (t / 86_400.0);
    let season = if year {
        -(std::f64::consts::TAU * (t / 86_400.0 - 15.0) / 365.0).cos()
    } else {
        0.95
    };
    let weather = 3.0 * noise(i / 24) + 1.5 * noise(i / 5 + 77);
    let dry = 14.0 + 12.5 * season + weather - 4.5 * (day - 0.6).cos();
    let wet = dry - 2.0 - 2.5 * (0.5 + 0.5 * season) + 0.4 * noise(i + 5) + (day - 0.6).cos();
    let drop = if i % 97 < 4 { 0.25 } else { 0.0 };
    let it = 12.0e6 * (0.86 + 0.07 * (day - 2.0).sin() + 0.03 * noise(i) - drop);
    let pads = if dry > 30.0 { (dry - 30.0) / 8.0 } else { 0.0 };
    let cooling =
        it * (0.008 + 0.012 * (dry.max(5.0) / 35.0).powi(3) + 0.004 * (it / 12e6).powi(2));
    let loss = it * 0.021 + 4.0e4;
    let house = 6.0e4;
    let facility = it + cooling + loss + house;
    let supply = 40.0 + (dry - 33.0).max(0.0) + 0.05 * noise(i + 9);
    let rise = 10.0 * it / 12.0e6;
    [
        facility,
        it,
        cooling,
        loss,
        house,
        facility / it,
        dry,
        wet,
        supply,
        supply + rise,
        supply - 4.0,
        supply - 4.0 + 0.94 * rise,
        7.5 - (supply - 40.0) - 2.0 * (it / 12e6 - 0.9) + 0.2 * noise(i + 3),
        pads * 180.0 / 60_000.0,
        26.0 + 0.4 * noise(i + 2),
        wet.min(15.0) - 1.0,
    ]
}

fn flow(from: &str, to: &str, share: f64, carrier: Carrier) -> EnergyFlow {
    EnergyFlow {
        from: from.into(),
        to: to.into(),
        kwh: share,
        carrier,
    }
}

/// Flows in units of the energy at the meter.
fn flows(meter_kwh: f64) -> Vec<EnergyFlow> {
    use Carrier::{Electricity as E, Heat as H};
    let mut flows = vec![
        flow("utility meter", "transformer", 1.0, E),
        flow("transformer", "800 V rectifiers", 0.967, E),
        flow("transformer", "low-voltage board", 0.026, E),
        flow("transformer", "outdoor air", 0.007, H),
        flow("800 V rectifiers", "busway", 0.953, E),
        flow("800 V rectifiers", "electrical room", 0.014, H),
        flow("busway", "racks", 0.951, E),
        flow("busway", "hall air", 0.002, H),
        flow("low-voltage board", "CDU pumps", 0.009, E),
        flow("low-voltage board", "dry-cooler fans", 0.012, E),
        flow("low-voltage board", "house", 0.005, E),
        flow("racks", "technology coolant", 0.875, H),
        flow("racks", "hall air", 0.076, H),
        flow("CDU pumps", "technology coolant", 0.009, H),
        flow("house", "electrical room", 0.005, H),
        flow("hall air", "facility water", 0.078, H),
        flow("technology coolant", "facility water", 0.884, H),
        flow("electrical room", "outdoor air", 0.019, H),
        flow("facility water", "dry coolers", 0.962, H),
        flow("dry-cooler fans", "outdoor air", 0.012, H),
        flow("dry coolers", "outdoor air", 0.962, H),
    ];
    flows.iter_mut().for_each(|f| f.kwh *= meter_kwh);
    flows
}

fn waterfall(over: f64) -> Vec<WaterfallStep> {
    [
        ("transformer", 0.13),
        ("800 V rectifiers", 0.31),
        ("busway", 0.04),
        ("CDU pumps", 0.15),
        ("dry-cooler fans", 0.24),
        ("pads and make-up water", 0.01),
        ("house (assumed)", 0.12),
    ]
    .into_iter()
    .map(|(name, share)| WaterfallStep {
        category: name.into(),
        kwh: share * over,
        pue_share: share * over,
    })
    .collect()
}

/// Writes a run into `dir` and loads it.
pub(super) fn run(dir: &Path, year: bool) -> Run {
    let (steps, step_s) = if year { (8760, 3600.0) } else { (1440, 60.0) };
    let probes = probes();
    let mut recorder = Recorder::create(dir, &probes, RecorderOptions::default()).unwrap();
    let (mut it, mut facility, mut cooling, mut water) = (0.0, 0.0, 0.0, 0.0);
    let mut worst = (f64::INFINITY, 0.0);
    for i in 0..steps {
        let t = step_s * (i + 1) as f64;
        let row = row(i, t, year);
        recorder.push(t, &row).unwrap();
        facility += row[0] * step_s / 3.6e6;
        it += row[1] * step_s / 3.6e6;
        cooling += row[2] * step_s / 3.6e6;
        water += row[13] * step_s;
        if row[12] < worst.0 {
            worst = (row[12], t);
        }
    }
    recorder.finish().unwrap();
    let ratio = facility / it;
    let mut summary = super::fixture_summary::summary(year);
    summary.steps = steps as u64;
    summary.step_s = step_s;
    summary.duration_s = step_s * steps as f64;
    summary.it_energy_kwh = it;
    summary.facility_energy_kwh = facility;
    summary.energy_ratio = (!year).then_some(ratio);
    summary.pue = year.then_some(ratio);
    summary.ppue_cooling = Some(1.0 + cooling / it);
    summary.wue_l_per_kwh = Some(1000.0 * water / it);
    summary.water_m3 = water;
    summary.water = Water {
        pads_m3: water,
        ..Water::default()
    };
    summary.worst_margin_k = Some(worst.0);
    summary.worst_margin.as_mut().unwrap().time_s = worst.1;
    summary.flows = flows(facility);
    summary.waterfall = waterfall(ratio - 1.0);
    for step in &mut summary.waterfall {
        step.kwh *= it;
    }
    summary.write(&dir.join(SUMMARY_JSON)).unwrap();
    load(dir).unwrap()
}
