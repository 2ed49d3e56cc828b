//! A column that knows which of its rows were written, so that a solver need not look at the others.

use std::ops::{Deref, Index, IndexMut};
use std::slice::SliceIndex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Share of the rows of which the writing is remembered one by one, and the least number of them.
const REMEMBERED: usize = 16;

/// Numbers of columns given out so far.
static COLUMNS: AtomicU64 = AtomicU64::new(0);

/// Values of one row each. Reading goes through a slice; writing goes by row, or to all at once.
#[derive(Debug)]
pub struct Watched<T> {
    value: Vec<T>,
    /// Number of this column, which no other one has.
    number: u64,
    /// Rows written, and how many were written before the first of these.
    written: Vec<u32>,
    forgotten: u64,
}

/// A moment in the life of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    number: u64,
    writings: u64,
}

/// How many writings a column of `rows` remembers.
fn remembered(rows: usize) -> usize {
    rows / REMEMBERED + REMEMBERED
}

impl<T> Watched<T> {
    /// The present.
    pub fn now(&self) -> Moment {
        Moment {
            number: self.number,
            writings: self.forgotten + self.written.len() as u64,
        }
    }

    /// Rows written since `then`, some perhaps more than once; none where that is not remembered, as of
    /// another column.
    pub fn since(&self, then: Moment) -> Option<&[u32]> {
        let first = then.writings.checked_sub(self.forgotten)?;
        let known = then.number == self.number;
        known.then(|| self.written.get(first as usize..)).flatten()
    }

    /// All values, to be written.
    pub fn all_mut(&mut self) -> &mut [T] {
        self.forget();
        &mut self.value
    }

    /// Appends a row.
    pub fn push(&mut self, value: T) {
        self.forget();
        self.value.push(value);
    }

    fn forget(&mut self) {
        self.forgotten += self.written.len() as u64 + 1;
        self.written.clear();
        self.written.reserve(remembered(self.value.len()));
    }
}

impl<T> From<Vec<T>> for Watched<T> {
    fn from(value: Vec<T>) -> Self {
        let number = COLUMNS.fetch_add(1, Ordering::Relaxed);
        let written = Vec::with_capacity(remembered(value.len()));
        Self {
            value,
            number,
            written,
            forgotten: 0,
        }
    }
}

impl<T> Default for Watched<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

/// Another column with the same values.
impl<T: Clone> Clone for Watched<T> {
    fn clone(&self) -> Self {
        self.value.clone().into()
    }
}

impl<T> Deref for Watched<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.value
    }
}

impl<'a, T> IntoIterator for &'a Watched<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.iter()
    }
}

impl<T, I: SliceIndex<[T]>> Index<I> for Watched<T> {
    type Output = I::Output;

    #[inline]
    fn index(&self, rows: I) -> &I::Output {
        &self.value[rows]
    }
}

impl<T> IndexMut<usize> for Watched<T> {
    fn index_mut(&mut self, row: usize) -> &mut T {
        let most = remembered(self.value.len());
        if self.written.len() >= most {
            self.forgotten += most as u64 / 2;
            self.written.drain(..most / 2);
        }
        self.written.push(row as u32);
        &mut self.value[row]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_was_written() {
        let mut column: Watched<f64> = vec![0.0; 100].into();
        let then = column.now();
        assert_eq!(column.since(then), Some(&[][..]));
        column[7] = 1.0;
        column[9] = 2.0;
        assert_eq!(column.since(then), Some(&[7, 9][..]));
        assert_eq!((column[7], column[8], column[9]), (1.0, 0.0, 2.0));
        assert_eq!(column.since(column.now()), Some(&[][..]));
    }

    #[test]
    fn does_not_know_what_it_forgot_nor_what_befell_others() {
        let mut column: Watched<f64> = vec![0.0; 4].into();
        let then = column.now();
        assert_eq!(column.clone().since(then), None);
        column.all_mut()[1] = 3.0;
        assert_eq!(column.since(then), None);
        let then = column.now();
        for row in 0..1000 {
            column[row % 4] += 1.0;
        }
        assert_eq!(column.since(then), None, "a long list is not kept");
        let now = column.now();
        assert_eq!(column.since(now), Some(&[][..]));
    }
}
