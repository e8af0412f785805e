//! What may come next in an open list or map: the grammar proper.

use super::fault::{Fault, Problem};
use super::frame::{Kind, Turn};
use super::parse::{FLOW, Parser, Step};
use super::token::Word;

const BLOCK: Step = Step::Read {
    block: true,
    indentless: false,
};
const BLOCK_OR_INDENTLESS: Step = Step::Read {
    block: true,
    indentless: true,
};

impl Parser<'_, '_> {
    /// Sees what the innermost frame waits for, and reads the signs before it.
    pub(super) fn ask(&mut self) -> Result<Step, Fault> {
        let frame = self
            .frames
            .last()
            .expect("there is a frame while the root is not complete");
        match (frame.kind, frame.turn) {
            (Kind::BlockList, _) => self.block_item(),
            (Kind::IndentlessList, _) => self.indentless_item(),
            (Kind::BlockMap, Turn::Value) => self.block_value(),
            (Kind::BlockMap, _) => self.block_key(),
            (Kind::FlowList, turn) => self.flow_item(turn == Turn::First),
            (Kind::FlowMap, Turn::Value) => self.flow_value(),
            (Kind::FlowMap, turn) => self.flow_key(turn == Turn::First),
            (Kind::FlowPair, Turn::Value) => self.pair_value(),
            (Kind::FlowPair, Turn::Done) => self.close(None),
            (Kind::FlowPair, _) => self.pair_key(),
        }
    }

    fn word(&mut self) -> Result<&Word<'_>, Fault> {
        Ok(&self.scan.peek()?.word)
    }

    /// Takes the token that was peeked at and notes that the frame reaches to its end.
    fn take(&mut self) -> usize {
        let end = self.scan.take().end;
        if let Some(frame) = self.frames.last_mut() {
            frame.end = frame.end.max(end);
        }
        end
    }

    fn here(&mut self) -> Result<usize, Fault> {
        Ok(self.scan.peek()?.start)
    }

    fn start_of_frame(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.start)
    }

    fn expected(&mut self, problem: Problem) -> Fault {
        let since = self.start_of_frame();
        let at = self.scan.peek().map_or(since, |token| token.start);
        Fault::new(problem, at).since(since)
    }

    fn block_item(&mut self) -> Result<Step, Fault> {
        match self.word()? {
            Word::BlockEntry => {
                let end = self.take();
                match self.word()? {
                    Word::BlockEntry | Word::BlockEnd => self.empty(end),
                    _ => Ok(BLOCK),
                }
            }
            Word::BlockEnd => {
                self.scan.take();
                self.close(None)
            }
            _ => Err(self.expected(Problem::ExpectedEntry)),
        }
    }

    fn indentless_item(&mut self) -> Result<Step, Fault> {
        if *self.word()? != Word::BlockEntry {
            return self.close(None);
        }
        let end = self.take();
        match self.word()? {
            Word::BlockEntry | Word::Key | Word::Value | Word::BlockEnd => self.empty(end),
            _ => Ok(BLOCK),
        }
    }

    fn block_key(&mut self) -> Result<Step, Fault> {
        match self.word()? {
            Word::Key => {
                let end = self.take();
                self.block_content(end)
            }
            Word::BlockEnd => {
                self.scan.take();
                self.close(None)
            }
            _ => Err(self.expected(Problem::ExpectedKey)),
        }
    }

    fn block_value(&mut self) -> Result<Step, Fault> {
        if *self.word()? == Word::Value {
            let end = self.take();
            return self.block_content(end);
        }
        let at = self.frames.last().map_or(0, |frame| frame.end);
        self.empty(at)
    }

    /// A key or a value in a block map, or nothing.
    fn block_content(&mut self, end: usize) -> Result<Step, Fault> {
        match self.word()? {
            Word::Key | Word::Value | Word::BlockEnd => self.empty(end),
            _ => Ok(BLOCK_OR_INDENTLESS),
        }
    }

    /// Steps over the comma before a further item; says whether the collection ends here.
    fn flow_next(&mut self, first: bool, end: &Word<'_>, problem: Problem) -> Result<bool, Fault> {
        if self.word()? == end {
            return Ok(true);
        }
        if !first {
            if *self.word()? != Word::FlowEntry {
                return Err(self.expected(problem));
            }
            self.take();
        }
        Ok(self.word()? == end)
    }

    fn flow_item(&mut self, first: bool) -> Result<Step, Fault> {
        if self.flow_next(first, &Word::FlowListEnd, Problem::FlowListNotClosed)? {
            let end = self.take();
            return self.close(Some(end));
        }
        if *self.word()? != Word::Key {
            return Ok(FLOW);
        }
        let start = self.here()?;
        let end = self.take();
        self.open_pair(start, end)
    }

    fn pair_key(&mut self) -> Result<Step, Fault> {
        match self.word()? {
            // Whatever stands here is lost to the empty key, which is refused in the end.
            Word::Value | Word::FlowEntry | Word::FlowListEnd => {
                let end = self.take();
                self.empty(end)
            }
            _ => Ok(FLOW),
        }
    }

    fn pair_value(&mut self) -> Result<Step, Fault> {
        let mut at = self.frames.last().map_or(0, |frame| frame.end);
        if *self.word()? == Word::Value {
            at = self.take();
            if !matches!(self.word()?, Word::FlowEntry | Word::FlowListEnd) {
                return Ok(FLOW);
            }
        }
        self.empty(at)
    }

    fn flow_key(&mut self, first: bool) -> Result<Step, Fault> {
        if self.flow_next(first, &Word::FlowMapEnd, Problem::FlowMapNotClosed)? {
            let end = self.take();
            return self.close(Some(end));
        }
        let bare = *self.word()? != Word::Key;
        if let Some(frame) = self.frames.last_mut() {
            frame.bare = bare;
        }
        if bare {
            return Ok(FLOW);
        }
        let end = self.take();
        match self.word()? {
            Word::Value | Word::FlowEntry | Word::FlowMapEnd => self.empty(end),
            _ => Ok(FLOW),
        }
    }

    fn flow_value(&mut self) -> Result<Step, Fault> {
        let frame = self.frames.last();
        let mut at = frame.map_or(0, |frame| frame.end);
        let bare = frame.is_some_and(|frame| frame.bare);
        if *self.word()? == Word::Value && !bare {
            at = self.take();
            if !matches!(self.word()?, Word::FlowEntry | Word::FlowMapEnd) {
                return Ok(FLOW);
            }
        }
        self.empty(at)
    }
}
