//! Totals and evidence of the made-up run.

use crate::results::*;

fn citation(record: &str, field: &str, value: &str, source: &str, assumed: bool) -> Citation {
    Citation {
        record: record.into(),
        field: field.into(),
        value: value.into(),
        source: source.into(),
        assumed,
    }
}

fn component(
    name: &str,
    kind: &str,
    meter: &str,
    place: &str,
    energy: [f64; 4],
) -> ComponentEnergy {
    ComponentEnergy {
        name: name.into(),
        count: 1,
        kind: kind.into(),
        meter: meter.into(),
        place: place.into(),
        electric_in_kwh: energy[0],
        electric_out_kwh: energy[1],
        loss_kwh: energy[2],
        heat_kwh: energy[3],
    }
}

fn statement(year: bool) -> PueStatement {
    let category = |category, read_at: &str, value| PueCategory {
        category,
        read_at: read_at.into(),
        it_energy_kwh: value,
        value: value.map(|_| 1.041),
    };
    PueStatement {
        category: 3,
        kind: if year {
            PueKind::Design
        } else {
            PueKind::EnergyRatio
        },
        edition: "ISO/IEC 30134-2 (current edition; that of 2016 was withdrawn in February 2026)"
            .into(),
        period: if year {
            "one year, synthesised weather"
        } else {
            "one day"
        }
        .into(),
        categories: vec![
            category(1, "not applicable: no UPS feeds IT", None),
            category(2, "busway output", Some(1.0e8)),
            category(3, "rack input, 800 V DC", Some(1.0e8)),
        ],
        it_side: vec!["racks with their power shelves".into()],
        facility_side: vec![
            "transformer".into(),
            "rectifiers".into(),
            "pumps".into(),
            "fans".into(),
        ],
        house_load: "0.5 % of IT energy".into(),
        house_load_assumed: true,
    }
}

fn sound() -> Sound {
    let period = |mean_dba, highest_dba, limit| {
        Some(SoundPeriod {
            mean_dba,
            highest_dba,
            limit_dba: Some(limit),
        })
    };
    let hours = (0..24u8).map(|hour| SoundHour {
        hour,
        mean_dba: 38.0 + 0.3 * f64::from(hour.min(26 - hour)),
        highest_dba: 44.0 + 0.3 * f64::from(hour.min(26 - hour)),
    });
    Sound {
        level_dba: 47.2,
        place: "site boundary, 60 m from the outdoor equipment".into(),
        method: "ISO 9613-2 over hard ground".into(),
        assumed: true,
        day: period(42.1, 47.2, 55.0),
        night: period(39.0, 44.3, 45.0),
        hours: hours.collect(),
        sources: vec![SoundSource {
            component: "dry_cooler.d1".into(),
            mean_power_dba: 86.0,
            mean_dba: 41.5,
        }],
        silent: vec![],
    }
}

