//! Where Argo CD spells a character beyond ASCII otherwise than the crate `deunicode` does.
//!
//! Measured character by character against the library of Argo CD v3.5.1: of the characters that Unicode 14 assigns in its first plane,
//! with these all become the same slug.

/// Characters of which nothing is left, as hexadecimal numbers and ranges.
const DROPPED: &str = "\
    02e5-02eb 02ff 037a 0384-0385 03ff 0483 04ff 05be-05c1 05c4 05d0 0621 0625 0653 0670 0674 \
    06d0-06d1 06ff 070f 0711 07ff-08fe 09fa 0aff 0b35 0b70 0eae 0eb1 0f01-0f07 0f0a 0f15-0f1f 0f38 \
    0f82-0f89 0fc4-0fcc 0fcf 10ff 1120 113c-113f 114e-1151 1154-1155 11ee 11ff 17cb 17d0 1806 \
    180a-180e 1901-1d6b 1d78-1d7c 1d7e-1d7f 1d8b 1d8f-1df4 1eff 2071 2100-2129 212c-2131 2133-213a \
    21ff 22ff 23ff-24cf 24ff 25ff-2613 2619-2671 26ff 2701-275e 2761-27af 27b1-27be 27ff 2900-2c5f \
    2c6d 2c70-2dff 3035 303e-303f 3099-309c 30fb 30ff 3173 3190-319f 31ff 32ff 33ff-4cff 4dff \
    a4ff-abf9 fb21 fb30 fb50-fbb1 fbd3-fd3f fd50-fdc7 fdf0-fdfb fdff fe49-fe4f fe70-fe72 fe74-fefc \
    fffc-fffd";

/// Characters that no spelling is known of: a dash is left.
const UNSPELLED: &str = "\
    02ef-02fe 034f-035f 0370-0377 037b-037f 03d8-03d9 03f4-03fe 048a-048b 04c5-04c6 04c9-04ca \
    04cd-04cf 04f6-04f7 04fa-04fe 0500-052f 0560 0588-058f 05a2 05ba 05c7 05ef 0601-0620 063b-063f \
    0656-065f 066e-066f 06ee-06ef 072d-072f 074d-077f 07b1-07fe 0900 0904 093a-093b 094e-094f \
    0955-0957 0972-097f 09ce 09fb-0a01 0a03 0a51 0a75 0a8c 0ae1-0ae3 0af1-0afc 0b44 0b55 0b62-0b63 \
    0b71-0b77 0bb6 0bd0 0bf3-0c00 0c04 0c34 0c58-0c5d 0c62-0c63 0c78-0c81 0cdd 0ce2-0ce3 0cf1-0d01 \
    0d04 0d29 0d3a-0d3c 0d44 0d4e-0d5f 0d62-0d63 0d70-0d81 0de6-0def 0e86 0e89 0e8c 0e8e-0e93 0e98 \
    0ea0 0ea8-0ea9 0eac 0eba 0ede-0edf 0f6b-0f6c 0f8c-0f8f 0fce 0fd2 1028 102b 1033-1035 103a-103f \
    105a-109e 10c7-10cd 10f7-10fd 115a-115e 11a3-11a7 11fa-11fe 1207 1247 1287 12a2 12af 12cf 12ef \
    130f 131f 1347 135d-135f 1380-1399 13f5-13fd 1426 1677-167f 16f1-1773 17dd 17f0-17f9 180f \
    1878-1880 18aa-18f5 1e9c-1e9d 1e9f 1efa-1efe 2050-2069 2090-209c 20b0-20c0 20e4-20f0 213b-214d \
    214f-2152 2184-218b 2200-22d3 2300-23fe 24eb-24fe 25f4-25f7 2614-2618 2673-26fe 27b0 27bf-27f1 \
    2e0f-2fd5 303c-303d 3095-3096 309f 312d-312f 31b8-31fe 321d-321e 3244-325f 327c-327e 32b1-32bf \
    32cc-32cf 3377-337a 33de-33df 4d00-4dfe 4e00 4e06 4e4a 4e5b 4e65 4e6e 4e7d 4eaa 4ee9 4f2c 4f66 \
    4f68 4fe7 4fec 503f 50a6 50f2 510f 516f 5307 5381 5391 53fe 545a 54d6 54db 5579 55f4 5691-5692 \
    56d5-56d6 578a 57af 580f 5812 5814 5846 589b 58ea 58ed 5911 594d 5a33 5aab 5b67 5c21 5c57 5c72 \
    5c77 5c83 5d30 5d75 5db6 5dbf 5dd5 5e65 5e92 5eed 5f94 5f9a 603d 6125 6150 61f3 62a3 62e4 6364 \
    63b6 63fb-63fc 64b6 64dc 651a 658f 66e2 6711 6725 6730 67a4 6806 685e 6929 692c 698b 69e1 6a2d \
    6a7a-6a7b 6aca 6ae6 6af5 6b0d 6bdc-6bdd 6bf6 6c1e 6c63 6cf9 6d1c 6da5 6e0f 6e84 6e8a-6e8b 6ee7 \
    6f48-6f49 6f9b 6f9d 6fcf 6ff8 702d-702e 705c 709e 70bf 70e5 70ea 70ee 7111-7112 7139 713d-7140 \
    7176-7177 7196 71b4 71dd-71de 720e 7218 7220 7226 7233 7257 729e 7347 73ef 7412 743b 748d 74a4 \
    74b4 7666 7677 77a3 781b 783d 7853 7858 785b 7873 78b7 78d7 78ee 7902 7921-7922 794d 7999 79a3 \
    7a25 7a52 7a6f 7aa7 7abd 7bd0 7c2f 7c42 7c4e 7c80 7c8c 7ca9 7cac 7cec 7eec 7f40 7f56 7ff6 8002 \
    8041 8053 8063 810c 8224 823f 8248 8254 8310 8312 833e 8362 841e-841f 8421 8423 848a 848f 84de \
    84e4 8571 85d4 85f2 85f5 8615 8645 8672 874a 8781 87a9 87f5 8834 8850 88c7 8968 8984 8b03 8b22 \
    8c6e 8d0c 8d18 8db0 8e0e 8ebc 8faa 9064 909c 915c 922b 92f4 933f 9342 9345 9386 93bc-93be 93ef \
    93f1-93f2 9422-9423 9466-9467 95ce 95e7 96a1 9717 973b 974d 97d5 97df 98ca 99c7 9b98 9d91 9eb6 \
    9fa6-9ffe a4a2-a4a3 a4b4 a4c1 a4c5 a4d0-a4fd d7b0-d7fb fa0e-fa0f fa11 fa13-fa14 fa1f fa21 \
    fa23-fa24 fa27-fa29 fa2d-fad9 fbc0-fbc1 fdfc-fdfd fe00-fe0f fe24-fe2f fe73";

