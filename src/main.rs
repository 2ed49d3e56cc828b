//! The `halltwin` command: parse, call, print.

fn main() -> std::process::ExitCode {
    halltwin::cli::run()
}