/// A summary without the totals that follow from the series.
pub(super) fn summary(year: bool) -> Summary {
    Summary {
        halltwin: env!("CARGO_PKG_VERSION").into(),
        command: "halltwin year configs/halls/nanto_a.toml".into(),
        config: ConfigIdentity {
            name: "nanto_a".into(),
            path: "configs/halls/nanto_a.toml".into(),
            hash: "9f2c7a0d51b64e33".into(),
            overrides: vec!["row.a.racks=24".into()],
        },
        mode: if year { Mode::Year } else { Mode::Run },
        site: Site {
            name: "Nanto, Toyama".into(),
            elevation_m: 75.0,
            climate: "JMA normals 1991–2020".into(),
            synthetic: true,
            weather_h: 8760.0,
        },
        start: if year {
            "2026-01-01T00:00:00"
        } else {
            "2026-08-05T00:00:00"
        }
        .into(),
        duration_s: 0.0,
        step_s: 0.0,
        steps: 0,
        wall_time_s: 0.43,
        threads: 1,
        interrupted: false,
        checkpoint: None,
        it_energy_kwh: 0.0,
        facility_energy_kwh: 0.0,
        energy_ratio: None,
        pue: None,
        pue_statement: statement(year),
        ppue_cooling: None,
        wue_l_per_kwh: None,
        cue_kg_per_kwh: Some(0.431),
        reused_heat_kwh: 0.0,
        erf: 0.0,
        ere: Some(1.041),
        ref_factor: None,
        grid_renewable_share: Some(0.22),
        meter_to_12v: Some(1.0718),
        meter_to_chip: Some(1.192),
        water_m3: 0.0,
        water: Water::default(),
        plant: Plant::default(),
        hall_moisture: HallMoisture::default(),
        sound: Some(sound()),
        recirculation: vec![Recirculation {
            component: "dry_cooler.d1".into(),
            allowance_k: 1.5,
        }],
        cost: Some(Cost {
            currency: "JPY".into(),
            price_per_kwh: 18.0,
            electricity: 1.9e9,
            water: Some(6.0e5),
            overhead_per_it_kwh: 0.8,
        }),
        ledger_residual: 3.1e-14,
        ledger_worst: Some(LedgerWorst {
            element: "cdu.a3".into(),
            time_s: 7200.0,
        }),
        coupling_residual: 4.0e-10,
        coupling_residual_k: 3e-9,
        coupling_passes_max: 5,
        worst_margin_k: Some(0.0),
        worst_margin: Some(WorstMargin {
            rack: "row.a/17".into(),
            time_s: 0.0,
            quantity: "chip case".into(),
            limit_deg_c: 85.0,
            reached_deg_c: 80.0,
            assumed: true,
            source: "no public figure; 85 °C assumed".into(),
        }),
        unknowns: 4312,
        hydraulic_solves: 1440,
        uncertainty: None,
        grid: None,
        peak: None,
        heat_meter: Some(HeatMeter {
            from_flow_kwh: 251_003.0,
            from_meters_kwh: 251_003.0,
            relative_difference: 2.0e-12,
        }),
        waterfall: vec![],
        components: vec![
            component(
                "row.a",
                "racks",
                "it",
                "coolant",
                [7.0e7, 0.0, 7.0e7, 6.5e7],
            ),
            component(
                "cdu.a1",
                "cdu",
                "cooling",
                "coolant",
                [61_320.0, 0.0, 61_320.0, 1.6e7],
            ),
            component(
                "rectifier.r1",
                "rectifier",
                "power",
                "electrical room",
                [1.0e8, 9.85e7, 1.5e6, 0.0],
            ),
            component(
                "dry_cooler.d1",
                "dry cooler",
                "cooling",
                "outdoors",
                [90_000.0, 0.0, 90_000.0, 1.0e7],
            ),
        ],
        flows: vec![],
        ledger: vec![
            LedgerLine {
                name: "technology loop a".into(),
                electric_kwh: Some(1.5e6),
                heat_moved_kwh: None,
                in_kwh: 6.52e7,
                out_kwh: 6.519e7,
                stored_kwh: 1.0e4,
                residual_kwh: 3.0e-7,
            },
            LedgerLine {
                name: "utility meter".into(),
                electric_kwh: Some(1.5e6),
                heat_moved_kwh: None,
                in_kwh: 1.0e8,
                out_kwh: 1.0e8,
                stored_kwh: 0.0,
                residual_kwh: 0.0,
            },
        ],
        validity: vec![ValidityLine {
            curve: "dry-cooler approach".into(),
            component: "dry_cooler.d1".into(),
            variable: "dry bulb".into(),
            unit: "degC".into(),
            range: [-10.0, 35.0],
            reached: Some([-4.2, 36.8]),
            hours_outside: 14.0,
            kwh_outside: 152_000.0,
        }],
        hydraulics: None,
        run_hours: vec![RunHours {
            component: "dry_cooler.d1".into(),
            rotate_hours: Some(168.0),
            hours: vec![5_840.0, 5_840.0, 5_840.0],
        }],
        turndown: vec![Turndown {
            component: "dry_cooler.d1".into(),
            behaviour: "fans cycle".into(),
            hours: 812.0,
            electric_kwh: 1_450.0,
            heat_kwh: 2.1e6,
        }],
        events: vec![
            Event {
                time_s: 41_400.0,
                lasted_s: Some(18_900.0),
                component: "dry_cooler.d1".into(),
                kind: EventKind::Operation,
                text: "pads on above 30 °C dry bulb".into(),
            },
            Event {
                time_s: 50_400.0,
                lasted_s: None,
                component: "cdu.a3".into(),
                kind: EventKind::Saturation,
                text: "primary valve fully open, supply 0.4 K above its set point".into(),
            },
        ],
        citations: vec![
            citation(
                "rack/gb300-nvl72",
                "power",
                "132 kW",
                "maker's data sheet, 2025",
                false,
            ),
            citation(
                "rack/gb300-nvl72",
                "chip_limit",
                "85 degC",
                "no public figure",
                true,
            ),
            citation(
                "cdu/in-row-1350",
                "capacity",
                "1350 kW",
                "data sheet, table 2",
                false,
            ),
        ],
        remarks: vec!["W107: CDU approach 3.8 K is tight for its size".into()],
    }
}
