//! The algorithm of Master Password, version 3: a site's password out of one password for all.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a password is derived from.
pub(super) struct Seed<'a> {
    /// Which password of the site it is.
    pub(super) counter: u32,
    /// The one password for all.
    pub(super) password: &'a [u8],
    /// Whose it is.
    pub(super) user: &'a [u8],
    /// What it is for.
    pub(super) site: &'a [u8],
}

/// Returns the templates of a kind of passwords: each letter names a class of characters.
pub(super) fn templates(kind: &[u8]) -> Option<&'static [&'static str]> {
    Some(match kind {
        b"maximum" => &["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        b"long" => &[
            "CvcvnoCvcvCvcv",
            "CvcvCvcvnoCvcv",
            "CvcvCvcvCvcvno",
            "CvccnoCvcvCvcv",
            "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv",
            "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc",
            "CvcvCvcvCvccno",
            "CvccnoCvccCvcv",
            "CvccCvccnoCvcv",
            "CvccCvccCvcvno",
            "CvcvnoCvccCvcc",
            "CvcvCvccnoCvcc",
            "CvcvCvccCvccno",
            "CvccnoCvcvCvcc",
            "CvccCvcvnoCvcc",
            "CvccCvcvCvccno",
        ],
        b"medium" => &["CvcnoCvc", "CvcCvcno"],
        b"short" => &["Cvcn"],
        b"basic" => &["aaanaaan", "aannaaan", "aaannaaa"],
        b"pin" => &["nnnn"],
        _ => return None,
    })
}

/// Returns the characters of a class.
fn class(letter: char) -> &'static str {
    match letter {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

const SCOPE: &[u8] = b"com.lyndir.masterpassword";

/// Derives a password.
pub(super) fn derive(templates: &[&str], seed: &Seed<'_>) -> String {
    let salt = [SCOPE, &length(seed.user), seed.user].concat();
    let message = [
        SCOPE,
        &length(seed.site),
        seed.site,
        &seed.counter.to_be_bytes(),
    ]
    .concat();
    let bytes = authenticated(&stretched(seed.password, &salt), &message);
    let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
    let chosen = bytes.next().unwrap_or_default() % templates.len().max(1);
    let template = templates.get(chosen).copied().unwrap_or_default();
    let letters = template.chars().zip(bytes);
    letters
        .filter_map(|(letter, byte)| {
            let class = class(letter);
            class.chars().nth(byte % class.len())
        })
        .collect()
}

fn length(text: &[u8]) -> [u8; 4] {
    (text.len() as u32).to_be_bytes()
}

/// Makes a key of a password, slowly.
fn stretched(password: &[u8], salt: &[u8]) -> [u8; 64] {
    let mut key = [0; 64];
    // The parameters are constant and within what scrypt allows, and so is the length: there is nothing to fail.
    if let Ok(params) = scrypt::Params::new(15, 8, 2)
        && scrypt::scrypt(password, salt, &params, &mut key).is_err()
    {
        key = [0; 64];
    }
    key
}

fn authenticated(key: &[u8; 64], message: &[u8]) -> [u8; 32] {
    // A key as long as a block is used as it is.
    let mut mac = Hmac::<Sha256>::new(key.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_password_comes_out() {
        let seed = Seed {
            counter: 1,
            password: b"password",
            user: b"user",
            site: b"example.com",
        };
        let templates = templates(b"long").unwrap();
        assert_eq!(derive(templates, &seed), "ZedaFaxcZaso9*");
    }
}
