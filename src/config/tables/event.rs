//! `[event.x]`: what is done to the hall in the course of a run.

use super::super::check;
use super::super::kinds::*;
use super::super::table::table;

table! {
    /// One action on one element at a time of a run: a valve shut, a pump tripped, a rack isolated, a
    /// feeder out, a set point moved, a step of load. Just one of the actions is given.
    pub struct Event in "event", checked by check::event {
        /// When, counted from `run.start`; it takes effect with the first step that begins then or later.
        from: Time, required;
        /// When it is undone, counted likewise; it stays when left out.
        until: Positive<Time>, optional;
        /// What it is done to: `valve.v1`, `cdu.c3`, `loop.fws`, `row.a` (all its racks), `row.a.7` (one).
        on: OnElement, required;
        /// Opening of a drawn valve, or of the isolating valve of racks: 0 shut to 1 open.
        opening: Share, optional;
        /// Position of a drawn three-way valve: 1 from `from` alone, 0 from `bypass` alone.
        position: Share, optional;
        /// Pumps that run in a CDU, loop or booster; 0 is a trip.
        running: Index, optional;
        /// Set point of the supply of a CDU, loop or fan wall.
        supply: Temperature, optional;
        /// Set point of the differential pressure of a CDU, loop or booster that holds one.
        differential_pressure: Positive<Pressure>, optional;
        /// Factor on the load of racks.
        load: Ratio, optional;
        /// `false` takes it out: racks are switched off and their valves shut, pumps and fans stop, and what a
        /// utility, transformer, converter, UPS or busway feeds is without power, but for what batteries and generators
        /// carry.
        in_service: Flag, optional;
        /// Voltage that is left at a utility, transformer, converter, UPS or busway, over the nominal one, until `until`: a
        /// sag, which units ride through or not (`[ride_through.x]`).
        voltage: Share, optional;
    }
}
