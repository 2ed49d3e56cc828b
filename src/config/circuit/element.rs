//! The elements of a circuit, each a table.

use crate::config::kinds::*;
use crate::config::table::table;

table! {
    /// A shape over time: straight lines between points, by which a load's power is multiplied.
    pub struct Waveform in "waveform" {
        /// Points of time and factor.
        points: Curve<Time, Number>, required;
        /// Time after which it begins again; once when left out.
        repeat: Positive<Time>, optional;
    }
}

table! {
    /// A source of voltage. Without resistance and inductance it is ideal and one end is ground; with
    /// `current_limit` or `response` it is regulated and needs a `resistance`, its droop.
    pub struct Source in "source" {
        /// Positive end.
        from: Text, required;
        /// Negative end.
        to: Text = "ground";
        /// Voltage, one value or points over time.
        voltage: Profile<Time, Signed<Voltage>>, required;
        /// Resistance: of the conductor, or the droop of a regulator.
        resistance: Resistance = "0 ohm";
        /// Inductance.
        inductance: Inductance = "0 H";
        /// Current at the start, delivered.
        current: Signed<Current> = "0 A";
        /// Largest current that it delivers; without limit when left out.
        current_limit: Positive<Current>, optional;
        /// True when it takes current back.
        reverse: Flag = true;
        /// Time constant with which its voltage follows what is set; at once when left out.
        response: Positive<Time>, optional;
        /// Largest change of its voltage in a second.
        slew_per_second: Positive<Voltage>, optional;
    }
}

table! {
    /// Resistance and inductance in series, there and back.
    pub struct Line in "line" {
        /// Where it begins.
        from: Text, required;
        /// Where it ends.
        to: Text = "ground";
        /// Resistance.
        resistance: Resistance = "0 ohm";
        /// Inductance.
        inductance: Inductance = "0 H";
        /// Rated current, against which a load flow states the loading.
        rated_current: Positive<Current>, optional;
        /// Current at the start.
        current: Signed<Current> = "0 A";
    }
}

table! {
    /// A capacitor with its series resistance.
    pub struct Capacitor in "capacitor" {
        /// Positive end.
        from: Text, required;
        /// Negative end.
        to: Text = "ground";
        /// Capacitance.
        capacitance: Positive<Capacitance>, required;
        /// Series resistance.
        esr: Resistance = "0 ohm";
        /// Voltage at the start.
        voltage: Signed<Voltage> = "0 V";
    }
}

table! {
    /// A load: constant power unless shares of current and resistance are given.
    pub struct Load in "load" {
        /// Positive end.
        from: Text, required;
        /// Negative end.
        to: Text = "ground";
        /// Power, one value or points over time; a negative one feeds in.
        power: Profile<Time, Signed<Power>>, required;
        /// Shape over time that multiplies a power given as one value.
        waveform: Name<to::Waveform>, optional;
        /// Time after which points over time begin again; once when left out.
        repeat: Positive<Time>, optional;
        /// How much later than written it happens.
        delay: Time = "0 s";
        /// Least power while it runs (the floor of a power-smoothing setting).
        least_power: Power, optional;
        /// Time for which it keeps its power after less is asked (the hysteresis of a power-smoothing setting).
        hold: Time = "0 s";
        /// What voltages it puts up with; `power transient` tells whether it does.
        tolerance: Name<to::Tolerance>, optional;
        /// Share of constant resistance at the nominal voltage.
        resistance_share: Share = 0.0;
        /// Share of constant current at the nominal voltage.
        current_share: Share = 0.0;
        /// Nominal voltage.
        nominal_voltage: Positive<Voltage> = "800 V";
        /// Voltage below which it is a resistance; half of the nominal one when left out.
        minimum_voltage: Positive<Voltage>, optional;
        /// Time constant with which it follows its power; at once when left out.
        response: Positive<Time>, optional;
        /// Largest rise of its power in a second.
        ramp_up_per_second: Positive<Power>, optional;
        /// Largest fall of its power in a second.
        ramp_down_per_second: Positive<Power>, optional;
        /// Voltage below which it locks out; never when left out.
        lockout_voltage: Positive<Voltage>, optional;
        /// Voltage above which it starts again; never when left out.
        restart_voltage: Positive<Voltage>, optional;
        /// Time above that voltage before it starts again.
        restart_delay: Time = "0 s";
    }
}

table! {
    /// A switch or breaker: a small resistance while closed, a large one while open.
    pub struct Switch in "switch" {
        /// Where it begins.
        from: Text, required;
        /// Where it ends.
        to: Text = "ground";
        /// True when it is closed at the start.
        closed: Flag = true;
        /// Resistance while closed.
        resistance: Positive<Resistance> = "0.1 mohm";
        /// Resistance while open.
        open_resistance: Positive<Resistance> = "1 Gohm";
        /// Times at which it closes.
        close_at: List<Time> = [];
        /// Times at which it opens.
        open_at: List<Time> = [];
        /// Current above which it opens by itself; never when left out.
        trip_current: Positive<Current>, optional;
        /// Time from that current to open contacts.
        trip_delay: Time = "0 s";
        /// ∫i²dt that it stands while closed; `power fault` states what share a fault takes of it.
        withstand: Positive<LetThrough>, optional;
    }
}

