//! Whatever is written, reading ends with a configuration or with problems, never otherwise.

use proptest::prelude::*;

use super::super::{from_text, from_text_with};

const HALL: &str = include_str!("../../../configs/templates/row.toml");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Err(problems) = from_text(&text, "t.toml") {
            prop_assert!(problems.has_errors());
            let _ = (problems.to_string(), problems.to_json());
        }
    }

    #[test]
    fn a_hall_with_a_piece_replaced_is_read_or_refused(
        start in 0..HALL.len(),
        length in 0..40_usize,
        piece in "[\\]\\[ =\"a-z0-9.,%/{}\n-]{0,12}",
    ) {
        let mut end = (start + length).min(HALL.len());
        let mut start = start;
        while !HALL.is_char_boundary(start) { start -= 1; }
        while !HALL.is_char_boundary(end) { end += 1; }
        let text = format!("{}{piece}{}", &HALL[..start], &HALL[end..]);
        if let Err(problems) = from_text(&text, "t.toml") {
            prop_assert!(problems.has_errors());
            prop_assert!(problems.iter().all(|p| !p.message.is_empty()));
        }
    }

    #[test]
    fn any_override_is_applied_or_refused(set in "[a-z0-9_.]{0,20}=?\\PC{0,12}") {
        if let Err(problems) = from_text_with(HALL, "t.toml", std::slice::from_ref(&set)) {
            prop_assert!(problems.has_errors(), "{set}");
        }
    }
}
