//! What a design costs and takes: the schedule of its equipment with prices and ground.
//!
//! # Equations
//!
//! ```text
//! price of a unit  = rated heat (or electric power) × price per power                        (1)
//! price of pipes   = Σ length × diameter × price per area, both ways                          (2)
//! ground           = Σ rated power / density                                                  (3)
//! electric power of a pump = V̇·Δp/(η_pump·η_motor·η_drive) at the rating                       (4)
//! ground of a store = clearance · volume/height                                              (5)
//! heat of an exchanger known by its conductance = UA · 4 K                                   (6)
//! ```
//!
//! # Validity
//! Equipment that varies with the design of cooling: CDUs, heat rejection, exchangers, fan walls, pumps, pipes,
//! tanks and stores of cold with their pumps and machines. Racks and the power chain are the same in every design and are left out.

use crate::config::kinds::{Price, Recorded};
use crate::config::study::CostTable;
use crate::config::{At, Cdu, Config, DryCooler, IceStore, Loop, Named, Pump, Tank};
use crate::units::Dimension;

/// Mean temperature difference at which an exchanger that is known by its conductance alone has its rated heat \[K\]: assumed, of
/// plate exchangers between technology and facility loops.
const PRICED_AT: f64 = 4.0;

/// A line of the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is, such as `dry_cooler.roof`.
    pub tag: String,
    /// Maker and model or catalogue record where known.
    pub product: String,
    /// How many.
    pub count: u32,
    /// Rated heat, cooling or electric power of one, or length times diameter of pipes, with its unit.
    pub size: String,
    /// Price of all.
    pub price: f64,
    /// Ground that all take \[m²\].
    pub ground: f64,
    /// Where the price comes from.
    pub source: String,
}

/// The schedule of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// Its lines.
    pub items: Vec<Item>,
    /// Letters of the currency.
    pub currency: String,
}

impl Bill {
    /// Price of everything.
    pub fn total(&self) -> f64 {
        self.items.iter().map(|i| i.price).sum()
    }

    /// Ground that everything takes \[m²\].
    pub fn ground(&self) -> f64 {
        self.items.iter().map(|i| i.ground).sum()
    }
}

struct Writer<'a> {
    cost: &'a CostTable,
    sources: &'a dyn Fn(&str) -> String,
    items: Vec<Item>,
}

impl Writer<'_> {
    /// `count` units of `power` \[W\] each, eqs. (1) and (3).
    fn add(
        &mut self,
        tag: String,
        product: &str,
        count: u32,
        power: f64,
        rate: &At<Price>,
        density: f64,
    ) {
        let all = f64::from(count) * power;
        let field = rate.path.rsplit('.').next().unwrap_or("").to_owned();
        self.items.push(Item {
            tag,
            product: product.to_owned(),
            count,
            size: Dimension::Power.show(power),
            price: all * rate.amount,
            ground: if density > 0.0 { all / density } else { 0.0 },
            source: (self.sources)(&field),
        });
    }

    /// A store of `size`, with what it costs by `amount` of it where there is such a price, on `ground` \[m²\].
    fn store(
        &mut self,
        tag: String,
        size: String,
        rate: (&str, Option<&At<Price>>, f64),
        ground: f64,
    ) {
        let (field, rate, amount) = rate;
        self.items.push(Item {
            tag,
            product: String::new(),
            count: 1,
            size,
            price: rate.map_or(0.0, |r| amount * r.amount),
            ground,
            source: match rate {
                Some(_) => (self.sources)(field),
                None => format!("none: [cost] has no `{field}`, counted as nothing"),
            },
        });
    }

    /// Pipe of `length` and `diameter` \[m\], eq. (2).
    fn pipe(&mut self, tag: String, length: f64, diameter: f64) {
        self.items.push(Item {
            tag,
            product: String::new(),
            count: 1,
            size: format!("{length:.1} m of DN {:.0}", 1e3 * diameter),
            price: length * diameter * self.cost.pipe.amount,
            ground: 0.0,
            source: (self.sources)("pipe"),
        });
    }
}