table! {
    /// A fault: a path that appears at a moment.
    pub struct Fault in "fault" {
        /// Node that is faulted.
        from: Text, required;
        /// Node it is faulted to: the other pole, or ground.
        to: Text = "ground";
        /// Resistance of the path.
        resistance: Positive<Resistance> = "1 mohm";
        /// Inductance of the path.
        inductance: Inductance = "0 H";
        /// When it appears.
        at: Time, required;
        /// When it is gone; it stays when left out.
        clear_at: Time, optional;
    }
}

table! {
    /// A metal-oxide varistor by two points of its curve.
    pub struct Varistor in "varistor" {
        /// Where it begins.
        from: Text, required;
        /// Where it ends.
        to: Text = "ground";
        /// Varistor voltage.
        voltage: Positive<Voltage>, required;
        /// Current at the varistor voltage.
        current: Positive<Current> = "1 mA";
        /// Clamping voltage.
        clamp_voltage: Positive<Voltage>, required;
        /// Current at the clamping voltage.
        clamp_current: Positive<Current>, required;
    }
}

table! {
    /// A diode that conducts from its first node to its second.
    pub struct Diode in "diode" {
        /// Anode.
        from: Text, required;
        /// Cathode.
        to: Text = "ground";
        /// Forward voltage.
        forward_voltage: Positive<Voltage> = "1 V";
        /// Forward resistance.
        resistance: Positive<Resistance> = "1 mohm";
        /// Resistance that stands for reverse leakage.
        reverse_resistance: Positive<Resistance> = "1 Mohm";
    }
}

table! {
    /// A battery string: U(s) = cells·(a − b/s + c·exp(−d·(1 − s))) behind R0 and two RC pairs.
    pub struct Battery in "battery" {
        /// Positive end.
        from: Text, required;
        /// Negative end.
        to: Text = "ground";
        /// Cells in series.
        cells: Count, required;
        /// Charge, as `"100 A h"`.
        charge: Positive<Charge>, required;
        /// State of charge at the start.
        state_of_charge: Positive<Share> = 1.0;
        /// a, b, c in volt a cell, and d.
        open_circuit: Numbers<4>, required;
        /// R0 of the string.
        resistance: Positive<Resistance>, required;
        /// R1 of the string.
        resistance_1: Positive<Resistance>, required;
        /// C1 of the string.
        capacitance_1: Positive<Capacitance>, required;
        /// R2 of the string.
        resistance_2: Positive<Resistance>, required;
        /// C2 of the string.
        capacitance_2: Positive<Capacitance>, required;
        /// Voltage below which it is disconnected; never when left out.
        cutoff_voltage: Positive<Voltage>, optional;
    }
}

table! {
    /// A regulated converter: constant power at its input, a regulated source at its output.
    pub struct Converter in "converter" {
        /// Positive end of the input.
        from: Text, required;
        /// Negative end of the input.
        from_return: Text = "ground";
        /// Positive end of the output.
        to: Text, required;
        /// Negative end of the output.
        to_return: Text = "ground";
        /// Output voltage, one value or points over time.
        voltage: Profile<Time, Positive<Voltage>>, required;
        /// Droop of the output.
        resistance: Positive<Resistance>, required;
        /// Largest output current; without limit when left out.
        current_limit: Positive<Current>, optional;
        /// Time constant with which its voltage follows what is set.
        response: Positive<Time> = "1 ms";
        /// Output power per input power.
        efficiency: Positive<Share> = 1.0;
        /// Loss without load.
        idle_loss: Power = "0 W";
        /// Input voltage below which the input is a resistance.
        minimum_voltage: Positive<Voltage>, required;
        /// Input voltage below which it locks out; never when left out.
        lockout_voltage: Positive<Voltage>, optional;
        /// Input voltage above which it starts again; never when left out.
        restart_voltage: Positive<Voltage>, optional;
        /// Time above that voltage before it starts again.
        restart_delay: Time = "0 s";
    }
}

table! {
    /// A source of smoothed power on a capacitor bank: dP/dt = clip((P_lp + gain·(V0 − v) − P)/response,
    /// ± ramps), where P_lp is the low-passed power of loads.
    pub struct Smoother in "smoother" {
        /// Positive end.
        from: Text, required;
        /// Negative end.
        to: Text = "ground";
        /// Loads whose power it follows.
        of: List<Name<to::Load>>, required;
        /// Time constant of the low pass.
        filter: Positive<Time>, required;
        /// V0.
        voltage: Positive<Voltage>, required;
        /// Power per volt below V0, as `"300 W/V"`.
        gain: Current, required;
        /// Time constant of the power.
        response: Positive<Time>, required;
        /// Largest rise of its power in a second.
        ramp_up_per_second: Positive<Power>, optional;
        /// Largest fall of its power in a second.
        ramp_down_per_second: Positive<Power>, optional;
    }
}
