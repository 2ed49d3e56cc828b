//! Stores of cold on a facility loop: stratified tanks, and ice or snow that melts.
//!
//! A store takes heat out of the loop at its place among the heat rejection, in its hours of discharge and only as far as
//! brings the coolant to the loop's set point. A tank is filled in its hours of charge: its own pumps take coolant behind
//! the last machine of the plant and return what stood at the tank's top before the first one, which cools it too. They are
//! trimmed to take none that is warmer than the tank is to be filled with ([`super::charging`]), and those of all tanks of a
//! loop together no more than passes its plant.
//! Their electricity, by the cube of their flow, warms the coolant. Ice is made by a machine of its own. A steady state knows no time: in it a store stands still.

use super::charging::{Charge, Plant, Ports, Trim};
use super::{Balance, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::control::day_window::DayWindow;
use crate::physics::control::setpoint;
use crate::physics::thermal::latent_store::{self, LatentStore};
use crate::physics::thermal::tank::{self, Tank};
use crate::units::ZERO_CELSIUS;

/// What stores.
#[derive(Clone, Debug)]
pub enum Content {
    /// Coolant in layers.
    Tank {
        /// The tank.
        tank: Tank,
        /// Its pumps.
        pumps: Pumps,
        /// What its charge is trimmed by.
        trim: Trim,
        /// Where it is filled from and to.
        ports: Ports,
    },
    /// What freezes and melts.
    Latent {
        /// The store.
        store: LatentStore,
        /// What freezes it; nothing in a heap of snow.
        maker: Option<Maker>,
    },
}

/// A tank's own pumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pumps {
    /// Largest flow [kg/s], either way.
    pub most_flow: f64,
    /// Electricity at that flow \[W\].
    pub power: f64,
}

impl Pumps {
    /// Electricity \[W\] at `flow` [kg/s], either way: their head goes with its square.
    fn power(&self, flow: f64) -> f64 {
        if self.most_flow <= 0.0 {
            return 0.0;
        }
        let r = (flow / self.most_flow).abs();
        self.power * r * r * r
    }
}

/// A machine that freezes the content of a store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Maker {
    /// Heat that it takes out \[W\].
    pub capacity: f64,
    /// Heat taken out per electricity at the rating.
    pub cop: f64,
    /// Outdoor air at the rating [°C].
    pub rated_air: f64,
}

/// Difference of an ice machine's refrigerant from the ice and from outdoor air \[K\] (assumed: 8 K at the evaporator of a flake or
/// plate ice machine, 12 K at an air-cooled condenser).
const PINCH: [f64; 2] = [8.0, 12.0];
/// Least lift of an ice machine \[K\]: its expansion valve needs a pressure difference (assumed).
const LEAST_LIFT: f64 = 15.0;

impl Maker {
    /// Electricity per heat taken out of content at `melting` [°C] in air of `t` [°C]: the share of Carnot's efficiency that
    /// the rating has.
    fn input_ratio(&self, melting: f64, t: f64) -> f64 {
        let cold = melting - PINCH[0];
        let lift = |air: f64| (air + PINCH[1] - cold).max(LEAST_LIFT);
        let carnot = |air: f64| (cold + ZERO_CELSIUS) / lift(air);
        carnot(self.rated_air) / (self.cop * carnot(t))
    }
}

/// What of the plant stands before a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// Nothing that meets the air.
    Nothing,
    /// Dry coolers or towers.
    Air,
    /// Chillers.
    Chillers,
}

/// One store.
#[derive(Clone, Debug)]
pub struct Store {
    /// What it holds.
    pub content: Content,
    /// What of the plant stands before it, so that it is evaluated after that.
    pub behind: Behind,
    /// Cell in which it cools the loop.
    pub cell: u32,
    /// Link of its loop's plant.
    pub link: u32,
    /// Place of its content among the state's stores: first and count.
    pub held: [usize; 2],
    /// Enthalpy of its content when a run starts [J/kg].
    pub start: f64,
    /// Coolant of its loop.
    pub fluid: Fluid,
    /// Set point of the loop [°C].
    pub supply: f64,
    /// Hours in which it is filled.
    pub charge: DayWindow,
    /// Hours in which it gives cold.
    pub discharge: DayWindow,
    /// A temperature of the coolant [°C], its enthalpy [J/kg] and specific heat [J/(kg·K)] there: what a tank's losses and
    /// conduction are computed about.
    pub reference: [f64; 3],
}

