//! Connected groups of numbered things: disjoint sets with path halving.
//!
//! The root of a group is its least member, whatever the order of joining.
//!
//! # References
//! - Tarjan & van Leeuwen, *Worst-case analysis of set union algorithms*, J. ACM 31 (1984) 245: path halving.

/// Groups of the numbers below a count.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    /// `count` groups of one.
    pub fn new(count: usize) -> Self {
        Self {
            parent: (0..count as u32).collect(),
        }
    }

    /// Least member of the group of `v`.
    ///
    /// # Panics
    /// When `v` is not below the count.
    pub fn root(&mut self, mut v: u32) -> u32 {
        let parent = &mut self.parent;
        while parent[v as usize] != v {
            parent[v as usize] = parent[parent[v as usize] as usize];
            v = parent[v as usize];
        }
        v
    }

    /// Makes one group of those of `a` and `b`.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_least_member_is_the_root() {
        let mut groups = Groups::new(6);
        groups.join(4, 5);
        groups.join(5, 2);
        groups.join(1, 3);
        let roots: Vec<u32> = (0..6).map(|v| groups.root(v)).collect();
        assert_eq!(roots, [0, 1, 2, 1, 2, 2]);
    }

    proptest! {
        #[test]
        fn the_order_of_joining_does_not_matter(
            pairs in proptest::collection::vec((0u32..20, 0u32..20), 0..30),
        ) {
            let (mut a, mut b) = (Groups::new(20), Groups::new(20));
            for (v, w) in &pairs {
                a.join(*v, *w);
            }
            for (v, w) in pairs.iter().rev() {
                b.join(*w, *v);
            }
            for v in 0..20 {
                prop_assert_eq!(a.root(v), b.root(v));
            }
        }
    }
}
