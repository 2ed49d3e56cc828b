//! What a command writes: data on standard output, whole or not at all; words on standard error.

use std::fmt::Arguments;
use std::io::Write;

use super::Exit;

/// [`tell`] with the arguments of [`format!`].
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::cli::output::tell(format_args!($($words)*))
    };
}

/// Writes `text` on stdout. A reader that has gone away is no failure, a full disk is.
pub(super) fn say(text: &str) -> Exit {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            tell!("error: cannot write the output: {error}");
            Exit::Failure
        }
        _ => Exit::Good,
    }
}

/// Writes a line on stderr. Where that takes none there is nobody left to tell, and the result of the
/// command stands all the same.
pub(super) fn tell(line: Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