/// All stores of a hall.
#[derive(Clone, Debug, Default)]
pub struct Stores {
    /// First unit; store i is unit `first + i`.
    pub first: usize,
    /// The stores.
    pub all: Vec<Store>,
}

/// Working columns.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Contents as the last pass left them [J/kg].
    pub new: Vec<f64>,
    /// Trial contents and the columns of a tank's solve.
    trial: Vec<f64>,
    /// Flow through each store [kg/s]: positive while it gives cold.
    flow: Vec<f64>,
    /// What the charge of each store knows of its plant in this step.
    plant: Vec<Plant>,
}

impl Scratch {
    /// Begins a step.
    pub fn begin(&mut self) {
        self.plant.fill(Plant::default());
    }
}

/// Quantities a store reports, in order.
const QUANTITIES: [(&str, &str); 6] = [
    ("cooling", "W"),
    ("flow", "kg/s"),
    ("top_temperature", "degC"),
    ("bottom_temperature", "degC"),
    ("solid_share", "1"),
    ("power", "W"),
];

/// What one store did in a pass.
struct Done {
    /// Heat to its cells: before the machines, at its place \[W\].
    heat: [f64; 2],
    /// Lost to outdoors \[W\].
    lost: f64,
    /// Stored \[W\].
    stored: f64,
    /// Flow [kg/s].
    flow: f64,
}

impl Store {
    /// Where a tank is filled from and to.
    fn ports(&self) -> Option<Ports> {
        match &self.content {
            Content::Tank { ports, .. } => Some(*ports),
            Content::Latent { .. } => None,
        }
    }

    /// Whether nothing of the plant fills it again: what it holds lasts for a season.
    pub fn is_seasonal(&self) -> bool {
        matches!(&self.content, Content::Latent { maker: None, .. })
    }

    /// Temperature of content at `h` [J/kg].
    fn temperature(&self, h: f64) -> f64 {
        match &self.content {
            Content::Tank { .. } => self.fluid.temperature(h),
            Content::Latent { store, .. } => store.temperature(h),
        }
    }

    /// Cold water from the bottom as far as is wanted, warm water to the bottom's other end; or the charge.
    /// `by` is where and by what right it is filled.
    fn turn_over(&self, at: &Situation, old: &[f64], trial: &mut [f64], mut by: Charge) -> Done {
        let Content::Tank {
            tank, pumps, trim, ..
        } = &self.content
        else {
            return Done::idle();
        };
        let (dt, cell) = (1.0 / at.inv_dt, self.cell as usize);
        let (layers, columns) = trial.split_at_mut(old.len());
        let mut run = |flow: f64, h_in: f64| {
            layers.copy_from_slice(old);
            tank.advance_finely(&self.drive(at, flow, h_in), dt, layers, columns)
        };
        let (top, bottom) = (old[0], old[old.len() - 1]);
        let behind = by.ports.behind as usize;
        let (warm, mut cold) = (at.inlet_h[cell], at.inlet_h[behind]);
        let wanted = -at.heat_to_reach(cell, self.fluid.enthalpy(self.supply));
        let mut flow = 0.0;
        if self.discharge.holds(at.clock) && wanted > 0.0 && bottom < warm {
            // An empty tank gives nothing but the heat of its pumps.
            let drop = at.inlet_t[cell] - self.fluid.temperature(bottom);
            let most = pumps.most_flow.min(at.flow[cell]) * trim.left(drop);
            let given = |m: f64| m * (warm - run(m, warm).h);
            flow = setpoint::hold([0.0, most], wanted, given).input;
        } else if self.charge.holds(at.clock) && top > cold {
            // No more than the plant cools: beyond it the machines would meet their own water again.
            let most = pumps.most_flow.min(by.share * at.flow[behind]);
            by.begin(at);
            let mut left = |m: f64| by.supply(at, m, run(-m, cold).h);
            let over = |m: f64| m - most * trim.open(self.fluid.temperature(left(m)));
            let found = setpoint::hold([0.0, most], 0.0, over).input;
            (flow, cold) = (-found, left(found));
        }
        let h_in = if flow < 0.0 { cold } else { warm };
        let out = run(flow, h_in);
        let heat = flow.abs() * (out.h - h_in);
        Done {
            heat: if flow < 0.0 { [heat, 0.0] } else { [0.0, heat] },
            lost: out.lost,
            stored: out.stored,
            flow,
        }
    }

