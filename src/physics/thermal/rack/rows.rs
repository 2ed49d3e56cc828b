//! All racks of a hall advanced together: columns over racks, segment after segment.

use super::{Cell, Drive, Segment, advance_cell};

/// Sized racks, one column a field of [`Segment`]; all racks have the same number of segments.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    /// Segments of each rack.
    pub segments: usize,
    /// Heat capacity of the chips of a segment [J/K].
    pub chip_capacity: Vec<f64>,
    /// Heat capacity of the plates of a segment [J/K].
    pub plate_capacity: Vec<f64>,
    /// Coolant of a segment \[kg\].
    pub coolant_mass: Vec<f64>,
    /// Chips to plates of a segment [W/K].
    pub chip_conductance: Vec<f64>,
    /// Plates to coolant of a segment at `flow` [W/K].
    pub wall_conductance: Vec<f64>,
    /// Rack flow at which the wall conductance holds [kg/s].
    pub flow: Vec<f64>,
    /// Exponent of the wall conductance in flow.
    pub exponent: Vec<f64>,
}

/// Content of every segment, segment-major: entry `s·n + i` is segment `s` of rack `i` of `n`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct State {
    /// Chip temperature [°C].
    pub t_chip: Vec<f64>,
    /// Plate temperature [°C].
    pub t_plate: Vec<f64>,
    /// Specific enthalpy of the coolant [J/kg].
    pub h: Vec<f64>,
}

/// What enters the racks during a step, one column a quantity.
#[derive(Clone, Copy, Debug)]
pub struct Inflow<'a> {
    /// Heat released in the chips of every segment, segment-major \[W\].
    pub heat: &'a [f64],
    /// Coolant mass flow of each rack [kg/s], not negative.
    pub flow: &'a [f64],
    /// Temperature at each rack's inlet [°C].
    pub t_in: &'a [f64],
    /// Specific enthalpy at each rack's inlet [J/kg].
    pub h_in: &'a [f64],
    /// Mean specific heat between inlet and outlet of each rack [J/(kg·K)].
    pub cp: &'a [f64],
}

/// What leaves the racks, and the scratch columns of the kernel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outflow {
    /// Specific enthalpy at each rack's outlet, at the end of the step [J/kg].
    pub h: Vec<f64>,
    /// Rate at which chips, plates and coolant of each rack stored heat \[W\], from the states alone.
    pub stored: Vec<f64>,
    wall: Vec<f64>,
    weight: Vec<f64>,
}

impl Bank {
    /// An empty bank of racks with `segments` finite volumes each.
    pub fn new(segments: usize) -> Self {
        Self {
            segments,
            ..Self::default()
        }
    }

    /// Number of racks.
    pub fn len(&self) -> usize {
        self.flow.len()
    }

    /// Whether the bank has no rack.
    pub fn is_empty(&self) -> bool {
        self.flow.is_empty()
    }

    /// Appends one rack.
    pub fn push(&mut self, segment: &Segment) {
        self.chip_capacity.push(segment.chip_capacity);
        self.plate_capacity.push(segment.plate_capacity);
        self.coolant_mass.push(segment.coolant_mass);
        self.chip_conductance.push(segment.chip_conductance);
        self.wall_conductance.push(segment.wall_conductance);
        self.flow.push(segment.flow);
        self.exponent.push(segment.exponent);
    }

    /// Columns for the content of this bank, at temperature `t` [°C] and coolant enthalpy `h` [J/kg].
    pub fn state(&self, t: f64, h: f64) -> State {
        let cells = self.segments * self.len();
        State {
            t_chip: vec![t; cells],
            t_plate: vec![t; cells],
            h: vec![h; cells],
        }
    }

    /// Columns for what leaves this bank.
    pub fn outflow(&self) -> Outflow {
        let zero = vec![0.0; self.len()];
        Outflow {
            h: zero.clone(),
            stored: zero.clone(),
            wall: zero.clone(),
            weight: zero,
        }
    }
}

/// The columns of a bank cut to one length, so that the inner loops carry no bounds checks.
struct Columns<'a> {
    chip: &'a [f64],
    plate: &'a [f64],
    mass: &'a [f64],
    bond: &'a [f64],
    wall: &'a [f64],
    flow: &'a [f64],
    exponent: &'a [f64],
}

impl<'a> Columns<'a> {
    #[inline(always)]
    fn of(bank: &'a Bank, n: usize) -> Self {
        Self {
            chip: &bank.chip_capacity[..n],
            plate: &bank.plate_capacity[..n],
            mass: &bank.coolant_mass[..n],
            bond: &bank.chip_conductance[..n],
            wall: &bank.wall_conductance[..n],
            flow: &bank.flow[..n],
            exponent: &bank.exponent[..n],
        }
    }

    #[inline(always)]
    fn segment(&self, i: usize) -> Segment {
        Segment {
            chip_capacity: self.chip[i],
            plate_capacity: self.plate[i],
            coolant_mass: self.mass[i],
            chip_conductance: self.bond[i],
            wall_conductance: self.wall[i],
            flow: self.flow[i],
            exponent: self.exponent[i],
        }
    }
}

/// Advances every rack of `bank` by one step from `old` to `new`, same arithmetic as
/// [`advance_cell`], vectorised over racks. `inv_dt` = 1/Δt [1/s]; 0 gives the steady state.
///
/// Repeatable: `old` is only read, so a coupling loop may call it again with better heats or inlets.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn advance(
    bank: &Bank,
    inflow: Inflow<'_>,
    inv_dt: f64,
    old: &State,
    new: &mut State,
    out: &mut Outflow,
) {
    let n = bank.flow.len();
    let racks = Columns::of(bank, n);
    let (flow, t_in) = (&inflow.flow[..n], &inflow.t_in[..n]);
    let (h_in, cp) = (&inflow.h_in[..n], &inflow.cp[..n]);
    let (h_out, stored) = (&mut out.h[..n], &mut out.stored[..n]);
    let (film, weight) = (&mut out.wall[..n], &mut out.weight[..n]);
    for i in 0..n {
        (film[i], weight[i]) = racks.segment(i).wall(flow[i], cp[i]);
        h_out[i] = h_in[i];
        stored[i] = 0.0;
    }
    for s in 0..bank.segments {
        let row = s * n..(s + 1) * n;
        let heat = &inflow.heat[row.clone()];
        let (c0, p0) = (&old.t_chip[row.clone()], &old.t_plate[row.clone()]);
        let (c1, p1) = (&mut new.t_chip[row.clone()], &mut new.t_plate[row.clone()]);
        let (h0, h1) = (&old.h[row.clone()], &mut new.h[row]);
        for i in 0..n {
            let segment = racks.segment(i);
            let drive = Drive {
                heat: heat[i],
                flow: flow[i],
                h_up: h_out[i],
                t_in: t_in[i],
                h_in: h_in[i],
                cp: cp[i],
                wall: (film[i], weight[i]),
            };
            let before = Cell {
                t_chip: c0[i],
                t_plate: p0[i],
                h: h0[i],
            };
            let after = advance_cell(&segment, &drive, inv_dt, &before);
            (c1[i], p1[i], h1[i]) = (after.t_chip, after.t_plate, after.h);
            h_out[i] = after.h;
            stored[i] += segment.stored(&before, &after, inv_dt);
        }
    }
}
