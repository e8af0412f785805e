//! Slugs of branches, as gosimple/slug v1.15.0 makes them with Argo CD's settings.

/// The longest slug.
const LONGEST: usize = 50;

/// Makes a slug: words of small letters and digits with dashes between them, cut between words.
pub(super) fn slug(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in text.trim().replace('_', "-").chars() {
        match c {
            '&' => spelled.push_str("and"),
            '@' => spelled.push_str("at"),
            '"' | '\'' | '\u{2019}' => {}
            '\u{2012}'..='\u{2015}' => spelled.push('-'),
            c if c.is_ascii() => spelled.push(c),
            c => spell(c, &mut spelled),
        }
    }
    let lower = spelled.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let joined = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    shortened(joined.trim_matches(['-', '_'])).to_owned()
}

fn shortened(slug: &str) -> &str {
    if slug.len() <= LONGEST {
        return slug;
    }
    let head = slug.get(..=LONGEST).unwrap_or(slug);
    let end = head.rfind('-').unwrap_or(LONGEST);
    slug.get(..end).unwrap_or(slug)
}

/// How each character beyond ASCII is spelled in small letters, digits and dashes: a line for each 256, as unidecode v1.0.1 spells
/// it; `text*3` stands for three of the same.
const SPELLINGS: &str = include_str!("spellings.txt");

fn spell(c: char, out: &mut String) {
    let code = u32::from(c);
    let block = format!("{:02x} ", code >> 8);
    let mut left = code as usize & 0xFF;
    let mut lines = SPELLINGS.lines();
    let Some(line) = lines.find_map(|line| line.strip_prefix(block.as_str())) else {
        return;
    };
    for part in line.split(',') {
        let (text, count) = part.split_once('*').unwrap_or((part, "1"));
        let count = count.parse().unwrap_or(1);
        if left < count {
            out.push_str(text);
            return;
        }
        left -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn branches_become_slugs() {
        for (branch, want) in [
            ("feat/a&b", "feat-aandb"),
            ("été", "ete"),
            ("Feature/JIRA-1_x", "feature-jira-1-x"),
            ("a--b__c", "a-b-c"),
            ("", ""),
            ("日本語", "ri-ben-yu"),
        ] {
            assert_eq!(slug(branch), want);
        }
    }
}