    /// What drives its tank with coolant of the enthalpy `h_in` [J/kg].
    fn drive(&self, at: &Situation, flow: f64, h_in: f64) -> tank::Drive {
        let [t0, h0, cp] = self.reference;
        tank::Drive {
            flow,
            h_in,
            cp,
            reference: [t0, h0],
            t_room: at.outdoor.dry_bulb,
        }
    }

    /// Melts as much as is wanted; what its machine froze in the step is `made` \[W\].
    fn melt(&self, at: &Situation, old: f64, made: f64) -> (f64, Done) {
        let Content::Latent { store, .. } = &self.content else {
            return (old, Done::idle());
        };
        let cell = self.cell as usize;
        let wanted = -at.heat_to_reach(cell, self.fluid.enthalpy(self.supply));
        let open = self.discharge.holds(at.clock);
        let drive = latent_store::Drive {
            t_in: at.inlet_t[cell],
            capacity: at.flow[cell] * at.cp[cell],
            wanted: if open { wanted } else { 0.0 },
            made,
            t_room: at.outdoor.dry_bulb,
        };
        let (new, taken) = store.advance(&drive, 1.0 / at.inv_dt, old);
        let done = Done {
            heat: [0.0, -taken.heat],
            lost: -taken.gained,
            stored: taken.stored,
            flow: if taken.heat > 0.0 { at.flow[cell] } else { 0.0 },
        };
        (new, done)
    }

    /// Heat that its machine takes out in a step from `old` [J/kg] \[W\].
    fn made(&self, at: &Situation, old: f64) -> f64 {
        match &self.content {
            Content::Latent {
                store,
                maker: Some(maker),
            } if self.charge.holds(at.clock) => {
                maker.capacity.min(store.room_for_ice(old, 1.0 / at.inv_dt))
            }
            _ => 0.0,
        }
    }

    /// Electricity \[W\] of its machine while that takes out `made` \[W\], or of its pumps at `flow` [kg/s].
    fn electric(&self, at: &Situation, made: f64, flow: f64) -> f64 {
        match &self.content {
            Content::Latent { store, maker } => maker.map_or(0.0, |maker| {
                made * maker.input_ratio(store.melting, at.outdoor.dry_bulb)
            }),
            Content::Tank { pumps, .. } => pumps.power(flow),
        }
    }

    /// Stops the machine that freezes its content, if it has one, or the pumps that move it; what is frozen still melts.
    pub fn stop_machine(&mut self) {
        match &mut self.content {
            Content::Latent { maker, .. } => *maker = None,
            Content::Tank { pumps, .. } => pumps.most_flow = 0.0,
        }
    }
}

impl Done {
    fn idle() -> Self {
        Self {
            heat: [0.0; 2],
            lost: 0.0,
            stored: 0.0,
            flow: 0.0,
        }
    }
}

impl Stores {
    /// Contents when a run starts [J/kg].
    pub fn full(&self) -> Vec<f64> {
        let each = |s: &Store| std::iter::repeat_n(s.start, s.held[1]);
        self.all.iter().flat_map(each).collect()
    }

    /// Working columns.
    pub fn scratch(&self) -> Scratch {
        let most = self.all.iter().map(|s| s.held[1]).max().unwrap_or(0);
        Scratch {
            new: self.full(),
            trial: vec![0.0; 3 * most],
            flow: vec![0.0; self.all.len()],
            plant: vec![Plant::default(); self.all.len()],
        }
    }

    /// Cells at which the charges of all tanks see what their plants did.
    pub fn seen(&self) -> impl Iterator<Item = u32> {
        let ports = self.all.iter().filter_map(Store::ports);
        ports.flat_map(|p| [p.before, p.behind])
    }

    /// Tells each charge what its plant did in this pass.
    pub fn notice(&self, at: &Situation, scratch: &mut Scratch, heat: &[f64]) {
        for (store, plant) in self.all.iter().zip(&mut scratch.plant) {
            if let Some(ports) = store.ports()
                && at.inv_dt > 0.0
                && store.charge.holds(at.clock)
            {
                let before = ports.before as usize;
                let sent = at.outlet_for_heat(before, heat[before]);
                let seen = at.inlet_h[ports.behind as usize];
                let set = store.fluid.enthalpy(store.supply);
                plant.notice(sent, seen, set, ports.through(at));
            }
        }
    }

    /// Cells of the stores that stand `behind` something.
    pub fn cells(&self, behind: Behind) -> impl Iterator<Item = u32> {
        let standing = self.all.iter().filter(move |s| s.behind == behind);
        standing.flat_map(|s| {
            let others = s.ports().map(|p| [p.before, p.behind]);
            std::iter::once(s.cell).chain(others.into_iter().flatten())
        })
    }

