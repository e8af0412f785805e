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
            c => spelled.push_str(latin(c)),
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

/// Spells a letter in ASCII: Latin letters with marks, Greek and Cyrillic; nothing for all else.
fn latin(c: char) -> &'static str {
    let groups = LETTERS.iter();
    let found = groups.clone().find(|(letters, _)| letters.contains(c));
    found.map_or("", |(_, spelled)| spelled)
}

const LETTERS: &[(&str, &str)] = &[
    ("ÀÁÂÃÄÅĀĂĄǍàáâãäåāăąǎАаΑαάΆ", "a"),
    ("ÆæǼǽ", "ae"),
    ("Бб", "b"),
    ("ÇçĆćĈĉĊċČč", "c"),
    ("ĎďĐđÐðДдΔδ", "d"),
    ("ÈÉÊËèéêëĒēĔĕĖėĘęĚěЕеЭэΕεέΈ", "e"),
    ("Фф", "f"),
    ("ĜĝĞğĠġĢģГгΓγ", "g"),
    ("ĤĥĦħ", "h"),
    ("ÌÍÎÏìíîïĨĩĪīĬĭĮįİıИиΙιίΊІі", "i"),
    ("ĴĵЙй", "j"),
    ("ĶķКкΚκ", "k"),
    ("ĹĺĻļĽľĿŀŁłЛлΛλ", "l"),
    ("МмΜμ", "m"),
    ("ÑñŃńŅņŇňНнΝν", "n"),
    ("ÒÓÔÕÖØòóôõöøŌōŎŏŐőОоΟοόΌΩωώ", "o"),
    ("Œœ", "oe"),
    ("ПпΠπ", "p"),
    ("ŔŕŖŗŘřРрΡρ", "r"),
    ("ŚśŜŝŞşŠšȘșСсΣσς", "s"),
    ("ß", "ss"),
    ("ŢţŤťŦŧȚțТтΤτ", "t"),
    ("Þþ", "th"),
    ("ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųУу", "u"),
    ("Вв", "v"),
    ("Ŵŵ", "w"),
    ("Хх", "kh"),
    ("ÝýÿŶŷŸЫыΥυύ", "y"),
    ("ŹźŻżŽžЗзΖζ", "z"),
    ("Жж", "zh"),
    ("Цц", "ts"),
    ("Чч", "ch"),
    ("Шш", "sh"),
    ("Щщ", "shch"),
    ("Юю", "iu"),
    ("Яя", "ia"),
];

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
        ] {
            assert_eq!(slug(branch), want);
        }
    }
}
