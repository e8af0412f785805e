//! Standard input, output and error.

use crate::shell::{Error, STDIN_UNREADABLE, UNWRITABLE};
use std::io::{self, IsTerminal, Read, Write};

/// One of the process's streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard input.
    Stdin,
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Whether somebody still read what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// All of it was taken.
    Whole,
    /// The reader went away (`dodona render | head`): the program ends quietly, with the exit code it had.
    Unread,
}

/// Says whether a person sits at the stream.
#[must_use]
pub fn is_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Stdin => io::stdin().is_terminal(),
        Stream::Stdout => io::stdout().is_terminal(),
        Stream::Stderr => io::stderr().is_terminal(),
    }
}

/// Reads standard input to its end.
///
/// # Errors
/// When it fails or holds more than `limit` bytes.
pub fn read_stdin(limit: u64) -> Result<Vec<u8>, Error> {
    read_all(io::stdin().lock(), limit)
}

/// Writes all data at once; nothing else may write to standard output.
///
/// # Errors
/// When it can't be written, such as on a full disk; a reader that went away is no error.
pub fn write_stdout(bytes: &[u8]) -> Result<Written, Error> {
    write_all(io::stdout().lock(), bytes)
}

/// Writes to people. Where not even that works there is nobody to tell, so nothing is returned.
pub fn write_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn read_all(stream: impl Read, limit: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    stream
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|why| {
            let message = format!("standard input can't be read: {why}");
            Error::new(STDIN_UNREADABLE, message, "give a file instead of `-`")
        })?;
    if bytes.len() as u64 > limit {
        let message = format!("standard input has more than {limit} bytes");
        return Err(Error::new(STDIN_UNREADABLE, message, "split it"));
    }
    Ok(bytes)
}

fn write_all(mut stream: impl Write, bytes: &[u8]) -> Result<Written, Error> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Ok(()) => Ok(Written::Whole),
        Err(why) if why.kind() == io::ErrorKind::BrokenPipe => Ok(Written::Unread),
        Err(why) => Err(Error::new(
            UNWRITABLE,
            format!("standard output can't be written: {why}"),
            "check the disk that it goes to",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error_and_a_full_disk_is() {
        assert_eq!(write_all(Vec::new(), b"x"), Ok(Written::Whole));
        assert_eq!(
            write_all(Failing(io::ErrorKind::BrokenPipe), b"x"),
            Ok(Written::Unread)
        );
        let full = write_all(Failing(io::ErrorKind::StorageFull), b"x").unwrap_err();
        assert_eq!(full.code, UNWRITABLE);
    }

    #[test]
    fn input_has_a_limit() {
        assert_eq!(read_all(&b"123"[..], 3).unwrap(), b"123");
        assert_eq!(
            read_all(&b"1234"[..], 3).unwrap_err().code,
            STDIN_UNREADABLE
        );
    }
}