/// The schedule of `config` at the prices of `cost`; `sources` tells where the price of a field comes from.
pub fn bill(config: &Config, cost: &CostTable, sources: &dyn Fn(&str) -> String) -> Bill {
    let mut to = Writer {
        cost,
        sources,
        items: Vec::new(),
    };
    cdus(config, &mut to);
    rejection(config, &mut to);
    for wall in &config.fan_wall {
        let tag = format!("fan_wall.{}", wall.name);
        let density = *cost.fan_wall_density;
        to.add(
            tag,
            &wall.product,
            *wall.count,
            *wall.rated_heat,
            &cost.fan_wall,
            density,
        );
    }
    for item in &config.loops {
        circuit(config, item, &mut to);
    }
    for row in &config.row {
        let length = 2.0 * f64::from(*row.racks) * *row.pitch;
        to.pipe(
            format!("row.{} headers", row.name),
            length,
            *row.header_diameter,
        );
    }
    for pipe in &config.pipe {
        to.pipe(format!("pipe.{}", pipe.name), *pipe.length, *pipe.diameter);
    }
    Bill {
        items: to.items,
        currency: cost.cdu.currency.clone(),
    }
}

/// CDUs in rows, equal ones of a group in one line, and CDUs in racks.
fn cdus(config: &Config, to: &mut Writer) {
    let mut groups: Vec<(String, u32, &Named<Cdu>)> = Vec::new();
    for cdu in &config.cdu {
        let name = cdu.group.clone().unwrap_or_else(|| cdu.name.clone());
        let same = |g: &&mut (String, u32, &Named<Cdu>)| {
            g.0 == name && g.2.rated_heat.value == cdu.rated_heat.value
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.1 += 1,
            None => groups.push((name, 1, cdu)),
        }
    }
    for (name, count, cdu) in groups {
        let (rate, density) = (&to.cost.cdu, *to.cost.cdu_density);
        to.add(
            format!("cdu.{name}"),
            &cdu.product,
            count,
            *cdu.rated_heat,
            rate,
            density,
        );
    }
    for row in &config.row {
        if let Some(cdu) = &row.in_rack_cdu {
            // In the rack: it takes no ground of its own.
            let tag = format!("row.{} in-rack CDU", row.name);
            let rate = &to.cost.cdu;
            to.add(tag, record(cdu), *row.racks, *cdu.rated_heat, rate, 0.0);
        }
    }
}

fn record<T>(from: &Recorded<T>) -> &str {
    from.record.as_deref().unwrap_or("")
}

/// Heat rejection that a loop names, each once.
fn rejection(config: &Config, to: &mut Writer) {
    let named = config.loops.iter().flat_map(|l| l.rejection.iter());
    let mut seen: Vec<&str> = Vec::new();
    for name in named {
        if !seen.contains(&name.as_str()) {
            seen.push(name.as_str());
            one(config, name, to);
        }
    }
}

/// One unit or group that rejects heat.
fn one(config: &Config, name: &str, to: &mut Writer) {
    let cost = to.cost;
    if let Some(t) = config.tank.get(name) {
        tank(t, to);
    } else if let Some(x) = config.ice_store.get(name) {
        ice_store(x, to);
    } else if let Some(c) = config.dry_cooler.get(name) {
        dry_cooler(c, to);
    } else if let Some(t) = config.tower.get(name) {
        let (tag, density) = (format!("tower.{name}"), *cost.tower_density);
        to.add(
            tag,
            &t.product,
            *t.count,
            *t.rated_heat,
            &cost.tower,
            density,
        );
    } else if let Some(c) = config.chiller.get(name) {
        let outdoors = c.condenser.as_str() == "air";
        let density = if outdoors { *cost.chiller_density } else { 0.0 };
        let tag = format!("chiller.{name}");
        to.add(
            tag,
            &c.product,
            *c.count,
            *c.rated_capacity,
            &cost.chiller,
            density,
        );
    } else if let Some(x) = config.exchanger.get(name) {
        let of_ua = x.ua.as_ref().map(|ua| **ua * PRICED_AT);
        let heat = x.rated_heat.as_ref().map(|h| **h).or(of_ua);
        to.add(
            format!("exchanger.{name}"),
            "",
            1,
            heat.unwrap_or(0.0),
            &cost.exchanger,
            0.0,
        );
    }
}

