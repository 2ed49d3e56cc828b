//! Names of all tables, known before any table is read, so that references can be judged on the
//! spot even when the table they name has problems of its own.

use indexmap::IndexMap;

use super::origin::Origin;

/// Names in each family of tables.
#[derive(Clone, Debug, Default)]
pub struct Names {
    families: IndexMap<&'static str, IndexMap<String, Origin>>,
    groups: IndexMap<(&'static str, String), Vec<String>>,
}

impl Names {
    /// Notes that `[family.name]` exists.
    pub fn insert(&mut self, family: &'static str, name: &str, at: &Origin) {
        let names = self.families.entry(family).or_default();
        names.insert(name.to_owned(), at.clone());
    }

    /// Notes that `[family.base]` was multiplied into `members`.
    pub fn insert_group(&mut self, family: &'static str, base: &str, members: Vec<String>) {
        self.groups.insert((family, base.to_owned()), members);
    }

    /// Where `[family.name]` stands.
    pub fn find(&self, family: &str, name: &str) -> Option<&Origin> {
        self.families.get(family)?.get(name)
    }

    /// The members of the group `base`.
    pub fn group(&self, family: &'static str, base: &str) -> Option<&[String]> {
        let found = self.groups.get(&(family, base.to_owned()));
        found.map(Vec::as_slice)
    }

    /// The names in a family.
    pub fn of<'a>(&'a self, family: &str) -> impl Iterator<Item = (&'a str, &'a Origin)> + use<'a> {
        let names = self.families.get(family);
        names.into_iter().flatten().map(|(n, at)| (n.as_str(), at))
    }

    /// The group that a name was multiplied from.
    pub fn group_of(&self, family: &str, name: &str) -> Option<String> {
        let mut groups = self.groups.iter();
        let found =
            groups.find(|((f, _), members)| *f == family && members.iter().any(|m| m == name));
        found.map(|((_, base), _)| base.clone())
    }

    /// The base names of the groups in a family.
    pub fn groups_of<'a>(&'a self, family: &'a str) -> impl Iterator<Item = &'a str> {
        let keys = self.groups.keys();
        keys.filter(move |(f, _)| *f == family)
            .map(|(_, base)| base.as_str())
    }
}

/// True when `name` is what a group called `base` could call a member.
pub(super) fn is_member(base: &str, name: &str) -> bool {
    name.strip_prefix(base).is_some_and(|number| {
        !number.is_empty() && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit())
    })
}
