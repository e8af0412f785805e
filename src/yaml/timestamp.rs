//! Which texts pass as a timestamp; only the tag `!!timestamp` asks.

/// Says whether the text is a date, or a date and a time, in one of the four forms that `go.yaml.in/yaml/v2` knows.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut rest = text;
    date(&mut rest).is_some_and(|()| rest.is_empty() || time(rest).is_some())
}

fn date(rest: &mut &str) -> Option<()> {
    let year = number(rest, 4, 4)?;
    literal(rest, '-')?;
    let month = number(rest, 1, 2)?;
    literal(rest, '-')?;
    let day = number(rest, 1, 2)?;
    (1..=days(year, month)?).contains(&day).then_some(())
}

fn days(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => Some(29),
        2 => Some(28),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

fn time(mut text: &str) -> Option<()> {
    let rest = &mut text;
    let zoned = match rest.chars().next()? {
        'T' | 't' => true,
        ' ' => false,
        _ => return None,
    };
    *rest = &rest[1..];
    if !zoned {
        *rest = rest.trim_start_matches(' ');
    }
    let hour = number(rest, 1, 2)?;
    literal(rest, ':')?;
    let minute = number(rest, 1, 2)?;
    literal(rest, ':')?;
    let second = number(rest, 1, 2)?;
    fraction(rest);
    if zoned {
        zone(rest)?;
    }
    (hour < 24 && minute < 60 && second < 60 && rest.is_empty()).then_some(())
}

/// Steps over `.` or `,` and digits.
fn fraction(rest: &mut &str) {
    if let Some(digits) = rest.strip_prefix(['.', ',']) {
        let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() < digits.len() {
            *rest = after;
        }
    }
}

fn zone(rest: &mut &str) -> Option<()> {
    if literal(rest, 'Z').is_some() {
        return Some(());
    }
    *rest = rest.strip_prefix(['+', '-'])?;
    let hours = number(rest, 2, 2)?;
    literal(rest, ':')?;
    let minutes = number(rest, 2, 2)?;
    (hours <= 24 && minutes <= 60).then_some(())
}

fn literal(rest: &mut &str, wanted: char) -> Option<()> {
    *rest = rest.strip_prefix(wanted)?;
    Some(())
}

/// Takes as many digits as there are, at most `most`.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let digits = rest
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let (number, after) = rest.split_at(digits);
    *rest = after;
    (digits >= least).then(|| number.parse().ok())?
}
