//! Character classes, `[a-z]`.

/// A class of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) ranges: Vec<(char, char)>,
    /// Whether it can be a slash at all.
    pub(super) slash: bool,
}

impl Class {
    /// Says whether the character is in it.
    pub(super) fn has(&self, c: char) -> bool {
        if c == '/' && !self.slash {
            return false;
        }
        let listed = self
            .ranges
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&c));
        listed != self.negated
    }

    /// Adds a POSIX class such as `alpha`; says whether there is one of that name.
    pub(super) fn add_named(&mut self, name: &str) -> bool {
        let of: fn(&char) -> bool = match name {
            "alnum" => char::is_ascii_alphanumeric,
            "alpha" => char::is_ascii_alphabetic,
            "blank" => |c| matches!(c, ' ' | '\t'),
            "cntrl" => char::is_ascii_control,
            "digit" => char::is_ascii_digit,
            "graph" => char::is_ascii_graphic,
            "lower" => char::is_ascii_lowercase,
            "print" => |c| matches!(c, ' '..='~'),
            "punct" => char::is_ascii_punctuation,
            "space" => |c| matches!(c, ' ' | '\t'..='\r'),
            "upper" => char::is_ascii_uppercase,
            "xdigit" => char::is_ascii_hexdigit,
            _ => return false,
        };
        let members = ('\0'..='\x7f').filter(of);
        self.ranges.extend(members.map(|c| (c, c)));
        true
    }
}
