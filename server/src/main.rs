//! The server's program; everything is in the library.

fn main() -> std::process::ExitCode {
    call_records_server::cli::run()
}