    /// Part of what passes the plant that the charge of `store` may take: by the size of their pumps of all tanks of its loop
    /// that are filled at this hour.
    fn share(&self, store: &Store, at: &Situation) -> f64 {
        let most = |s: &Store| match &s.content {
            Content::Tank { pumps, .. } if s.link == store.link && s.charge.holds(at.clock) => {
                pumps.most_flow
            }
            _ => 0.0,
        };
        let all: f64 = self.all.iter().map(most).sum();
        if all > 0.0 { most(store) / all } else { 0.0 }
    }

    /// The charge of `store`, whose pumps draw `pumped` \[W\], from its `plant`.
    fn charge<'p>(
        &self,
        store: &Store,
        at: &Situation,
        pumped: f64,
        plant: &'p mut Plant,
    ) -> Charge<'p> {
        let here = Ports {
            before: store.cell,
            behind: store.cell,
        };
        Charge {
            plant,
            ports: store.ports().unwrap_or(here),
            share: self.share(store, at),
            set: store.fluid.enthalpy(store.supply),
            pumped,
        }
    }

    /// Takes heat out of the loops or puts it back, by the stores that stand `behind` something.
    pub fn exchange(&self, behind: Behind, at: &Situation, scratch: &mut Scratch, to: &mut Effect) {
        let standing = |(_, s): &(usize, &Store)| s.behind == behind;
        for (i, store) in self.all.iter().enumerate().filter(standing) {
            let unit = self.first + i;
            let [first, count] = store.held;
            let old = &at.stores[first..first + count];
            let new = &mut scratch.new[first..first + count];
            let mut done = Done::idle();
            let mut made = 0.0;
            if at.inv_dt <= 0.0 {
                new.copy_from_slice(old);
            } else if count == 1 {
                made = store.made(at, old[0]);
                (new[0], done) = store.melt(at, old[0], made);
            } else {
                let by = self.charge(store, at, at.power[unit], &mut scratch.plant[i]);
                done = store.turn_over(at, old, &mut scratch.trial[..3 * count], by);
                new.copy_from_slice(&scratch.trial[..count]);
            }
            let mut pumped = 0.0;
            if let Some(Ports { before, behind }) = store.ports() {
                // What its pumps draw warms what they move.
                pumped = at.power[unit];
                done.heat[usize::from(done.flow >= 0.0)] += pumped;
                to.cell_heat[before as usize] = done.heat[0];
                to.cell_heat[behind as usize] = 0.0;
            }
            to.cell_heat[store.cell as usize] = done.heat[1];
            to.power[unit] = store.electric(at, made, done.flow);
            scratch.flow[i] = done.flow;
            // What the machine takes out of the store leaves outdoors with what it draws.
            to.balance[unit] = Balance {
                coolant: done.heat[0] + done.heat[1],
                outdoors: done.lost + made + at.power[unit] - pumped + at.loss[unit],
                stored: done.stored,
                duty: -done.heat[1],
                ..Balance::default()
            };
        }
    }

    /// Heat that `unit` holds against content at 0 °C \[J\]; none where it is no store.
    pub fn content(&self, scratch: &Scratch, unit: usize) -> f64 {
        let store = unit.checked_sub(self.first).and_then(|i| self.all.get(i));
        store.map_or(0.0, |store| {
            let [first, count] = store.held;
            let mass = match &store.content {
                Content::Tank { tank, .. } => tank.mass,
                Content::Latent { store, .. } => store.mass,
            };
            let held = scratch.new[first..first + count].iter();
            held.map(|h| mass * h.abs()).sum()
        })
    }

    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.all.len() * QUANTITIES.len()
    }

    /// Names of what each store reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(&names[self.first..self.first + self.all.len()], &QUANTITIES)
    }

    /// Writes what each store reports.
    pub fn report(
        &self,
        at: &Situation,
        scratch: &Scratch,
        balance: &[Balance],
        signal: &mut [f64],
    ) {
        for (i, store) in self.all.iter().enumerate() {
            let (unit, [first, count]) = (self.first + i, store.held);
            let held = &scratch.new[first..first + count];
            let solid = match &store.content {
                Content::Tank { .. } => 0.0,
                Content::Latent { store, .. } => store.solid(held[0]),
            };
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                -balance[unit].coolant,
                scratch.flow[i],
                store.temperature(held[0]),
                store.temperature(held[count - 1]),
                solid,
                at.power[unit],
            ]);
        }
    }
}
