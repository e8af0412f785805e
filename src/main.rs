//! Hands the arguments to the library and its answer to the caller.

use dodona::{cli, shell};
use std::process::ExitCode;

/// musl's own allocator is what a static binary would wait for most.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    shell::install_panic_hook();
    cli::run(std::env::args_os()).into()
}
