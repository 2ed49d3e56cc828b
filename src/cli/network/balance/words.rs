//! What is printed of settings and bores.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::order::{Order, Setting};
use crate::study::balance::bores::{Sized, Sizes};
use crate::study::balance::{Balanced, Branch, Surplus};

impl Order {
    /// Volume flow of a mass flow through `branch` [m³/s].
    fn volume(&self, branch: &Branch, mass: f64) -> f64 {
        mass / self.hydraulics.density[branch.link.0 as usize] * self.reported
    }
}

pub(super) fn as_json(order: &Order, balanced: &Balanced, sizes: Option<&Sizes>) -> Value {
    let branches = balanced.branches.iter().zip(&order.settings);
    let valves: Vec<Value> = branches.map(|(b, s)| valve_json(order, b, *s)).collect();
    let loops: Vec<Value> = balanced.loops.iter().map(|s| loop_json(order, s)).collect();
    let missed = balanced.branches.iter().any(Branch::misses);
    let mut all = json!({ "balanced": !missed, "valves": valves, "loops": loops });
    if let Some(sizes) = sizes {
        let pipes = sizes.pipes.iter().map(|p| pipe_json(order, p));
        all["pipes"] = Value::Array(pipes.collect());
    }
    all
}

fn valve_json(order: &Order, b: &Branch, setting: Setting) -> Value {
    let mut one = json!({
        "valve": order.hydraulics.link_name(b.link),
        "wanted_m3_per_s": order.volume(b, b.wanted),
        "reached_m3_per_s": order.volume(b, b.reached),
        "drop_Pa": b.drop,
        "open_drop_Pa": b.open_drop,
        "reached": !b.misses(),
    });
    match setting {
        Setting::Opening(kvs) => {
            one["opening"] = json!(b.opening);
            one["kv_m3_per_h"] = json!(b.coefficient.map(|c| c * kvs));
        }
        Setting::Loss(unit) => one["loss_coefficient"] = json!(b.resistance * unit),
        Setting::Flow => one["set_flow_m3_per_s"] = json!(order.volume(b, b.wanted)),
    }
    one
}

fn loop_json(order: &Order, s: &Surplus) -> Value {
    let name = |l| order.hydraulics.link_name(l);
    json!({
        "index_valve": name(s.index),
        "surplus_Pa": s.pressure,
        "pump": s.pump.map(name),
        "pump_rise_Pa": s.pump.map(|_| s.rise),
        "speed_that_suffices": s.speed,
    })
}

fn pipe_json(order: &Order, p: &Sized) -> Value {
    json!({
        "pipe": order.hydraulics.link_name(p.link),
        "flow_kg_per_s": p.flow,
        "drawn_m": p.drawn,
        "nominal_mm": p.nominal,
        "bore_m": p.bore,
        "velocity_m_per_s": p.speed,
        "gradient_Pa_per_m": p.gradient,
        "widened_for_head": p.widened,
    })
}

pub(super) fn as_text(order: &Order, balanced: &Balanced, sizes: Option<&Sizes>) -> String {
    let h = &order.hydraulics;
    let name = |b: &Branch| h.link_name(b.link).to_owned();
    let width = balanced.branches.iter().map(|b| name(b).chars().count());
    let width = width.max().unwrap_or(0).max(5);
    let mut text = format!(
        "{:<width$}  {:>12}  {:>12}  {:>9}  {:>9}  setting\n",
        "valve", "wanted L/min", "reached", "takes kPa", "open kPa"
    );
    for (b, setting) in balanced.branches.iter().zip(&order.settings) {
        let [wanted, reached] = [b.wanted, b.reached].map(|m| 6e4 * order.volume(b, m));
        let set = match *setting {
            Setting::Opening(kvs) => {
                let (x, c) = (b.opening.unwrap_or(1.0), b.coefficient.unwrap_or(1.0));
                format!("opening {x:.4}, Kv {:.4} m3/h", c * kvs)
            }
            Setting::Loss(unit) => format!("loss coefficient {:.6}", b.resistance * unit),
            Setting::Flow => format!("flow {wanted:.4} L/min"),
        };
        let miss = if b.misses() { "  NOT REACHED" } else { "" };
        let _ = writeln!(
            text,
            "{:<width$}  {wanted:>12.3}  {reached:>12.3}  {:>9.3}  {:>9.3}  {set}{miss}",
            name(b),
            b.drop / 1e3,
            b.open_drop / 1e3
        );
    }
    for s in &balanced.loops {
        let _ = write!(
            text,
            "\nindex valve {}: {:.2} kPa can be saved",
            h.link_name(s.index),
            s.pressure / 1e3
        );
        if let Some(pump) = s.pump {
            let _ = write!(text, " of {:.2} kPa of {}", s.rise / 1e3, h.link_name(pump));
        }
        if let Some(speed) = s.speed {
            let _ = write!(text, ", at a speed of {speed:.4}");
        }
    }
    text.push('\n');
    text + &sizes.map_or(String::new(), |s| pipes_text(order, s))
}

fn pipes_text(order: &Order, sizes: &Sizes) -> String {
    let name = |p: &Sized| order.hydraulics.link_name(p.link).to_owned();
    let width = sizes.pipes.iter().map(|p| name(p).chars().count());
    let width = width.max().unwrap_or(0).max(4);
    let mut text = format!(
        "\n{:<width$}  {:>8}  {:>8}  {:>6}  {:>6}  {:>6}\n",
        "pipe", "drawn mm", "bore mm", "DN", "m/s", "Pa/m"
    );
    for p in &sizes.pipes {
        let note = if p.widened {
            "  wider for the head"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{:<width$}  {:>8.1}  {:>8.1}  {:>6}  {:>6.3}  {:>6.1}{note}",
            name(p),
            1e3 * p.drawn,
            1e3 * p.bore,
            p.nominal,
            p.speed,
            p.gradient
        );
    }
    text
}
