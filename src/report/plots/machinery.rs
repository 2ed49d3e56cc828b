//! Plots of the machinery at the step of highest power: the power chain, its losses over load, pumps and circuits.

use super::super::number;
use super::super::plot::{
    self, LinePlace, PumpPlot, StageChain, StageLossPlot, Symbol, index_circuits, pump_curves,
    stage_loss,
};
use super::Plot;
use crate::report::civil::Moment;
use crate::report::figure::Figure;
use crate::results::{ChainPlace, Peak, PumpCircuit, StageLoss, Summary};

/// The peak's plots, as far as there is something to draw.
pub(super) fn plots(summary: &Summary) -> Vec<Plot> {
    let Some(peak) = &summary.peak else {
        return Vec::new();
    };
    let found = [
        chain(summary, peak),
        stages(peak),
        pumps(peak),
        circuits(peak),
    ];
    found.into_iter().flatten().collect()
}

/// The diagram of the power chain.
fn chain(summary: &Summary, peak: &Peak) -> Option<Plot> {
    let when = Moment::label(&summary.start, peak.time_s);
    let note = format!("at the highest power of the meter, {when}");
    Some(Plot {
        id: "single_line",
        figure: power_chain(peak, "Power chain", &note)?,
        caption: "What feeds what; equal places under one feeder stand together, with the least and the greatest of \
                  their loadings. Loading is power or current over the rating of all modules installed; the dashed \
                  line is the rating."
            .to_owned(),
    })
}

/// The single-line diagram of a power chain with loadings and losses, `note` under its `title`; `None` where nothing is
/// fed.
pub fn power_chain(peak: &Peak, title: &str, note: &str) -> Option<Figure> {
    let places: Vec<LinePlace> = peak.chain.iter().map(line_place).collect();
    (places.len() > 1).then(|| plot::single_line(title, note, &places))
}

fn line_place(place: &ChainPlace) -> LinePlace {
    let symbol = match place.kind.as_str() {
        "meter" => Symbol::Source,
        "transformers" => Symbol::Transformer,
        "busways" => Symbol::Conductor,
        _ if place.nominal_v.is_some() => Symbol::Converter,
        _ => Symbol::Load,
    };
    let name = match place.count {
        1 => place.name.clone(),
        n => format!("{n} × {}", place.name),
    };
    let voltage = match (place.nominal_v, place.voltage_v) {
        (Some(nominal), Some([least, _])) if nominal > 0.0 => {
            let off = 100.0 * (least / nominal - 1.0);
            let volts = format!(
                "{} V",
                number::significant(least, if least < 10.0 { 3 } else { 4 })
            );
            match off.abs() < 0.05 {
                true => volts,
                false => format!("{volts} ({} %)", number::fixed(off, 1)),
            }
        }
        _ => String::new(),
    };
    LinePlace {
        fed_by: place.fed_by,
        symbol,
        name,
        input_kw: place.input_kw,
        loss_kw: place
            .nominal_v
            .filter(|_| symbol != Symbol::Source)
            .map(|_| place.loss_kw),
        loading: place.loading,
        voltage,
    }
}

/// Losses by stage over load.
fn stages(peak: &Peak) -> Option<Plot> {
    Some(Plot {
        id: "stage_loss",
        figure: losses_by_stage(peak, "the highest")?,
        caption: "Losses between the meter and the chips with all loads, those of cooling too, at shares of the \
                  highest power of this run."
            .to_owned(),
    })
}

/// Losses by stage over load as shares of what the meter reads; `whole` is the name of all loads. `None` where nothing
/// is drawn or nothing lost.
pub fn losses_by_stage(peak: &Peak, whole: &str) -> Option<Figure> {
    let drawn = peak.facility_at_load_kw.iter().all(|kw| *kw > 0.0);
    if peak.stages.is_empty() || peak.load.is_empty() || !drawn {
        return None;
    }
    let share = |loss: &[f64]| {
        let pairs = loss.iter().zip(&peak.facility_at_load_kw);
        pairs
            .map(|(loss, meter)| loss / meter)
            .collect::<Vec<f64>>()
    };
    let chain = StageChain {
        name: String::new(),
        stages: largest(&peak.stages)
            .into_iter()
            .map(|s| (s.stage, share(&s.loss_kw)))
            .collect(),
    };
    Some(stage_loss(&StageLossPlot {
        title: "Loss by stage against load [% of what the meter reads]".to_owned(),
        whole: whole.to_owned(),
        loads: peak.load.clone(),
        chains: vec![chain],
    }))
}

/// Most stages that fillings tell apart.
const STAGES: usize = 8;

/// The stages in their order; the smallest together where they are too many.
fn largest(stages: &[StageLoss]) -> Vec<StageLoss> {
    let full = |s: &StageLoss| s.loss_kw.last().copied().unwrap_or(0.0);
    let mut by_size: Vec<f64> = stages.iter().map(full).collect();
    by_size.sort_by(|a, b| b.total_cmp(a));
    let least = match stages.len() > STAGES {
        true => by_size[STAGES - 2],
        false => f64::NEG_INFINITY,
    };
    let (shown, rest): (Vec<&StageLoss>, Vec<&StageLoss>) =
        stages.iter().partition(|s| full(s) >= least);
    let mut all: Vec<StageLoss> = shown.into_iter().cloned().collect();
    if let Some((first, others)) = rest.split_first() {
        let mut sum = StageLoss {
            stage: format!("{} others", rest.len()),
            ..(*first).clone()
        };
        for other in others {
            for (a, b) in sum.loss_kw.iter_mut().zip(&other.loss_kw) {
                *a += b;
            }
        }
        all.push(sum);
    }
    all
}

fn pump_plot(circuit: &PumpCircuit) -> PumpPlot {
    let pumps = match circuit.running {
        1.0 => "1 pump".to_owned(),
        n => format!("{} pumps", number::fixed(n, 0)),
    };
    let speed = number::fixed(100.0 * circuit.speed, 0);
    PumpPlot {
        name: format!("{}, {pumps} at {speed} % speed", circuit.name),
        duty: [circuit.flow_m3_h, circuit.rise_kpa],
        flow: circuit.curve_flow_m3_h.clone(),
        curves: [
            circuit.full_kpa.clone(),
            circuit.now_kpa.clone(),
            circuit.system_kpa.clone(),
        ],
        index: (circuit.index.iter())
            .map(|p| (p.name.clone(), p.loss_kpa, p.control))
            .collect(),
        metres: circuit.head_m_per_kpa,
    }
}

/// Pump curves against system curves.
fn pumps(peak: &Peak) -> Option<Plot> {
    let groups: Vec<PumpPlot> = peak.circuits.iter().map(pump_plot).collect();
    (!groups.is_empty()).then(|| Plot {
        id: "pump_curves",
        figure: pump_curves("Pumps against their systems", &groups),
        caption: "Loops, and the CDU whose pumps turn fastest, at the highest power of the meter. The system curve is \
                  that of the index circuit with all valves as they stand; the pressure that is held where no coolant \
                  flows is that of its columns alone."
            .to_owned(),
    })
}

/// Pressure along the index circuits.
fn circuits(peak: &Peak) -> Option<Plot> {
    let groups: Vec<PumpPlot> = peak.circuits.iter().map(pump_plot).collect();
    (!groups.is_empty()).then(|| Plot {
        id: "index_circuits",
        figure: index_circuits("Pressure along the index circuit", &groups),
        caption: "The way through the pumps on which pipes and equipment take most; read downwards from the outlet of \
                  the pumps to their inlet. What control valves take is what is left over."
            .to_owned(),
    })
}
