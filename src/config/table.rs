//! The macros that declare the language: [`table!`] for a table, [`choice!`] for a field of set
//! words, [`families!`] for the whole file.
//!
//! Each table is declared once. From the declaration follow the struct, its reader, its JSON
//! Schema and its documentation, so that they cannot disagree.

/// The key as it is written in TOML: a raw identifier loses its `r#`.
pub const fn key(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' {
        name.split_at(2).1
    } else {
        name
    }
}

/// Declares a table: `field: Kind, required;`, `field: Kind, optional;` or `field: Kind = preset;`. `checked by` names a function that objects to fields
/// which do not go together.
macro_rules! table {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident in $kind:literal $(, checked by $check:path)? {
            $(
                $(#[doc = $about:literal])+
                $field:ident : $k:ty $(, $need:ident)? $(= $preset:expr)? ;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $(
                $(#[doc = $about])+
                $(#[doc = concat!("\nPreset: `", stringify!($preset), "`.")])?
                pub $field: table!(@type $k $(, $need)? $(= $preset)?),
            )*
        }

        impl $crate::config::read::Section for $name {
            const KIND: &'static str = $kind;
            const DOC: &'static str = concat!($($doc, "\n"),+);

            fn fields() -> &'static [$crate::config::read::Field] {
                const COUNT: usize = [$(stringify!($field)),*].len();
                static FIELDS: [$crate::config::read::Field; COUNT] = [$(
                    $crate::config::read::Field {
                        name: $crate::config::table::key(stringify!($field)),
                        doc: concat!($($about, "\n"),+),
                        required: table!(@is_required $($need)?),
                        preset: table!(@preset $($preset)?),
                        schema: <$k as $crate::config::read::Kind>::schema,
                    }
                ),*];
                &FIELDS
            }

            fn read(
                node: &$crate::config::tree::Node,
                path: &str,
                cx: &mut $crate::config::read::Reader<'_>,
            ) -> Option<Self> {
                let fields = Self::fields();
                let open = cx.open(node, path, fields)?;
                let mut all = fields.iter();
                $(
                    let $field = all.next().and_then(|field| {
                        table!(@read open, field, cx, $k $(, $need)? $(= $preset)?)
                    });
                )*
                let table = Self { $($field: $field?),* };
                $($check(&table, &node.at, path, cx);)?
                Some(table)
            }
        }
    };
    (@type $k:ty, required) => { <$k as $crate::config::read::Kind>::Value };
    (@type $k:ty, optional) => { Option<<$k as $crate::config::read::Kind>::Value> };
    (@type $k:ty = $preset:expr) => { <$k as $crate::config::read::Kind>::Value };
    (@is_required required) => { true };
    (@is_required $($other:ident)?) => { false };
    (@preset) => { None };
    (@preset $preset:expr) => { Some(|| $crate::config::tree::Node::from($preset)) };
    (@read $open:ident, $field:ident, $cx:ident, $k:ty, required) => {
        $open.required::<$k>($field, $cx)
    };
    (@read $open:ident, $field:ident, $cx:ident, $k:ty, optional) => {
        $open.optional::<$k>($field, $cx)
    };
    (@read $open:ident, $field:ident, $cx:ident, $k:ty = $preset:expr) => {
        $open.preset::<$k>($field, $crate::config::tree::Node::from($preset), $cx)
    };
}

/// Declares a field of set words.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $( $(#[doc = $about:literal])+ $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[doc = $about])+ $variant, )+ }

        impl $name {
            /// All words, in the order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word it is written as.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl $crate::config::read::Kind for $name {
            type Value = $crate::config::value::At<Self>;

            fn read(
                node: &$crate::config::tree::Node,
                path: &str,
                cx: &mut $crate::config::read::Reader<'_>,
            ) -> Option<Self::Value> {
                let chosen = match node.as_text() {
                    $(Some($word) => Self::$variant,)+
                    _ => return $crate::config::table::not_a_choice(node, path, cx, Self::WORDS),
                };
                Some($crate::config::read::at(chosen, node, path))
            }

            fn schema() -> serde_json::Value {
                let about = [$(concat!("`", $word, "`:", $($about),+)),+].join("\n");
                serde_json::json!({ "enum": Self::WORDS, "description": about })
            }
        }
    };
}

/// Declares the file: `one` table of a kind, `many` named ones, or `multiplied` ones that `count`
/// turns into several.
macro_rules! families {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( $(#[doc = $about:literal])+ $how:ident $field:ident [$word:literal] : $section:ty; )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $about])+ pub $field: families!(@type $how $section), )*
            /// Figures taken from the catalogue or stated with a source, in the order of use.
            pub citations: Vec<$crate::config::records::Citation>,
            /// Folder that paths in the file are relative to.
            pub folder: std::path::PathBuf,
        }

        /// Every family: its word, whether it holds several named tables, and whether `count`
        /// multiplies them.
        pub const FAMILIES: &[(&str, bool, bool)] = &[
            $(($word, families!(@many $how), families!(@multiplied $how)),)*
        ];

        impl $crate::config::file::Tables for $name {
            const FAMILIES: &'static [(&'static str, bool, bool)] = FAMILIES;

            fn read(
                tree: &$crate::config::tree::Table,
                cx: &mut $crate::config::read::Reader<'_>,
            ) -> Option<Self> {
                $( let $field = families!(@read $how $section, $word, tree, cx); )*
                Some(Self {
                    $( $field: $field?, )*
                    citations: Vec::new(),
                    folder: std::path::PathBuf::new(),
                })
            }

            fn placed(
                self,
                citations: Vec<$crate::config::records::Citation>,
                folder: std::path::PathBuf,
            ) -> Self {
                Self { citations, folder, ..self }
            }
        }

        /// Word, documentation, several or one, and JSON Schema of each family.
        pub(in crate::config) fn family_schemas()
            -> Vec<(&'static str, &'static str, bool, bool, serde_json::Value)> {
            vec![$((
                $word,
                concat!($($about, "\n"),+),
                families!(@many $how),
                families!(@multiplied $how),
                $crate::config::schema::section::<$section>(),
            )),*]
        }
    };
    (@type one $section:ty) => { $section };
    (@type $several:ident $section:ty) => { $crate::config::value::Map<$section> };
    (@many one) => { false };
    (@many $several:ident) => { true };
    (@multiplied multiplied) => { true };
    (@multiplied $other:ident) => { false };
    (@read one $section:ty, $word:literal, $tree:ident, $cx:ident) => {
        $crate::config::family::read_one::<$section>($word, $tree, $cx)
    };
    (@read $several:ident $section:ty, $word:literal, $tree:ident, $cx:ident) => {
        $crate::config::family::read_many::<$section>($word, $tree, $cx)
    };
}

pub(super) use {choice, families, table};

use super::diagnostic::Diagnostic;
use super::read::Reader;
use super::tree::Node;

/// The word is none of those that are set.
pub(super) fn not_a_choice<T>(
    node: &Node,
    path: &str,
    cx: &mut Reader<'_>,
    words: &[&'static str],
) -> Option<T> {
    let Some(word) = node.as_text() else {
        let example = format!("\"{}\"", words[0]);
        return cx.wrong_type(node, path, "one of a few words", &example);
    };
    cx.fail(
        Diagnostic::error("unknown-word", format!("`{path}` cannot be `{word}`"))
            .at(&node.at, format!("one of {} is expected", words.join(", ")))
            .did_you_mean(word, words.iter().copied()),
    )
}
