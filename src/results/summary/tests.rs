use super::*;

/// A summary with awkward numbers in it.
fn sample() -> Summary {
    Summary {
        halltwin: "0.1.0".into(),
        command: "halltwin run a.toml".into(),
        config: ConfigIdentity {
            name: "a".into(),
            path: "a.toml".into(),
            hash: "00ff".into(),
            overrides: vec!["row.a.racks=20".into()],
        },
        mode: Mode::Run,
        site: Site {
            name: "Nanto".into(),
            elevation_m: 70.0,
            climate: "design day".into(),
            synthetic: true,
            weather_h: 8760.0,
        },
        start: "2026-07-15T00:00:00".into(),
        duration_s: 86_400.0,
        step_s: 15.0,
        steps: 5760,
        wall_time_s: 0.7,
        threads: 1,
        interrupted: false,
        checkpoint: None,
        it_energy_kwh: 386_965.0 + 1.0 / 3.0,
        facility_energy_kwh: 4.0e5 / 0.97,
        energy_ratio: Some(1.0 + 1.0 / 30.0),
        pue: None,
        pue_statement: PueStatement {
            category: 3,
            kind: PueKind::Interim,
            edition: "ISO/IEC 30134-2 (current edition)".into(),
            period: "1 day".into(),
            categories: vec![PueCategory {
                category: 1,
                read_at: "not applicable: no UPS feeds IT".into(),
                it_energy_kwh: None,
                value: None,
            }],
            it_side: vec!["racks".into()],
            facility_side: vec!["pumps".into()],
            house_load: "assumed 0.5 % of IT".into(),
            house_load_assumed: true,
        },
        ppue_cooling: Some(1.02),
        wue_l_per_kwh: Some(0.1),
        cue_kg_per_kwh: None,
        reused_heat_kwh: 0.0,
        erf: 0.0,
        ere: Some(4.0e5 / 0.97 / 386_965.0),
        ref_factor: None,
        grid_renewable_share: None,
        meter_to_12v: Some(1.0 / 0.954),
        meter_to_chip: None,
        water_m3: 3.0,
        water: Water {
            pads_m3: 3.0,
            ..Water::default()
        },
        plant: Plant {
            ppue: Some(1.02),
            ..Plant::default()
        },
        hall_moisture: HallMoisture::default(),
        sound: None,
        recirculation: vec![],
        cost: None,
        ledger_residual: 1.1e-13,
        ledger_worst: None,
        coupling_residual: 1e-10,
        coupling_residual_k: 3e-9,
        coupling_passes_max: 4,
        worst_margin_k: Some(-0.1),
        worst_margin: None,
        unknowns: 1200,
        hydraulic_solves: 5700,
        uncertainty: None,
        grid: None,
        peak: None,
        heat_meter: None,
        waterfall: vec![],
        components: vec![],
        flows: vec![],
        ledger: vec![],
        validity: vec![],
        turndown: vec![],
        run_hours: vec![],
        hydraulics: None,
        events: vec![],
        citations: vec![],
        remarks: vec![],
    }
}

#[test]
fn keys_carry_units_and_numbers_read_back_bit_for_bit() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("summary.json");
    sample().write(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for key in [
        "\"energy_ratio\"",
        "\"it_energy_kWh\"",
        "\"facility_energy_kWh\"",
        "\"wue_L_per_kWh\"",
        "\"cue_kg_per_kWh\"",
        "\"worst_margin_K\"",
        "\"ledger_residual\"",
        "\"coupling_residual\"",
        "\"unknowns\"",
        "\"steps\"",
        "\"wall_time_s\"",
        "\"mode\": \"run\"",
    ] {
        assert!(text.contains(key), "{key} is missing");
    }
    let back = Summary::read(&path).unwrap();
    assert_eq!(
        back.it_energy_kwh.to_bits(),
        sample().it_energy_kwh.to_bits()
    );
    assert_eq!(back, sample());
}

#[test]
fn numbers_that_json_cannot_hold_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("summary.json");
    for bad in [f64::NAN, f64::INFINITY] {
        let mut summary = sample();
        summary.ppue_cooling = Some(bad);
        assert!(summary.write(&path).is_err());
        let mut summary = sample();
        summary.energy_ratio = Some(bad);
        let error = summary.write(&path).unwrap_err();
        assert!(error.to_string().contains("not finite"), "{error}");
    }
    assert!(!path.exists());
}

#[test]
fn a_file_of_another_kind_is_refused_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("summary.json");
    std::fs::write(&path, "{\n \"halltwin\": 3\n}").unwrap();
    let error = Summary::read(&path).unwrap_err().to_string();
    assert!(
        error.contains("summary.json") && error.contains("line 2"),
        "{error}"
    );
}

#[test]
fn water_kinds_sum_to_the_total() {
    let water = Water {
        evaporation_m3: 1.0,
        drift_m3: 2.0,
        blowdown_m3: 4.0,
        pads_m3: 8.0,
    };
    assert_eq!(water.total_m3(), 15.0);
    assert_eq!(water.kinds().iter().map(|k| k.1).sum::<f64>(), 15.0);
}
