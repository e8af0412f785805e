//! Checksums, the master password algorithm, AES. What needs chance fails by name, but where a stand-in gives a seed.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::base64;
use super::super::text::utf8;
use super::super::types::Type;
use super::super::value::Value;
use super::certificate;
use super::password;
use super::table::{fallible, sprig, unpredictable};
use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

const CERTIFICATE: Type = Type::Named("sprig.certificate");
const TEXT: Type = Type::Text;
const NAMES: Type = Type::AnyList;

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    sprig("sha1sum", &[TEXT], TEXT, sha1sum),
    sprig("sha256sum", &[TEXT], TEXT, sha256sum),
    sprig("sha512sum", &[TEXT], TEXT, sha512sum),
    sprig("adler32sum", &[TEXT], TEXT, adler32sum),
    sprig(
        "derivePassword",
        &[Type::Uint32, TEXT, TEXT, TEXT, TEXT],
        TEXT,
        derive_password,
    ),
    fallible(sprig("decryptAES", &[TEXT, TEXT], TEXT, decrypt_aes)),
    unpredictable(fallible(sprig(
        "encryptAES",
        &[TEXT, TEXT],
        TEXT,
        encrypt_aes,
    ))),
    fallible(sprig(
        "buildCustomCert",
        &[TEXT, TEXT],
        CERTIFICATE,
        build_custom_cert,
    )),
    unpredictable(sprig("bcrypt", &[TEXT], TEXT, bcrypt)),
    unpredictable(sprig("htpasswd", &[TEXT, TEXT], TEXT, htpasswd)),
    unpredictable(sprig("genPrivateKey", &[TEXT], TEXT, gen_private_key)),
    unpredictable(fallible(sprig(
        "genCA",
        &[TEXT, Type::Int],
        CERTIFICATE,
        by_chance,
    ))),
    unpredictable(fallible(sprig(
        "genCAWithKey",
        &[TEXT, Type::Int, TEXT],
        CERTIFICATE,
        by_chance,
    ))),
    unpredictable(fallible(sprig(
        "genSelfSignedCert",
        &[TEXT, NAMES, NAMES, Type::Int],
        CERTIFICATE,
        by_chance,
    ))),
    unpredictable(fallible(sprig(
        "genSelfSignedCertWithKey",
        &[TEXT, NAMES, NAMES, Type::Int, TEXT],
        CERTIFICATE,
        by_chance,
    ))),
    unpredictable(fallible(sprig(
        "genSignedCert",
        &[TEXT, NAMES, NAMES, Type::Int, CERTIFICATE],
        CERTIFICATE,
        by_chance,
    ))),
    unpredictable(fallible(sprig(
        "genSignedCertWithKey",
        &[TEXT, NAMES, NAMES, Type::Int, CERTIFICATE, TEXT],
        CERTIFICATE,
        by_chance,
    ))),
];

type Result = std::result::Result<Value, FnError>;

fn hex(bytes: &[u8]) -> Value {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Value::from(digits)
}

fn sha1sum(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(hex(&Sha1::digest(args::text(args, 0)?.as_bytes())))
}

fn sha256sum(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(hex(&Sha256::digest(args::text(args, 0)?.as_bytes())))
}

fn sha512sum(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(hex(&Sha512::digest(args::text(args, 0)?.as_bytes())))
}

