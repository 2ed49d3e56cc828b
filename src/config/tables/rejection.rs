//! `[dry_cooler.x]`, `[tower.x]`, `[chiller.x]`: where the heat goes.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

choice! {
    /// Law of a dry cooler.
    pub enum DryCoolerModel {
        /// A coil whose films follow both flows, natural draught, fans that feel the density of the air.
        Coil = "coil",
        /// Refrigerant that boils indoors and condenses in the coil: no coolant outdoors, so none that freezes there.
        Thermosyphon = "thermosyphon",
        /// As EnergyPlus' `FluidCooler` has it, for comparisons: one conductance, no draught, fan power by speed alone.
        Energyplus = "energyplus",
    }
}

choice! {
    /// How fans are driven.
    pub enum FanDrive {
        /// At any speed from the least to full.
        Variable = "variable",
        /// At a low and at full speed, in turn.
        TwoSpeed = "two-speed",
        /// On and off.
        OneSpeed = "one-speed",
    }
}

table! {
    /// Dry coolers, with or without adiabatic pads. Figures are those of one of them.
    pub struct DryCooler in "dry_cooler", checked by check::dry_cooler {
        /// How many equal ones, in parallel.
        count: Count = 1;
        /// Heat rejected at the rating.
        rated_heat: Positive<Power>, required;
        /// Water flow at the rating.
        rated_water_flow: Positive<VolumeFlow>, required;
        /// Water inlet temperature at the rating.
        rated_water_in: Temperature, required;
        /// Air inlet temperature at the rating.
        rated_air_in: Temperature, required;
        /// Air flow at the rating.
        rated_air_flow: Positive<VolumeFlow>, required;
        /// Power of all its fans at full speed.
        fan_power: Power, required;
        /// How its fans are driven.
        fan_drive: FanDrive = "variable";
        /// Lowest fan speed, as a share of full speed; the low one of two. When left out a tenth (assumed), or half where the
        /// fans have two: motors with one winding for both turn at half speed. Fans of one speed have none.
        min_fan: Positive<Share>, optional;
        /// Air that buoyancy alone moves through the coil, as a share of that at full speed.
        natural_draught: Share = 0.05;
        /// Law.
        model: DryCoolerModel = "coil";
        /// Load of each running one, over what it takes with its fans flat out, above which one more is started; all run when left
        /// out. Coolant passes those that stand still as it passes the others.
        stage_up: Positive<Share>, optional;
        /// Load of each of those left below which one is stopped; below `stage_up`.
        stage_down: Positive<Share> = 0.5;
        /// Time for which none is stopped after one was started; a step that is longer sees it done.
        min_run: Time = "0 s";
        /// Time for which none is started after one was stopped.
        min_stop: Time = "0 s";
        /// How long one of its machines leads before the next does: those run that follow the leader, so that all run alike in the
        /// long. Who leads follows from the clock of the year. The first always when left out.
        rotate: Positive<Time>, optional;
        /// Hours in which its fans run slower for the neighbours' sake.
        quiet_hours: Hours = "22:00-06:00";
        /// Largest fan speed in those hours, as a share of full speed; no limit when left out. Fans of fixed speeds run at the
        /// fastest that is not above it, or stand.
        quiet_fan: Positive<Share>, optional;
        /// Pressure drop of the water at the rated flow.
        water_drop: Pressure, required;
        /// Water inside.
        water_volume: Volume, required;
        /// Whether it has adiabatic pads.
        pads: Flag = false;
        /// Share of the wet-bulb depression that the pads reach.
        pad_effectiveness: Share = 0.85;
        /// Dry bulb above which the pads are wetted.
        pads_above: Temperature = "30 degC";
        /// Cycles of concentration of the pads' water.
        cycles: Positive<Ratio> = 4.0;
        /// Sound power level at full speed in dB(A), as `"92 dBA"`.
        sound_power: Number, optional;
        /// How much warmer than outdoors the air is that it draws, by recirculation at full heat.
        recirculation: TemperatureDifference = "0 K";
        /// What feeds it; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

choice! {
    /// Law of a cooling tower.
    pub enum TowerModel {
        /// Merkel's enthalpy potential, with exponents for air and water.
        Merkel = "merkel",
        /// The York correlation, as EnergyPlus and Modelica Buildings have it.
        Yorkcalc = "yorkcalc",
        /// The CoolTools correlation of cross-flow towers, as EnergyPlus and Modelica Buildings have it.
        Cooltools = "cooltools",
    }
}

choice! {
    /// Which balance gives the water that a tower evaporates.
    pub enum WaterBalance {
        /// Dry air, vapour and enthalpy closed, make-up included.
        Closed = "closed",
        /// As EnergyPlus computes it, 4 to 8 % less, for comparisons with it.
        Energyplus = "energyplus",
    }
}

table! {
    /// Open cooling towers. Figures are those of one cell.
    pub struct Tower in "tower", checked by check::tower {
        /// How many equal cells, in parallel.
        count: Count = 1;
        /// Law.
        model: TowerModel = "merkel";
        /// Heat rejected at the rating.
        rated_heat: Positive<Power>, required;
        /// Water inlet minus outlet at the rating.
        rated_range: Positive<TemperatureDifference>, required;
        /// Water outlet minus wet bulb at the rating.
        rated_approach: Positive<TemperatureDifference>, required;
        /// Wet bulb at the rating.
        rated_wet_bulb: Temperature, required;
        /// Water flow at the rating.
        rated_water_flow: Positive<VolumeFlow>, required;
        /// Air flow at the rating.
        rated_air_flow: Positive<VolumeFlow>, required;
        /// Power of the fan at full speed.
        fan_power: Power, required;
        /// Lowest fan speed, as a share of full speed.
        min_fan: Share = 0.2;
        /// Load of each running one, over what it takes with its fans flat out, above which one more is started; all run when left
        /// out. Coolant passes those that stand still as it passes the others.
        stage_up: Positive<Share>, optional;
        /// Load of each of those left below which one is stopped; below `stage_up`.
        stage_down: Positive<Share> = 0.5;
        /// Time for which none is stopped after one was started; a step that is longer sees it done.
        min_run: Time = "0 s";
        /// Time for which none is started after one was stopped.
        min_stop: Time = "0 s";
        /// How long one of its machines leads before the next does: those run that follow the leader, so that all run alike in the
        /// long. Who leads follows from the clock of the year. The first always when left out.
        rotate: Positive<Time>, optional;
        /// Hours in which its fans run slower for the neighbours' sake.
        quiet_hours: Hours = "22:00-06:00";
        /// Largest fan speed in those hours, as a share of full speed; no limit when left out.
        quiet_fan: Positive<Share>, optional;
        /// Efficiency of motor and drive at full speed; 1 where the power is to follow the cube of the speed.
        fan_drive_efficiency: Positive<Share> = 0.9;
        /// Heat with the fan off (`yorkcalc`) or air by its own draught (`merkel`), over that at full speed.
        free_convection: Positive<Share> = 0.125;
        /// Which balance gives the evaporation.
        water_balance: WaterBalance = "closed";
        /// Temperature of the make-up water.
        makeup_temperature: Temperature = "15 degC";
        /// Cycles of concentration.
        cycles: Positive<Ratio> = 4.0;
        /// Drift, as a share of the water flow.
        drift: Share = 0.00005;
        /// Pressure drop of the water at the rated flow, lift included.
        water_drop: Pressure, required;
        /// Water in the basin and fill.
        water_volume: Volume, required;
        /// Sound power level at full speed in dB(A), as `"98 dBA"`.
        sound_power: Number, optional;
        /// What feeds it; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

choice! {
    /// Law of a chiller.
    pub enum ChillerModel {
        /// EnergyPlus `Chiller:Electric:EIR`: curves over leaving chilled and entering condenser
        /// temperature.
        Eir = "eir",
        /// EnergyPlus `Chiller:Electric:ReformulatedEIR`: curves over leaving condenser temperature.
        ReformulatedEir = "reformulated-eir",
        /// A share of Carnot's efficiency; the only one valid for warm water.
        Carnot = "carnot",
    }
}

choice! {
    /// What curves give outside the ranges in which they were fitted.
    pub enum BeyondRange {
        /// What the polynomials give there.
        GoOn = "go-on",
        /// What they give at the end of the range, as EnergyPlus has it.
        Hold = "hold",
    }
}

table! {
    /// Chillers. Figures are those of one of them.
    pub struct Chiller in "chiller", checked by check::chiller {
        /// How many equal ones, in parallel.
        count: Count = 1;
        /// Law.
        model: ChillerModel, required;
        /// Cooling at the rating.
        rated_capacity: Positive<Power>, required;
        /// Cooling per electricity at the rating.
        rated_cop: Positive<Ratio>, required;
        /// Leaving chilled water at the rating.
        rated_leaving: Temperature, required;
        /// Entering condenser water (or air) at the rating.
        rated_condenser_in: Temperature, required;
        /// Coefficients of capacity over temperatures.
        capacity_curve: Numbers<6>, optional;
        /// Coefficients of the energy input ratio over temperatures.
        eir_curve: Numbers<6>, optional;
        /// Coefficients of the energy input ratio over part load.
        plr_curve: Numbers<3>, optional;
        /// Coefficients of the energy input ratio over leaving condenser water and part load, for the law
        /// `reformulated-eir`: 1, y, y², r, r², yr, y³, r³, y²r, yr².
        plr_bicubic: Numbers<10>, optional;
        /// Leaving chilled water for which the curves hold.
        leaving_range: Span<Temperature>, optional;
        /// Condenser temperature for which the curves hold: entering, or leaving for `reformulated-eir`.
        condenser_range: Span<Temperature>, optional;
        /// Part load for which the curves hold.
        plr_range: Span<Ratio>, optional;
        /// What the curves over temperatures give outside their ranges. Hours and energy there are counted either way.
        beyond_range: BeyondRange = "go-on";
        /// Share of Carnot's efficiency at the rating, between the refrigerant's temperatures, for the law `carnot`;
        /// with the rated COP it fixes the condenser's pinch.
        carnot_fraction: Positive<Share>, optional;
        /// Chilled water flow at the rating.
        evaporator_flow: Positive<VolumeFlow>, required;
        /// Condenser water flow at the rating; needed where a loop cools the condenser.
        condenser_flow: Positive<VolumeFlow>, optional;
        /// Pressure drop of the evaporator at the rated flow.
        evaporator_drop: Pressure, required;
        /// Pressure drop of the condenser at the rated flow.
        condenser_drop: Pressure = "0 kPa";
        /// What cools the condenser: `air`, or the name of a loop.
        condenser: Name<to::LoopOrAir> = "air";
        /// Power of the condenser's fans at full heat.
        condenser_fan_power: Power = "0 W";
        /// Load of each running machine above which one more is started.
        stage_up: Positive<Share> = 0.9;
        /// Load of each of those left below which one is stopped; below `stage_up`.
        stage_down: Positive<Share> = 0.75;
        /// Time for which none is stopped after one was started; a step that is longer sees it done.
        min_run: Time = "0 s";
        /// Time for which none is started after one was stopped.
        min_stop: Time = "0 s";
        /// How long one of its machines leads before the next does: those run that follow the leader, so that all run alike in the
        /// long. Who leads follows from the clock of the year. The first always when left out.
        rotate: Positive<Time>, optional;
        /// Set point of the leaving water; that of the loop when left out.
        supply: Temperature, optional;
        /// Sound power level in dB(A), as `"98 dBA"`.
        sound_power: Number, optional;
        /// What feeds it; straight from the meter when left out.
        fed_by: Name<to::Feeder>, optional;
        /// Maker and model.
        product: Text = "";
    }
}

impl Chiller {
    /// Condenser water of one machine at its rating [m³/s]; that of the evaporator where none is stated.
    pub fn rated_condenser_flow(&self) -> f64 {
        let stated = self.condenser_flow.as_ref();
        **stated.unwrap_or(&self.evaporator_flow)
    }
}
