//! Names that Kubernetes and DNS accept.

use super::super::args;
use super::super::context::Context;
use super::super::function::{FnError, Function};
use super::super::golang::strings;
use super::super::types::Type;
use super::super::unicode::to_lower;
use super::super::value::Value;
use super::dicts::conversion;
use super::table::{argo, variadic};

/// The functions of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    argo("normalize", &[Type::Text], Type::Text, normalize),
    variadic(argo("slugify", &[Type::Any], Type::Text, slugify)),
];

type Result<T = Value> = std::result::Result<T, FnError>;

/// The longest name of DNS.
const LONGEST: usize = 253;

fn normalize(_: &mut Context<'_>, args: &[Value]) -> Result {
    Ok(Value::from(normalized(args::text(args, 0)?)))
}

/// Every character that DNS does not have becomes a dash; what is cut off may end in a dash or dot, which go as well.
fn normalized(text: &[u8]) -> String {
    let name = strings::map(text, |rune| match to_lower(rune) {
        rune @ ('a'..='z' | '0'..='9' | '-' | '.') => rune,
        _ => '-',
    });
    let cut = name.get(..LONGEST).unwrap_or(&name);
    cut.trim_matches(['-', '.']).to_owned()
}

/// How long a slug may be, and whether it is cut between words.
struct Cut {
    most: i64,
    smart: bool,
}

fn slugify(_: &mut Context<'_>, args: &[Value]) -> Result {
    let mut cut = Cut {
        most: 50,
        smart: true,
    };
    let Some((name, options)) = args.split_last() else {
        return Ok(Value::from(slug("", &cut)?));
    };
    // Argo CD looks at the arguments in order; a third option and more are ignored.
    if let Some(most) = options.first() {
        cut.most = match most {
            Value::Int(most) => *most,
            other => return Err(conversion(other, Type::Int)),
        };
    }
    if let Some(smart) = options.get(1) {
        cut.smart = match smart {
            Value::Bool(smart) => *smart,
            other => return Err(conversion(other, Type::Bool)),
        };
    }
    let name = name.as_text().ok_or_else(|| conversion(name, Type::Text))?;
    Ok(Value::from(slug(&normalized(name), &cut)?))
}

/// Makes a slug of a normalized name: dots become dashes too, of several dashes one is left.
fn slug(name: &str, cut: &Cut) -> Result<String> {
    let mut name = name;
    if !cut.smart && name.len() as i64 >= cut.most {
        name = usize::try_from(cut.most)
            .ok()
            .and_then(|most| name.get(..most))
            .ok_or_else(|| {
                let most = cut.most;
                FnError::new(format!(
                    "runtime error: slice bounds out of range [:{most}]"
                ))
            })?;
    }
    let words = name.split(['-', '.']).filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    Ok(match usize::try_from(cut.most) {
        Ok(most) if cut.smart && most > 0 => shortened(&slug, most).to_owned(),
        _ => slug,
    })
}

/// Cuts at the last dash that stands at the limit or before it; within a word if there is none.
fn shortened(slug: &str, most: usize) -> &str {
    if slug.len() <= most {
        return slug;
    }
    let head = slug.get(..=most).unwrap_or(slug);
    let end = head.rfind('-').unwrap_or(most);
    slug.get(..end).unwrap_or(slug)
}
