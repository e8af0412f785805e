//! Slugs of branches, as gosimple/slug v1.15.0 makes them with Argo CD's settings.

mod corrections;

use deunicode::deunicode_char;

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

fn spell(c: char, out: &mut String) {
    match corrections::correction(c) {
        Some(text) => out.push_str(&text),
        None => out.push_str(deunicode_char(c).unwrap_or_default()),
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
            ("Größe", "grosse"),
            ("Кириллица-Є", "kirillitsa-ie"),
            ("Ωμέγα", "omega"),
            ("10€-§1", "10eu-ss1"),
            ("シャツ", "shiyatsu"),
            ("ready \u{1f680}!", "ready"),
            ("a\u{301}b", "ab"),
            ("x⡁y", "x-d17-y"),
            ("\u{20c0}x\u{34f}y", "x-y"),
        ] {
            assert_eq!(slug(branch), want);
        }
    }
}