/// A tank and its pumps.
fn tank(t: &Named<Tank>, to: &mut Writer) {
    let cost = to.cost;
    let tag = format!("tank.{}", t.name);
    let ground = *cost.store_clearance * *t.volume / *t.height;
    let size = Dimension::Volume.show(*t.volume);
    let rate = ("store_tank", cost.store_tank.as_ref(), *t.volume);
    to.store(tag.clone(), size, rate, ground);
    let power = *t.flow * *t.pump_head / *t.pump_efficiency;
    let (rate, density) = (&cost.pump, *cost.pump_density);
    to.add(format!("{tag} pumps"), "", 1, power, rate, density);
}

/// Density of ice \[kg/m³\] (IAPWS R10-06, at 0 °C).
const ICE: f64 = 917.0;

/// An ice store and its machine.
fn ice_store(x: &Named<IceStore>, to: &mut Writer) {
    let cost = to.cost;
    let tag = format!("ice_store.{}", x.name);
    let ground = *cost.store_clearance * *x.mass / ICE / *cost.ice_store_height;
    let size = Dimension::Mass.show(*x.mass);
    let rate = ("ice_store", cost.ice_store.as_ref(), *x.mass);
    to.store(tag.clone(), size, rate, ground);
    if let Some(capacity) = &x.maker_capacity {
        let (rate, density) = (&cost.chiller, *cost.chiller_density);
        to.add(format!("{tag} machine"), "", 1, **capacity, rate, density);
    }
}

/// Dry coolers of a group, and their pads.
fn dry_cooler(c: &Named<DryCooler>, to: &mut Writer) {
    let cost = to.cost;
    let (tag, count, heat) = (format!("dry_cooler.{}", c.name), *c.count, *c.rated_heat);
    let density = *cost.dry_cooler_density;
    to.add(
        tag.clone(),
        &c.product,
        count,
        heat,
        &cost.dry_cooler,
        density,
    );
    if *c.pads {
        to.add(format!("{tag} pads"), "", count, heat, &cost.pads, 0.0);
    }
}

/// Pumps, mains, branches and tanks of a loop.
fn circuit(config: &Config, item: &Named<Loop>, to: &mut Writer) {
    let power = motor_power(&item.pump);
    let (rate, density) = (&to.cost.pump, *to.cost.pump_density);
    let tag = format!("loop.{} pumps", item.name);
    to.add(tag, record(&item.pump), *item.pumps, power, rate, density);
    to.pipe(
        format!("loop.{} mains", item.name),
        2.0 * *item.main_length,
        *item.main_diameter,
    );
    let on = |name: &Option<At<String>>| name.as_ref().is_some_and(|n| **n == *item.name);
    let cdus = config.cdu.iter().filter(|c| on(&c.primary)).count();
    let walls = config.fan_wall.iter().filter(|w| on(&w.r#loop)).count();
    let racks = config.row.iter().filter(|r| on(&r.in_rack_primary));
    let branches = cdus + walls + racks.map(|r| *r.racks as usize).sum::<usize>();
    if branches > 0 {
        let length = 2.0 * branches as f64 * *item.branch_length;
        to.pipe(
            format!("loop.{} branches", item.name),
            length,
            *item.branch_diameter,
        );
    }
    if *item.volume > 0.0 {
        to.items.push(Item {
            tag: format!("loop.{} tank", item.name),
            product: String::new(),
            count: 1,
            size: Dimension::Volume.show(*item.volume),
            price: *item.volume * to.cost.tank.amount,
            ground: 0.0,
            source: (to.sources)("tank"),
        });
    }
}

/// Eq. (4) \[W\].
fn motor_power(pump: &Pump) -> f64 {
    let near = |a: &&[f64; 2], b: &&[f64; 2]| (a[0] - 1.0).abs().total_cmp(&(b[0] - 1.0).abs());
    let hydraulic = pump.efficiency.iter().min_by(near).map_or(0.7, |p| p[1]);
    let chain = hydraulic * *pump.motor_efficiency * *pump.vfd_efficiency;
    *pump.rated_flow * *pump.rated_head / chain.max(0.05)
}
