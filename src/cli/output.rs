//! Standard output: data only, whole or not at all.

use std::io::Write;

use super::Exit;

/// Writes `text` on stdout. A reader that has gone away is no failure, a full disk is.
pub(super) fn say(text: &str) -> Exit {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write the output: {error}");
            Exit::Failure
        }
        _ => Exit::Good,
    }
}
