//! One line on a terminal for work that takes long.

use crate::shell::{Environment, Stream, is_terminal};
use crate::tree::{Fault, Listed, Node, Source, TreePath};
use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_millis(500);
const NEXT: Duration = Duration::from_millis(100);

/// A line on standard error that appears after half a second and is gone before anything else is printed.
///
/// Nothing runs beside the work: whoever touches the machine ticks, and ticking costs a look at the clock.
pub struct Progress {
    line: Option<RefCell<Box<dyn Write>>>,
    begun: Instant,
    due: Cell<Duration>,
    shown: Cell<bool>,
    ticks: Cell<u64>,
}

impl Progress {
    /// Returns a progress line, which is silent when nobody could see it.
    #[must_use]
    pub fn new(environment: &Environment) -> Self {
        let seen = is_terminal(Stream::Stderr) && !environment.ci && !environment.dumb;
        Self::on(seen.then(|| Box::new(io::stderr()) as Box<dyn Write>))
    }

    /// Returns a progress line that is always silent.
    #[must_use]
    pub fn silent() -> Self {
        Self::on(None)
    }

    fn on(line: Option<Box<dyn Write>>) -> Self {
        Self {
            line: line.map(RefCell::new),
            begun: Instant::now(),
            due: Cell::new(FIRST),
            shown: Cell::new(false),
            ticks: Cell::new(0),
        }
    }

    /// Says that one more step of `work` (such as `reading`) was done.
    pub fn tick(&self, work: &str) {
        self.ticks.set(self.ticks.get() + 1);
        if self.line.is_some() {
            self.draw(work, self.begun.elapsed());
        }
    }

    fn draw(&self, work: &str, now: Duration) {
        if now < self.due.get() {
            return;
        }
        self.due.set(now + NEXT);
        self.shown.set(true);
        self.put(&format!("\r\x1b[2K{work}: {}", self.ticks.get()));
    }

    /// Erases the line; to be called before any other output.
    pub fn clear(&self) {
        if self.shown.replace(false) {
            self.put("\r\x1b[2K");
        }
    }

    fn put(&self, text: &str) {
        if let Some(line) = &self.line {
            let mut line = line.borrow_mut();
            // A line for people that can't be shown is no reason to fail.
            let _ = line.write_all(text.as_bytes()).and_then(|()| line.flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

/// A source that ticks with every file and folder it is asked for.
pub struct Watched<S> {
    source: S,
    progress: Rc<Progress>,
}

impl<S: Source> Watched<S> {
    /// Returns `source`, ticking `progress`.
    #[must_use]
    pub fn new(source: S, progress: Rc<Progress>) -> Self {
        Self { source, progress }
    }
}

impl<S: Source> Source for Watched<S> {
    fn node(&self, path: &TreePath) -> Result<Node, Fault> {
        self.source.node(path)
    }

    fn list(&self, folder: &TreePath, limit: usize) -> Result<Vec<Listed>, Fault> {
        self.progress.tick("reading");
        self.source.list(folder, limit)
    }

    fn read(&self, file: &TreePath, limit: u64) -> Result<Vec<u8>, Fault> {
        self.progress.tick("reading");
        self.source.read(file, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Rc<RefCell<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_line_comes_late_and_rarely_and_goes() {
        let screen = Screen::default();
        let progress = Progress::on(Some(Box::new(screen.clone())));
        let text = || String::from_utf8(screen.0.borrow().clone()).unwrap();
        progress.draw("reading", Duration::from_millis(499));
        progress.clear();
        assert_eq!(text(), "");
        progress.draw("reading", Duration::from_millis(500));
        progress.draw("reading", Duration::from_millis(550));
        assert_eq!(text(), "\r\x1b[2Kreading: 0");
        progress.clear();
        progress.clear();
        assert_eq!(text(), "\r\x1b[2Kreading: 0\r\x1b[2K");
    }
}
