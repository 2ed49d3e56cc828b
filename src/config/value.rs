//! Values that remember where they were written, and named collections of them.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;

use super::origin::Origin;

/// A value read from a configuration; it dereferences to the value itself.
#[derive(Clone)]
pub struct At<T> {
    /// The value, in SI where it is a quantity (temperatures in °C).
    pub value: T,
    /// Where it was written; for a preset value, where its table stands.
    pub at: Origin,
    /// Its full name, such as `cdu.c1.supply`.
    pub path: Arc<str>,
    /// False when nobody wrote it and the preset holds.
    pub given: bool,
}

impl<T> At<T> {
    /// The same place and name with another value.
    pub fn map<U>(&self, change: impl FnOnce(&T) -> U) -> At<U> {
        At {
            value: change(&self.value),
            at: self.at.clone(),
            path: Arc::clone(&self.path),
            given: self.given,
        }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// One of several tables of a kind: `[cdu.c1]` is named `c1`.
#[derive(Clone)]
pub struct Named<T> {
    /// Its name.
    pub name: String,
    /// The name of the table it was multiplied from by `count`, if it was.
    pub group: Option<String>,
    /// Where its table stands.
    pub at: Origin,
    /// What it says.
    pub value: T,
}

/// What it says; where it stands is left out, as it is of [`At`].
impl<T: fmt::Debug> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(&self.name).field(&self.value).finish()
    }
}

impl<T> Deref for Named<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// All tables of a kind, in the order written.
#[derive(Clone, Debug)]
pub struct Map<T>(IndexMap<String, Named<T>>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T> Map<T> {
    /// Adds one; a later one of the same name replaces the earlier.
    pub(super) fn insert(&mut self, named: Named<T>) {
        self.0.insert(named.name.clone(), named);
    }

    /// Keeps those that `keep` wants, which may change them.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut Named<T>) -> bool) {
        self.0.retain(|_, named| keep(named));
    }

    /// The one of that name.
    pub fn get(&self, name: &str) -> Option<&Named<T>> {
        self.0.get(name)
    }

    /// Its place in the order.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.0.get_index_of(name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One by one.
    pub fn iter(&self) -> indexmap::map::Values<'_, String, Named<T>> {
        self.0.values()
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = &'a Named<T>;
    type IntoIter = indexmap::map::Values<'a, String, Named<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
