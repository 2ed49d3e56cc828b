//! The ledger: what enters, leaves and stays in every element, added up again from both sides.
//!
//! # Equations
//! For each element over a step, in joules (kilograms for mass),
//!
//! ```text
//! residual = |in − out − stored| / throughput,   throughput = max(|in|, |out|, |stored|)     (1)
//! ```
//!
//! The sides come from different places: what a link passed on is set against what its equipment says
//! it gave and against the change of what the link holds; what a unit drew is set against where it says its
//! heat went; what a power node took in is set against what its feeders gave. A flux that is lost on one
//! side only therefore shows at the element that lost it.

use crate::model::moment::moment;
use serde::{Deserialize, Serialize};

/// Throughput below which an element is idle and its residual is not a ratio [J or kg].
const IDLE: f64 = 1e-3;
/// Share of what a volume holds that counts as throughput at least: with [`ALLOWED`] it leaves the volume 1e-15 of
/// its content, some four units of the last place.
pub(super) const LAST_BITS: f64 = 1e-6;

/// One element's account over a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Name of the element.
    pub name: String,
    /// Entered \[J\].
    pub entered: f64,
    /// Left \[J\].
    pub left: f64,
    /// Stored \[J\].
    pub stored: f64,
    /// Sides of the step entered last.
    #[serde(skip)]
    last: [f64; 3],
}

impl Account {
    fn add(&mut self, [entered, left, stored]: [f64; 3], times: f64) {
        self.entered += times * entered;
        self.left += times * left;
        self.stored += times * stored;
    }
}

/// The largest residual seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Residual over throughput.
    pub residual: f64,
    /// Index of the account.
    pub account: usize,
    /// End of the step \[s\].
    pub time_s: f64,
}

/// A step that does not balance.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "the ledger does not close at {element}: in {entered:.9e}, out {left:.9e}, stored {stored:.9e} in the step \
     that ends at {} (residual {residual:.2e} of throughput, allowed {allowed:.0e})",
    moment(.time_s)
)]
pub struct LedgerError {
    /// Element at which it fails.
    pub element: String,
    /// End of the step \[s\].
    pub time_s: f64,
    /// Entered [J or kg].
    pub entered: f64,
    /// Left [J or kg].
    pub left: f64,
    /// Stored [J or kg].
    pub stored: f64,
    /// Residual over throughput.
    pub residual: f64,
    /// Largest residual allowed.
    pub allowed: f64,
}

/// Accounts of all elements.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The accounts, in the order they were opened.
    pub accounts: Vec<Account>,
    /// The largest residual of any element and step so far.
    pub worst: Option<Worst>,
    /// The largest residual of the present step, its account and sides.
    #[serde(skip)]
    step: Option<(f64, usize, [f64; 3])>,
}

/// Residual over throughput that a run must keep.
pub const ALLOWED: f64 = 1e-9;

impl Ledger {
    /// Opens an account and returns its index.
    pub fn open(&mut self, name: impl Into<String>) -> usize {
        self.accounts.push(Account {
            name: name.into(),
            ..Account::default()
        });
        self.accounts.len() - 1
    }

    /// Takes back what the last step added to the accounts: it is made again.
    pub fn withdraw(&mut self) {
        for account in &mut self.accounts {
            let last = std::mem::take(&mut account.last);
            account.add(last, -1.0);
        }
    }

    /// Begins a step.
    pub fn begin(&mut self) {
        self.step = None;
    }

    /// Enters one element's step, eq. (1), and adds it to the element's account.
    #[inline]
    pub fn enter(&mut self, account: usize, entered: f64, left: f64, stored: f64) {
        self.enter_through(account, [entered, left, stored], IDLE);
    }

    /// As [`Self::enter`], for a volume that holds `content`: what it stores is a difference of two contents, so
    /// where next to nothing passes the balance can be no finer than their last bits.
    #[inline]
    pub fn enter_held(&mut self, account: usize, sides: [f64; 3], content: f64) {
        self.enter_through(account, sides, LAST_BITS * content.abs());
    }

    /// As [`Self::enter`], for an element through which at least `throughput` passes: more than its sides show where heat
    /// that comes in and goes out again stands on one of them.
    #[inline]
    pub fn enter_through(&mut self, account: usize, sides: [f64; 3], throughput: f64) {
        let sum = &mut self.accounts[account];
        sum.add(sides, 1.0);
        sum.last = sides;
        self.weigh(account, sides, throughput);
    }

    /// Checks one element's step without adding it up, for quantities other than energy.
    #[inline]
    pub fn check(&mut self, account: usize, entered: f64, left: f64, stored: f64) {
        self.weigh(account, [entered, left, stored], IDLE);
    }

    #[inline]
    fn weigh(&mut self, account: usize, [entered, left, stored]: [f64; 3], least: f64) {
        let throughput = entered.abs().max(left.abs()).max(stored.abs());
        let (gap, throughput) = (
            (entered - left - stored).abs(),
            throughput.max(least).max(IDLE),
        );
        // Not a number must be the worst of all; a product tells most of the others off without a division.
        let no_worse = |&(worst, ..): &(f64, usize, [f64; 3])| {
            throughput.is_finite() && gap <= worst * throughput || worst.is_nan()
        };
        if self.step.as_ref().is_none_or(|step| !no_worse(step)) {
            self.step = Some((gap / throughput, account, [entered, left, stored]));
        }
    }

    /// Largest residual of the step that was entered last.
    pub fn residual_of_step(&self) -> f64 {
        self.step.map_or(0.0, |(residual, ..)| residual)
    }

    /// Counts balances that were entered per second as lasting `seconds` \[s\] each.
    pub fn scale(&mut self, seconds: f64) {
        for account in &mut self.accounts {
            account.entered *= seconds;
            account.left *= seconds;
            account.stored *= seconds;
        }
    }

    /// Adds the accounts of a later part of the same study.
    pub fn join(&mut self, later: Self) {
        for (sum, account) in self.accounts.iter_mut().zip(later.accounts) {
            sum.entered += account.entered;
            sum.left += account.left;
            sum.stored += account.stored;
        }
        let worse = |l: &Worst| self.worst.as_ref().is_none_or(|w| l.residual > w.residual);
        if later.worst.as_ref().is_some_and(worse) {
            self.worst = later.worst;
        }
    }

    /// Ends a step at `time_s` \[s\]: keeps the worst, refuses a step that does not balance.
    pub fn end(&mut self, time_s: f64) -> Result<f64, LedgerError> {
        let Some((residual, account, [entered, left, stored])) = self.step else {
            return Ok(0.0);
        };
        if self.worst.as_ref().is_none_or(|w| residual > w.residual) {
            self.worst = Some(Worst {
                residual,
                account,
                time_s,
            });
        }
        if residual <= ALLOWED {
            return Ok(residual);
        }
        Err(LedgerError {
            element: self.accounts[account].name.clone(),
            time_s,
            entered,
            left,
            stored,
            residual,
            allowed: ALLOWED,
        })
    }
}
