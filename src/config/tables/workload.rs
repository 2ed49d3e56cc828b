//! `[workload.x]`: what the racks do over time.

use super::super::check;
use super::super::kinds::*;
use super::super::table::{choice, table};

choice! {
    /// Shape of a load over time.
    pub enum Pattern {
        /// The same at all times.
        Constant = "constant",
        /// Synchronous swings between computing and exchanging, with checkpoints.
        Training = "training",
        /// Follows the users' day.
        Inference = "inference",
        /// Large jobs one after the other, as a supercomputer has them: a seeded random trace.
        Jobs = "jobs",
        /// Nothing to do.
        Idle = "idle",
        /// One level a month.
        Monthly = "monthly",
        /// Read from a file.
        Trace = "trace",
    }
}

choice! {
    /// What a trace counts.
    pub enum TraceQuantity {
        /// Electric power.
        Power = "power",
        /// Utilisation, 0 to 1.
        Utilisation = "utilisation",
    }
}

choice! {
    /// What one column of a trace belongs to.
    pub enum PerWhat {
        /// A rack.
        Rack = "rack",
        /// All racks of a CDU.
        Cdu = "cdu",
        /// All racks of a row.
        Row = "row",
    }
}

table! {
    /// What the racks do over time.
    pub struct Workload in "workload", checked by check::workload {
        /// Shape over time.
        pattern: Pattern, required;
        /// Mean utilisation while the work runs; 1 is the rack's rated power.
        level: Ratio = 1.0;
        /// Depth of the swings between computing and exchanging, as a share of the level.
        swing: Share = 0.3;
        /// Time from swing to swing.
        period: Positive<Time> = "2 s";
        /// Time from checkpoint to checkpoint.
        checkpoint_every: Positive<Time> = "30 min";
        /// Length of a checkpoint, during which the chips wait.
        checkpoint_length: Time = "60 s";
        /// Load in the small hours, as a share of the peak.
        night: Share = 0.5;
        /// Time of day of the peak.
        peak_hour: Time = "15 h";
        /// Levels of the twelve months, over `level`.
        months: Numbers<12>, optional;
        /// Number from which a trace of jobs is drawn: the same number, the same trace.
        seed: Index = 1;
        /// What is drawn between jobs, as a share of the level; for jobs the level is a share of rated power.
        trough: Share = 0.2;
        /// Mean time from one job to the next.
        job_length: Positive<Time> = "40 min";
        /// Time in which the load goes from one job to the next.
        ramp: Positive<Time> = "90 s";
        /// Standard deviation of the power of racks, CDUs or rows (`of`) in the same job, as a share of it.
        spread: Share = 0.02;
        /// Standard deviation of the power of each in the course of a job, as a share of it.
        noise: Share = 0.02;
        /// Time from sample to sample of a trace of jobs.
        sample: Positive<Time> = "15 s";
        /// Trace file (CSV, plain or gzipped), relative to this file; `${reference}/` stands for the
        /// folder of reference data.
        file: Text, optional;
        /// Column of the trace; `{row}`, `{cdu}`, `{rack}` and `{index}` stand for the names.
        column: Text, optional;
        /// Column that holds the time in seconds after `run.start`.
        time_column: Text = "time";
        /// What the trace counts.
        quantity: TraceQuantity = "power";
        /// Unit of the trace's numbers.
        unit: Text = "W";
        /// What one column belongs to.
        of: PerWhat = "rack";
        /// Factor on the trace's numbers.
        scale: Ratio = 1.0;
    }
}