fn adler32sum(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in args::text(args, 0)?.iter() {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    Ok(Value::from((b << 16 | a).to_string()))
}

/// What stretching a password costs in steps: about a tenth of a second.
const STRETCHING: u64 = 500_000;

fn derive_password(context: &mut Context<'_>, args: &[Value]) -> Result {
    let Value::Uint32(counter) = args::any(args, 0) else {
        return Err(FnError::nil_dereference());
    };
    let kind = args::text(args, 1)?;
    let Some(templates) = password::templates(kind) else {
        let kind = kind.to_utf8();
        return Ok(Value::from(format!("cannot find password template {kind}")));
    };
    context.burn(STRETCHING)?;
    let seed = password::Seed {
        counter: *counter,
        password: args::text(args, 2)?,
        user: args::text(args, 3)?,
        site: args::text(args, 4)?,
    };
    Ok(Value::from(password::derive(templates, &seed)))
}

/// Makes a key of a password: cut or filled up with zeros to 32 bytes.
fn cipher(password: &[u8]) -> Aes256 {
    let mut key = [0; 32];
    for (to, from) in key.iter_mut().zip(password) {
        *to = *from;
    }
    Aes256::new(&key.into())
}

/// Decrypts AES-256 in CBC mode; the first block is the vector, the last byte says how much of the text is padding.
fn decrypt_aes(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (password, text) = (args::text(args, 0)?, args::text(args, 1)?);
    if text.is_empty() {
        return Ok(Value::from(""));
    }
    let crypt = base64::decode(text).map_err(FnError::new)?;
    let Some((vector, blocks)) = crypt.split_first_chunk::<16>() else {
        let capacity = text.len() / 4 * 3;
        let bounds = if capacity < 16 {
            format!("[:16] with capacity {capacity}")
        } else {
            format!("[16:{}]", crypt.len())
        };
        return Err(out_of_bounds("slice bounds", &bounds));
    };
    let (blocks, rest) = blocks.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(FnError::new("crypto/cipher: input not full blocks"));
    }
    let cipher = cipher(password);
    let mut plain = Vec::with_capacity(blocks.len() * 16);
    let mut before = vector;
    for block in blocks {
        let mut decrypted = (*block).into();
        cipher.decrypt_block(&mut decrypted);
        plain.extend(decrypted.iter().zip(before).map(|(a, b)| a ^ b));
        before = block;
    }
    let Some(padding) = plain.last().map(|byte| usize::from(*byte)) else {
        return Err(out_of_bounds("index", "[-1]"));
    };
    match plain.len().checked_sub(padding) {
        Some(length) => {
            plain.truncate(length);
            Ok(Value::from(plain))
        }
        None => {
            let end = plain.len() as i64 - padding as i64;
            Err(out_of_bounds("slice bounds", &format!("[:{end}]")))
        }
    }
}

fn out_of_bounds(what: &str, bounds: &str) -> FnError {
    FnError::new(format!("runtime error: {what} out of range {bounds}"))
}

fn encrypt_aes(context: &mut Context<'_>, args: &[Value]) -> Result {
    let (password, text) = (args::text(args, 0)?, args::text(args, 1)?);
    let vector = [
        context.random()?.to_be_bytes(),
        context.random()?.to_be_bytes(),
    ]
    .concat();
    let padding = 16 - text.len() % 16;
    let mut plain = text.to_vec();
    plain.resize(text.len() + padding, padding as u8);
    let cipher = cipher(password);
    let mut out = vector.clone();
    let mut before = vector;
    for block in plain.as_chunks::<16>().0 {
        let mut mixed = *block;
        for (byte, other) in mixed.iter_mut().zip(&before) {
            *byte ^= other;
        }
        let mut encrypted = mixed.into();
        cipher.encrypt_block(&mut encrypted);
        before = encrypted.to_vec();
        out.extend_from_slice(&before);
    }
    Ok(Value::from(base64::encode(&out)))
}

fn build_custom_cert(_: &mut Context<'_>, args: &[Value]) -> Result {
    let (certificate, key) = (args::text(args, 0)?, args::text(args, 1)?);
    let certificate = base64::decode(certificate)
        .map_err(|_| FnError::new("unable to decode base64 certificate"))?;
    let key =
        base64::decode(key).map_err(|_| FnError::new("unable to decode base64 private key"))?;
    certificate::check(&certificate, &key).map_err(FnError::new)?;
    Ok(Value::object(certificate::Certificate {
        certificate: certificate.into(),
        key: key.into(),
    }))
}

fn by_chance(_: &mut Context<'_>, _: &[Value]) -> Result {
    Err(FnError::Unpredictable("chance"))
}

fn bcrypt(_: &mut Context<'_>, args: &[Value]) -> Result {
    if args::text(args, 0)?.len() > 72 {
        let what = "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        return Ok(Value::from(what));
    }
    Err(FnError::Unpredictable("chance"))
}

fn htpasswd(context: &mut Context<'_>, args: &[Value]) -> Result {
    let user = args::text(args, 0)?;
    if user.contains(&b':') {
        return Ok(Value::from(format!("invalid username: {}", utf8(user))));
    }
    let hash = bcrypt(context, args::rest(args, 1))?;
    Ok(Value::from(format!(
        "{}:{}",
        utf8(user),
        hash.as_text().map(ToString::to_string).unwrap_or_default()
    )))
}

fn gen_private_key(_: &mut Context<'_>, args: &[Value]) -> Result {
    match args::text(args, 0)?.as_bytes() {
        b"" | b"rsa" | b"dsa" | b"ecdsa" | b"ed25519" => Err(FnError::Unpredictable("chance")),
        kind => Ok(Value::from([b"Unknown type ", kind].concat())),
    }
}