/// Characters that are spelled in another way.
const SPELLED: [(char, &str); 22] = [
    ('\u{2b0}', "k"),
    ('Є', "ie"),
    ('€', "eu"),
    ('⠂', "1"),
    ('⠆', "2"),
    ('⠒', "3"),
    ('⠖', "6"),
    ('⠦', "8"),
    ('⠲', "4"),
    ('し', "shi"),
    ('ち', "chi"),
    ('っ', "tsu"),
    ('つ', "tsu"),
    ('シ', "shi"),
    ('チ', "chi"),
    ('ッ', "tsu"),
    ('ツ', "tsu"),
    ('么', "yao-"),
    ('什', "shi-"),
    ('价', "jie-"),
    ('旅', "lu-"),
    ('术', "zhu-"),
];

/// Units that are written as words, for which the crate has signs.
const UNITS: [(char, &str); 3] = [('㌙', "gram-ton"), ('㎂', "microamp"), ('㎛', "micrometer")];

/// Returns how Argo CD spells a character, where it differs from the crate.
pub(super) fn correction(c: char) -> Option<String> {
    if u32::from(c) > 0xFFFF || holds(DROPPED, c) {
        return Some(String::new());
    }
    if holds(UNSPELLED, c) {
        return Some("-".to_owned());
    }
    let mut spelled = SPELLED.iter().chain(&UNITS);
    let found = spelled.find(|(other, _)| *other == c);
    found
        .map(|(_, text)| (*text).to_owned())
        .or_else(|| braille(c))
}

/// Patterns with the seventh or eighth dot are spelled as the list of their dots.
fn braille(c: char) -> Option<String> {
    let dots = u32::from(c).checked_sub(0x2800)?;
    if !(0x40..0x100).contains(&dots) {
        return None;
    }
    let dots = (0..8).filter(|dot| dots >> dot & 1 == 1);
    let names: String = dots.map(|dot| (dot + 1).to_string()).collect();
    Some(format!("-d{names}-"))
}

fn holds(ranges: &str, c: char) -> bool {
    let number = |text| u32::from_str_radix(text, 16).unwrap_or(u32::MAX);
    ranges.split(' ').any(|range| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        (number(first)..=number(last)).contains(&u32::from(c))
    })
}
